import * as z from 'zod';
import { compare, type MassRate } from '../quantity.ts';
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

export const basalTexts = (b: Basal): readonly (readonly [string, string])[] =>
  typeof b === 'string'
    ? [['basal', b]]
    : [
        ['basal.day', b.day],
        ['basal.night', b.night],
      ];

/** A night is shorter than a day: with clock times that leaves only one that begins when it ends. */
export function basalIssues(say: Say, b: Basal): void {
  if (typeof b !== 'string' && b.nightFrom === b.nightTo)
    say(
      'basal.nightTo',
      'night-longer-than-a-day',
      `${b.nightFrom} to ${b.nightTo}`,
      'a night that ends at another time than it begins',
    );
}

/** The highest rate, and the two where they differ. */
export function resolveBasal(r: Resolver, b: Basal): { basal: MassRate; dayNight: DayNight | null } {
  if (typeof b === 'string') return { basal: r.rate('basal', 'basal rate', b), dayNight: null };
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
