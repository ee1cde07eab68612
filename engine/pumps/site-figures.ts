import type { PumpFigures } from '../formulary.ts';
import type { Source } from '../derivation.ts';
import type { Figure, Figured, PumpField, PumpModel } from './pump.ts';

const SITE: Source = {
  id: 'SITE',
  title: 'entered by the site from the manual of its own pump and software',
};

const own = (value: string | undefined, shipped: Figured): Figured =>
  value === undefined ? shipped : ({ value, provenance: 'sourced', source: SITE } satisfies Figure);

/**
 * A pump model with the figures that a site entered from its manual in place of the shipped ones. In: the model, and
 * field id → bounds and step as text. A field that the site left alone keeps what the model says.
 */
export function withSiteFigures(
  pump: PumpModel,
  entered: Readonly<Record<string, PumpFigures>> | undefined,
): PumpModel {
  if (!entered) return pump;
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
  return { ...pump, modes };
}
