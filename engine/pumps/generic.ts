import * as z from 'zod';
import type { Source } from '../derivation/derivation.ts';
import { exactText } from '../number/notation.ts';
import { compare, inBase, parseQuantity, quantity, type Quantity } from '../number/quantity.ts';
import { quantityField, refuse, wordsField } from '../number/fields.ts';
import {
  FIELD_BASIS,
  FIELD_IDS,
  field,
  THERAPIES,
  type Figure,
  type PumpField,
  type PumpModel,
} from './pump.ts';

/** A pump that no file here knows: the site describes it from its manual, and answers for every figure. */

const DIMENSIONS = ['volume', 'volume/time', 'time', 'mass/volume', 'mass', 'mass/time', ''] as const;
const figure = () => quantityField(...DIMENSIONS).optional();
/** The field's own schema has refused what can not be read; the rule below then stays silent about it. */
const read = (text: string | undefined): Quantity | null => {
  const found = text === undefined ? null : parseQuantity<string>(text, ...DIMENSIONS);
  return found?.ok ? found.value : null;
};
export const ownField = z
  .strictObject({
    id: z.enum(FIELD_IDS),
    label: wordsField(60).describe("the words of the pump's own screen"),
    min: figure(),
    max: figure(),
    step: figure(),
    note: wordsField(200).optional(),
  })
  .superRefine((f, context) => {
    const basis = FIELD_BASIS[f.id];
    const wanted = basis === 'count' ? '' : basis;
    const low = read(f.min);
    for (const key of ['min', 'max', 'step'] as const) {
      const given = read(f[key]);
      if (!given) continue;
      // a step may be in the drug's own unit, where the pump's screen is
      const drug = key === 'step' && given.unit.dimension === wanted.replace('volume', 'mass');
      if (given.unit.dimension !== wanted && !drug)
        refuse(
          context,
          {
            code: 'figure-of-other-dimension',
            given: f[key] ?? null,
            accepted: `a ${wanted || 'plain number'}`,
          },
          [key],
        );
      else if (key === 'max' && low?.unit.dimension === wanted && compare(given, low) < 0)
        refuse(
          context,
          { code: 'range-upside-down', given: f.max ?? null, accepted: `at least ${f.min ?? ''}` },
          [key],
        );
    }
  });

const screen = z
  .array(ownField)
  .min(1)
  .superRefine((fields, context) => {
    fields.forEach((f, i) => {
      if (fields.findIndex((x) => x.id === f.id) !== i)
        refuse(context, { code: 'field-twice', given: f.id, accepted: 'each field once' }, [String(i), 'id']);
    });
  });

const limit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('amount'),
    window: z.enum(['rolling', 'fixed', 'not-stated']),
    countsLoading: z.boolean(),
    countsClinician: z.boolean(),
    atLimit: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('stops') }),
      z.strictObject({ kind: z.literal('not-known') }),
      z.strictObject({
        kind: z.literal('kvo'),
        withBasal: quantityField('volume/time'),
        withoutBasal: quantityField('volume/time'),
      }),
    ]),
    truncatesDose: z.boolean(),
  }),
]);

const genericPump = z.strictObject({
  id: z
    .string()
    .regex(/^site-[a-z0-9-]{1,40}$/)
    .describe('begins with site-, so that it can not be taken for a shipped model'),
  model: wordsField(80),
  maker: wordsField(80),
  manual: wordsField(200).describe('which manual and edition the figures come from'),
  modes: z.partialRecord(z.enum(THERAPIES), screen),
  lockoutFrom: z.enum(['start', 'end', 'not-stated']),
  limit,
  /** signed, such as -6 % and 6 %, without the sign written: how far below and above */
  accuracy: z
    .strictObject({ below: quantityField(''), above: quantityField(''), conditions: wordsField(120) })
    .optional(),
  tolerance: quantityField('')
    .optional()
    .describe('of an elastomeric device: so much more than nominal at most'),
});
type GenericPump = z.infer<typeof genericPump>;

export const genericPumps = z
  .array(genericPump)
  .max(50)
  .superRefine((list, context) => {
    list.forEach((p, i) => {
      if (list.findIndex((x) => x.id === p.id) !== i)
        refuse(context, { code: 'pump-twice', given: p.id, accepted: 'each pump once' }, [String(i), 'id']);
    });
  });

const share = (text: string): string => exactText(inBase(quantity(text, '')));

/** A described pump as a model like the shipped ones. Every figure is the site's own, from the manual it names. */
export function genericModel(p: GenericPump): PumpModel {
  const source: Source = { id: 'SITE', title: p.manual };
  const own = (value: string | undefined): Figure | null =>
    value === undefined ? null : { value, provenance: 'sourced', source };
  const required = (value: string): Figure => ({ value, provenance: 'sourced', source });
  const fields = (list: GenericPump['modes'][keyof GenericPump['modes']]): PumpField[] =>
    (list ?? []).map((f) =>
      field(f.id, f.label, FIELD_BASIS[f.id], {
        min: own(f.min),
        max: own(f.max),
        step: own(f.step),
        note: f.note ?? null,
      }),
    );
  const modes = Object.fromEntries(Object.entries(p.modes).map(([therapy, list]) => [therapy, fields(list)]));
  const semantics: PumpModel['limit'] =
    p.limit.kind === 'none'
      ? { kind: 'none', source }
      : {
          kind: 'amount',
          window: p.limit.window,
          counts: {
            basal: true,
            demand: true,
            loading: p.limit.countsLoading,
            clinician: p.limit.countsClinician,
          },
          atLimit:
            p.limit.atLimit.kind === 'kvo'
              ? {
                  kind: 'kvo',
                  withBasal: required(p.limit.atLimit.withBasal),
                  withoutBasal: required(p.limit.atLimit.withoutBasal),
                }
              : { kind: p.limit.atLimit.kind },
          truncatesDose: p.limit.truncatesDose,
          source,
        };
  return {
    id: p.id,
    model: p.model,
    maker: p.maker,
    software: null,
    modes,
    lockoutFrom: p.lockoutFrom,
    limit: semantics,
    accuracy: p.accuracy
      ? {
          low: `-${share(p.accuracy.below)}`,
          high: share(p.accuracy.above),
          conditions: p.accuracy.conditions,
          source,
        }
      : null,
    flow: p.tolerance === undefined ? null : { tolerance: own(p.tolerance), temperature: null },
    warnings: [],
    withdrawn: null,
    notices: [],
  };
}
