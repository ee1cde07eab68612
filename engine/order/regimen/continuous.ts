import * as z from 'zod';
import { clinicianBolus, clinicianIssues, clinicianTrain } from './clinician-bolus.ts';
import { basal, basalIssues, basalTexts, resolveBasal } from './basal.ts';
import { amountIssues, collector, doseField, Resolver, zeroIssues, type Basis } from './basis.ts';
import { mostOf, resolveTitration, titrationIssues, titrationOf } from './titration.ts';
import { startsByTheDay } from './day-night-steps.ts';
import { schedule, type Sessions } from './sessions.ts';
import { isZero, quantity } from '../../number/quantity.ts';
import type { Regimen } from './resolved.ts';

/** One rate for the whole of each session, or a day and a night rate by the clock; with boluses that a nurse gives, and no button for the patient. */
export const continuousRegimen = z.strictObject({
  kind: z.literal('continuous'),
  rate: basal.describe('rate, or a day and a night rate by the clock'),
  loading: doseField().optional().describe('loading dose, given once at the first start'),
  clinicianBolus: clinicianBolus.optional().describe('boluses that a nurse gives; the patient has no button'),
  titration: titrationOf('rate'),
});
type ContinuousRegimen = z.infer<typeof continuousRegimen>;

/** What can not stand in a continuous infusion: each a named refusal with its path in the regimen. */
export function continuousIssues(r: ContinuousRegimen, b: Basis, s: Sessions) {
  const say = collector();
  amountIssues(say, b, [
    ...basalTexts(r.rate, 'rate'),
    ['loading', r.loading],
    ['clinicianBolus.dose', r.clinicianBolus?.dose],
  ]);
  clinicianIssues(say, r.clinicianBolus);
  basalIssues(say, r.rate, 'rate');
  const rates = basalTexts(r.rate, 'rate');
  const [first] = rates;
  if (first && rates.every(([, text]) => isZero(quantity(text))))
    say(first[0], 'rate-zero', first[1], { code: 'above-zero', what: 'rate' });
  if (r.titration && typeof r.rate !== 'string')
    say('titration.of', 'titration-of-two-rates', 'rate', { code: 'one-rate' });
  else if (typeof r.rate === 'string') titrationIssues(say, b, r.titration, r.rate);
  const { every, count } = schedule(s);
  if (typeof r.rate !== 'string' && !startsByTheDay(every, count))
    say('rate', 'night-moves-between-sessions', s.every, { code: 'sessions-by-the-day' });
  zeroIssues(say, [['loading', 'loading-zero', r.loading, 'dose-or-none']]);
  return say.found;
}

/** A continuous infusion in exact amounts. Call after `continuousIssues` found nothing. */
export function resolveContinuous(o: ContinuousRegimen, b: Basis): Regimen {
  const r = new Resolver(b);
  const rate = resolveBasal(r, o.rate, ['rate', mostOf('continuous rate', o.titration)]);
  const titration = resolveTitration(r, o.titration, rate.basal);
  const loading = r.optionalDose('loading', 'loading dose', o.loading);
  const clinician = clinicianTrain(r, o.clinicianBolus);
  return r.regimen('continuous', { ...rate, basalName: 'continuous rate', loading, clinician, titration });
}
