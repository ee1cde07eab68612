import type { PumpFigures } from './formulary.ts';
import type { PumpManual } from './site-knowledge.ts';
import { exactText } from '../number/notation.ts';
import { inBase, quantity } from '../number/quantity.ts';
import type { Source } from '../derivation/derivation.ts';
import type { Figure, Figured, PumpField, PumpModel } from '../pumps/pump.ts';

const SITE: Source = {
  id: 'SITE',
  title: 'Entered by the site from the manual of its own pump and software',
};

const own = (value: string | undefined, shipped: Figured): Figured =>
  value === undefined ? shipped : ({ value, provenance: 'sourced', source: SITE } satisfies Figure);

const share = (text: string): string => exactText(inBase(quantity(text, '')));

/** What no field of the screens holds: accuracy, tolerance of a device, and what happens at the limit. */
function withManual(pump: PumpModel, manual: PumpManual): PumpModel {
  const source: Source = { id: 'SITE', title: manual.reference };
  const { accuracy, tolerance, stopsAtLimit, limitWindow } = manual;
  return {
    ...pump,
    ...(accuracy && {
      accuracy: {
        low: `-${share(accuracy.below)}`,
        high: share(accuracy.above),
        conditions: 'as its manual states it',
        source,
      },
    }),
    ...(tolerance !== undefined &&
      pump.flow && {
        flow: { ...pump.flow, tolerance: { value: tolerance, provenance: 'sourced', source } },
      }),
    ...(pump.limit.kind === 'amount' &&
      (stopsAtLimit === true || limitWindow !== undefined) && {
        limit: {
          ...pump.limit,
          ...(stopsAtLimit === true && { atLimit: { kind: 'stops' } }),
          ...(limitWindow !== undefined && { window: limitWindow }),
          source,
        },
      }),
  };
}

/**
 * A pump model with the figures that a site entered from its manual in place of the shipped ones. In: the model, and
 * field id → bounds and step as text. A field that the site left alone keeps what the model says.
 */
export function withSiteFigures(
  pump: PumpModel,
  entered: Readonly<Record<string, PumpFigures>> | undefined,
  manual?: PumpManual,
): PumpModel {
  const told = manual === undefined ? pump : withManual(pump, manual);
  if (!entered) return told;
  const withOwn = (fields: readonly PumpField[]) =>
    fields.map((f) => {
      const figures = entered[f.id];
      if (!figures) return f;
      return {
        ...f,
        min: own(figures.min, f.min),
        max: own(figures.max, f.max),
        step: own(figures.step, f.step),
      };
    });
  const modes = Object.fromEntries(
    Object.entries(pump.modes).map(([therapy, fields]) => [therapy, withOwn(fields)]),
  );
  return { ...told, modes };
}
