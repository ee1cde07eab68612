import * as z from 'zod';
import { amountIssues, collector, doseField, rateField, Resolver, zeroIssues, type Basis } from './basis.ts';
import type { Regimen } from './resolved.ts';

/** One rate for the whole of each session. */
export const continuousRegimen = z.strictObject({
  kind: z.literal('continuous'),
  rate: rateField(),
  loading: doseField().optional().describe('loading dose, given once at the first start'),
});
export type ContinuousRegimen = z.infer<typeof continuousRegimen>;

export function continuousIssues(r: ContinuousRegimen, b: Basis) {
  const say = collector();
  amountIssues(say, b, [
    ['rate', r.rate],
    ['loading', r.loading],
  ]);
  zeroIssues(say, [
    ['rate', 'rate-zero', r.rate, 'a rate above zero'],
    ['loading', 'loading-zero', r.loading, 'a dose above zero, or no loading dose'],
  ]);
  return say.found;
}

/** A continuous infusion in exact amounts. Call after `continuousIssues` found nothing. */
export function resolveContinuous(o: ContinuousRegimen, b: Basis): Regimen {
  const r = new Resolver(b);
  const rate = r.rate('rate', 'continuous rate', o.rate);
  const loading = r.optionalDose('loading', 'loading dose', o.loading);
  return r.regimen('continuous', { basal: rate, basalName: 'continuous rate', loading });
}
