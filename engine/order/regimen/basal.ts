import * as z from 'zod';
import { compare, type MassRate } from '../../number/quantity.ts';
import { rateField, type Resolver, type Say } from './basis.ts';
import { clockField, clockSpan, minutesOf } from './clock.ts';
import type { DayNight } from './resolved.ts';

const dayAndNight = z.strictObject({
  day: rateField(),
  night: rateField(),
  nightFrom: clockField().describe("when the night rate begins on the pump's clock, HH:mm"),
  nightTo: clockField().describe("when the day rate begins again on the pump's clock, HH:mm"),
});

/** One rate, or a day and a night rate by the pump's clock. Zero is written out. */
export const basal = z
  .union([rateField(), dayAndNight])
  .describe('basal rate; zero is written out; or a day and a night rate');
export type Basal = z.infer<typeof basal>;

/** The rates of a basal, one or two, each with its path in the regimen. */
export const basalTexts = (b: Basal, path = 'basal'): readonly (readonly [string, string])[] =>
  typeof b === 'string'
    ? [[path, b]]
    : [
        [`${path}.day`, b.day],
        [`${path}.night`, b.night],
      ];

/** A night is shorter than a day: with clock times that leaves only one that begins when it ends. */
export function basalIssues(say: Say, b: Basal, path = 'basal'): void {
  if (typeof b !== 'string' && b.nightFrom === b.nightTo)
    say(`${path}.nightTo`, 'night-longer-than-a-day', `${b.nightFrom} to ${b.nightTo}`, {
      code: 'night-ends-elsewhere',
    });
}

/** The highest rate, and the two where they differ. */
export function resolveBasal(
  r: Resolver,
  b: Basal,
  one: readonly [id: string, name: string] = ['basal', 'basal rate'],
): { basal: MassRate; dayNight: DayNight | null } {
  if (typeof b === 'string') return { basal: r.rate(...one, b), dayNight: null };
  const [day, night] = [r.rate('basal-day', 'day rate', b.day), r.rate('basal-night', 'night rate', b.night)];
  r.says('night', 'night', `${b.nightFrom} to ${b.nightTo}`);
  const order = compare(day, night);
  const dayNight = {
    day,
    night,
    nightFrom: minutesOf(b.nightFrom),
    nightLasts: clockSpan(b.nightFrom, b.nightTo),
  };
  return { basal: order > 0 ? day : night, dayNight: order === 0 ? null : dayNight };
}
