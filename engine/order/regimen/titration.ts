import * as z from 'zod';
import { quantityField, timeField, wordsField } from '../../number/fields.ts';
import { compare, isZero, quantity, type Quantity } from '../../number/quantity.ts';
import { amountIssues, resolvable, Resolver, type Basis, type Say } from './basis.ts';
import type { Titration } from './resolved.ts';

const amount = () =>
  quantityField('mass', 'mass/weight', 'volume', 'mass/time', 'mass/weight/time', 'volume/time');

/**
 * A rate or dose that may be changed while the order runs. What the regimen itself states is the most: everything is
 * checked at it. What is programmed at first stands here.
 */
export const titrationOf = <T extends 'rate' | 'dose'>(...of: readonly [T, ...T[]]) =>
  z
    .strictObject({
      kind: z
        .enum(['titration', 'range'])
        .describe('raised in steps towards an endpoint, or any amount between two'),
      of: z.enum(of),
      start: amount().describe('what is programmed at first; of a range the least'),
      by: amount().optional().describe('increment'),
      every: timeField('session').optional().describe('not sooner than'),
      until: wordsField(120)
        .optional()
        .describe('objective endpoint, or the state that asks for another dose'),
      changedBy: z.enum(['nurse', 'patient-or-family']).describe('who changes it'),
    })
    .optional()
    .describe('left out: the order states one amount');
type TitrationOrder = NonNullable<z.infer<ReturnType<typeof titrationOf<'rate' | 'dose'>>>>;

const isRate = (text: string): boolean => quantity(text).unit.dimension.endsWith('/time');
const inDrug = (r: Resolver, of: 'rate' | 'dose', id: string, name: string, text: string): Quantity =>
  of === 'rate' ? r.rate(id, name, text) : r.dose(id, name, text);

/** What can not stand in a titration: amounts of another kind, increments of nothing, a start that is not below the most. */
export function titrationIssues(say: Say, b: Basis, t: TitrationOrder | undefined, most: string): void {
  if (!t) return;
  const texts = [
    ['titration.start', t.start],
    ['titration.by', t.by],
  ] as const;
  for (const [path, text] of texts)
    if (text !== undefined && isRate(text) !== (t.of === 'rate'))
      say(path, 'unit-of-other-dimension', text, {
        code: 'one-unit-of-drug',
        units: [t.of === 'rate' ? `${b.drugUnit}/h` : b.drugUnit],
      });
  amountIssues(say, b, texts);
  if (t.by !== undefined && isZero(quantity(t.by)))
    say('titration.by', 'increment-zero', t.by, { code: 'above-zero', what: 'amount' });
  if (t.every !== undefined && isZero(quantity(t.every)))
    say('titration.every', 'dose-interval-zero', t.every, { code: 'above-zero', what: 'interval' });
  if (t.of === 'dose' && isZero(quantity(t.start)))
    say('titration.start', 'dose-zero', t.start, { code: 'above-zero', what: 'dose' });
  if (!resolvable(say, b, [most, t.start, t.by])) return;
  const r = new Resolver(b);
  const [start, highest] = [inDrug(r, t.of, '', '', t.start), inDrug(r, t.of, '', '', most)];
  if (compare(start, highest) >= 0)
    say('titration.start', 'start-not-below-most', t.start, { code: 'below', value: most });
}

/** The name of a line that a titration is about: it states the most. */
export const mostOf = (name: string, t: TitrationOrder | undefined, of = t?.of): string =>
  t !== undefined && t.of === of ? `${name}, at most` : name;

/** A titration in exact amounts, with its lines; null where the order states one amount. */
export function resolveTitration(
  r: Resolver,
  t: TitrationOrder | undefined,
  most: Quantity,
): Titration | null {
  if (!t) return null;
  r.says('titration', t.kind, t.of === 'rate' ? 'of the rate' : 'of the dose');
  const start = inDrug(r, t.of, 'titration-start', 'programmed at start', t.start);
  const by = t.by === undefined ? null : inDrug(r, t.of, 'titration-by', 'changed by', t.by);
  if (t.every !== undefined) r.says('titration-every', 'not sooner than', t.every);
  if (t.until !== undefined) r.says('titration-until', 'until', t.until);
  r.says('titration-who', 'changed by whom', t.changedBy === 'nurse' ? 'nurse' : 'patient or family');
  return {
    kind: t.kind,
    of: t.of,
    start,
    most,
    by,
    every: t.every === undefined ? null : quantity(t.every, 'time'),
    until: t.until ?? null,
    changedBy: t.changedBy,
  };
}
