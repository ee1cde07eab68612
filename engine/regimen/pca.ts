import * as z from 'zod';
import { exact } from '../notation.ts';
import { compare, isZero, mul, quantity, to } from '../quantity.ts';
import { countField, quantityField } from '../schema.ts';
import { basal, basalIssues, basalTexts, resolveBasal } from './basal.ts';
import {
  amountIssues,
  collector,
  doseField,
  resolvable,
  Resolver,
  zeroIssues,
  type Basis,
  type Say,
} from './basis.ts';
import { clinicianBolus, clinicianIssues, clinicianTrain } from './clinician-bolus.ts';
import type { DoseLimit, Regimen } from './resolved.ts';

/** "No limit was ordered" is a value of its own; it is never zero. A limit is an amount or a number of doses. */
const limit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('amount'),
    amount: quantityField('mass', 'volume'),
    window: quantityField('time'),
  }),
  z.strictObject({
    kind: z.literal('doses'),
    count: countField(1000).describe('patient doses at most'),
    window: quantityField('time'),
  }),
]);

export const pcaRegimen = z.strictObject({
  kind: z.literal('pca'),
  demand: doseField().describe('demand dose'),
  lockout: quantityField('time'),
  basal,
  loading: doseField().optional().describe('loading dose, given once at the first start'),
  clinicianBolus: clinicianBolus.optional(),
  limit,
  maxDosesPerHour: countField(60).optional(),
});
export type PcaRegimen = z.infer<typeof pcaRegimen>;

const hour = quantity('1 h', 'time');
const textsOf = (r: PcaRegimen): readonly (readonly [string, string | undefined])[] => [
  ['demand', r.demand],
  ...basalTexts(r.basal),
  ['loading', r.loading],
  ['clinicianBolus.dose', r.clinicianBolus?.dose],
  ['limit.amount', r.limit.kind === 'amount' ? r.limit.amount : undefined],
];

/** What keeps a PCA from being computed at all: contradictions, zeros, a missing weight. */
export function pcaIssues(r: PcaRegimen, b: Basis) {
  const say = collector();
  amountIssues(say, b, textsOf(r));
  // a button that gives 5 mL says nothing of the drug, unless several drugs are meant at once
  if (!b.mixture)
    for (const [path, text] of textsOf(r))
      if (text !== undefined && quantity(text).unit.dimension.startsWith('volume'))
        say(path, 'unit-of-other-dimension', text, 'an amount of drug; a volume only of a mixture');
  zeroIssues(say, [
    ['lockout', 'lockout-zero', r.lockout, 'a lockout above zero'],
    ['demand', 'demand-zero', r.demand, 'a demand dose above zero'],
    ['loading', 'loading-zero', r.loading, 'a dose above zero, or no loading dose'],
  ]);
  clinicianIssues(say, r.clinicianBolus);
  basalIssues(say, r.basal);
  if (r.limit.kind !== 'none' && isZero(quantity(r.limit.window)))
    say('limit.window', 'limit-window-zero', r.limit.window, 'a window above zero');
  if (r.limit.kind === 'doses') doseLimitIssues(say, r, r.limit.window);
  const texts = textsOf(r).map(([, text]) => text);
  if (r.limit.kind === 'amount' && resolvable(say, b, texts)) limitIssues(say, r, b, r.limit);
  return say.found;
}

function doseLimitIssues(say: Say, r: PcaRegimen, window: string): void {
  if (r.maxDosesPerHour !== undefined && compare(quantity(window, 'time'), hour) === 0)
    say(
      'maxDosesPerHour',
      'dose-count-given-twice',
      r.maxDosesPerHour,
      'the doses in 1 h once, as the limit or as max doses per hour',
    );
}

function limitIssues(say: Say, r: PcaRegimen, b: Basis, given: { amount: string; window: string }): void {
  const resolved = resolvePca(r, b);
  const { limit: ordered, demand } = resolved;
  if (!ordered || !demand) return;
  if (compare(ordered.amount, demand) < 0)
    say('limit.amount', 'limit-below-one-dose', given.amount, `at least one demand dose, ${r.demand}`);
  else if (compare(ordered.amount, mul(resolved.basal, ordered.window)) <= 0)
    say(
      'limit.amount',
      'limit-not-above-basal',
      given.amount,
      `more than the basal rate gives in ${given.window}`,
    );
}

function doseLimits(r: PcaRegimen): DoseLimit[] {
  return [
    ...(r.maxDosesPerHour === undefined ? [] : [{ count: exact(r.maxDosesPerHour), window: hour }]),
    ...(r.limit.kind === 'doses'
      ? [{ count: exact(r.limit.count), window: quantity(r.limit.window, 'time') }]
      : []),
  ];
}

/** A PCA in exact amounts. Call after `pcaIssues` found nothing. */
export function resolvePca(o: PcaRegimen, b: Basis): Regimen {
  const r = new Resolver(b);
  const demand = r.dose('demand', 'demand dose', o.demand);
  r.says('lockout', 'lockout', o.lockout);
  const background = resolveBasal(r, o.basal);
  const limitAmount = o.limit.kind === 'amount' ? r.dose('limit', 'limit', o.limit.amount) : null;
  const window = o.limit.kind === 'none' ? null : quantity(o.limit.window, 'time');
  if (o.limit.kind === 'none') r.says('limit', 'limit', 'no limit ordered');
  else if (o.limit.kind === 'doses')
    r.says('limit', 'limit', `${o.limit.count} doses in any ${o.limit.window}`);
  if (o.limit.kind === 'amount') r.says('limit-window', 'in any', o.limit.window);
  if (o.maxDosesPerHour !== undefined) r.says('max-doses-per-hour', 'max doses per hour', o.maxDosesPerHour);
  const loading = r.optionalDose('loading', 'loading dose', o.loading);
  const clinician = clinicianTrain(r, o.clinicianBolus);
  return r.regimen('pca', {
    demand,
    lockout: to(quantity(o.lockout, 'time'), 'min'),
    ...background,
    loading,
    clinician,
    limit: limitAmount && window ? { amount: limitAmount, window } : null,
    doseLimits: doseLimits(o),
  });
}
