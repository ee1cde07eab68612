import * as z from 'zod';
import { add, compare, quantity, quantityText, to } from '../../number/quantity.ts';
import { timeField } from '../../number/fields.ts';
import { amountIssues, collector, doseField, rateField, Resolver, zeroIssues, type Basis } from './basis.ts';
import type { Regimen } from './resolved.ts';
import { wholeMinutes, type Sessions } from './sessions.ts';

/** Rates one after the other, down or up: a ramp is steps as well. Each session runs all of them from the start. */
export const taperRegimen = z.strictObject({
  kind: z.literal('taper'),
  steps: z
    .array(z.strictObject({ rate: rateField(), lasts: timeField('session') }))
    .max(100)
    .describe('in order; together as long as a session'),
  loading: doseField().optional().describe('loading dose, given once at the first start'),
});
type TaperRegimen = z.infer<typeof taperRegimen>;

const lasting = (r: TaperRegimen) =>
  r.steps.map((s) => quantity(s.lasts, 'time')).reduce((a, t) => add(a, t), quantity('0 h', 'time'));

/** What can not stand in a taper: each a named refusal with its path in the regimen. */
export function taperIssues(r: TaperRegimen, b: Basis, s: Sessions) {
  const say = collector();
  if (r.steps.length === 0) say('steps', 'taper-without-steps', '', { code: 'a-step' });
  amountIssues(say, b, [
    ...r.steps.map((x, i) => [`steps.${i}.rate`, x.rate] as const),
    ['loading', r.loading],
  ]);
  zeroIssues(say, [
    ...r.steps.map((x, i) => [`steps.${i}.lasts`, 'step-time-zero', x.lasts, 'time'] as const),
    ['loading', 'loading-zero', r.loading, 'dose-or-none'],
  ]);
  r.steps.forEach((x, i) => {
    if (!wholeMinutes(quantity(x.lasts, 'time')))
      say(`steps.${i}.lasts`, 'step-not-whole-minutes', x.lasts, { code: 'whole-minutes' });
  });
  if (r.steps.length > 0 && compare(lasting(r), quantity(s.duration, 'time')) !== 0)
    say('steps', 'taper-not-session-length', quantityText(to(lasting(r), 'h')), {
      code: 'steps-as-long-as-session',
      session: s.duration,
    });
  return say.found;
}

/** A taper in exact amounts. Call after `taperIssues` found nothing. */
export function resolveTaper(o: TaperRegimen, b: Basis): Regimen {
  const r = new Resolver(b);
  const taper = o.steps.map((x, i) => {
    const rate = r.rate(`step-${i + 1}`, `step ${i + 1}`, x.rate);
    r.says(`step-${i + 1}-lasts`, `step ${i + 1} lasts`, x.lasts);
    return { name: `step ${i + 1}`, rate, lasts: to(quantity(x.lasts, 'time'), 'min') };
  });
  const [first, ...others] = taper.map((x) => x.rate);
  if (!first) throw new Error('resolve before regimenIssues');
  const loading = r.optionalDose('loading', 'loading dose', o.loading);
  return r.regimen('taper', {
    taper,
    basal: others.reduce((a, x) => (compare(x, a) > 0 ? x : a), first),
    basalName: 'highest step',
    loading,
  });
}
