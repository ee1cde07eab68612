import * as z from 'zod';
import { exact } from '../../number/notation.ts';
import { compare, div, isZero, mul, quantity, to, type Mass } from '../../number/quantity.ts';
import { countField, quantityField, timeField } from '../../number/fields.ts';
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
import { mostOf, resolveTitration, titrationIssues, titrationOf } from './titration.ts';
import { scheduledBolus, scheduledDose, scheduledIssues } from './scheduled-bolus.ts';

/** "No limit was ordered" is a value of its own; it is never zero. A limit is an amount or a number of doses. */
const one = { amount: quantityField('mass', 'volume'), window: timeField('between') };
const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('amount'),
    ...one,
    and: z.strictObject(one).optional().describe('a second limit over another window'),
  }),
  z.strictObject({
    kind: z.literal('doses'),
    count: countField(1000).describe('patient doses at most'),
    window: timeField('between'),
  }),
]);

/** An hour's and four hours' limit are ordered together: a list of two is one limit and a second. */
const limit = z.preprocess((given: unknown) => {
  if (!Array.isArray(given) || given.length !== 2) return given;
  const [first, second] = given as readonly unknown[];
  if (typeof first !== 'object' || typeof second !== 'object' || !second || !('kind' in second)) return given;
  const { kind, ...and } = second;
  return kind === 'amount' ? { ...first, and } : given;
}, kinds);

export const pcaRegimen = z.strictObject({
  kind: z.literal('pca'),
  demand: doseField().describe('demand dose'),
  lockout: timeField('between'),
  basal,
  loading: doseField().optional().describe('loading dose, given once at the first start'),
  clinicianBolus: clinicianBolus.optional(),
  scheduled: scheduledBolus.optional().describe('boluses by the clock beside those of the patient'),
  limit,
  maxDosesPerHour: countField(60).optional(),
  titration: titrationOf('rate', 'dose'),
});
export type PcaRegimen = z.infer<typeof pcaRegimen>;

const hour = quantity('1 h', 'time');
const secondOf = (r: PcaRegimen) => (r.limit.kind === 'amount' ? r.limit.and : undefined);
const textsOf = (r: PcaRegimen): readonly (readonly [string, string | undefined])[] => [
  ['demand', r.demand],
  ...basalTexts(r.basal),
  ['loading', r.loading],
  ['clinicianBolus.dose', r.clinicianBolus?.dose],
  ['scheduled.dose', r.scheduled?.dose],
  ['limit.amount', r.limit.kind === 'amount' ? r.limit.amount : undefined],
  ['limit.and.amount', secondOf(r)?.amount],
];

/** What keeps a PCA from being computed at all: contradictions, zeros, a missing weight. */
export function pcaIssues(r: PcaRegimen, b: Basis) {
  const say = collector();
  const texts = textsOf(r);
  amountIssues(say, b, texts);
  // a button that gives 5 mL says nothing of the drug, unless several drugs are meant at once
  if (!b.mixture)
    for (const [path, text] of texts)
      if (text !== undefined && quantity(text).unit.dimension.startsWith('volume'))
        say(path, 'unit-of-other-dimension', text, { code: 'amount-of-drug' });
  zeroIssues(say, [
    ['lockout', 'lockout-zero', r.lockout, 'lockout'],
    ['demand', 'demand-zero', r.demand, 'demand-dose'],
    ['loading', 'loading-zero', r.loading, 'dose-or-none'],
  ]);
  clinicianIssues(say, r.clinicianBolus);
  scheduledIssues(say, r.scheduled);
  basalIssues(say, r.basal);
  if (r.titration?.of === 'rate' && typeof r.basal !== 'string')
    say('titration.of', 'titration-of-two-rates', 'rate', { code: 'one-rate' });
  else
    titrationIssues(
      say,
      b,
      r.titration,
      r.titration?.of === 'rate' && typeof r.basal === 'string' ? r.basal : r.demand,
    );
  if (r.limit.kind !== 'none' && isZero(quantity(r.limit.window)))
    say('limit.window', 'limit-window-zero', r.limit.window, { code: 'above-zero', what: 'window' });
  const second = secondOf(r);
  if (
    second &&
    r.limit.kind === 'amount' &&
    compare(quantity(second.window, 'time'), quantity(r.limit.window, 'time')) === 0
  )
    say('limit.and.window', 'limit-window-twice', second.window, { code: 'another-window' });
  if (second && isZero(quantity(second.window)))
    say('limit.and.window', 'limit-window-zero', second.window, { code: 'above-zero', what: 'window' });
  if (r.limit.kind === 'doses') doseLimitIssues(say, r, r.limit.window);
  const amounts = texts.map(([, text]) => text);
  if (r.limit.kind === 'amount' && resolvable(say, b, amounts)) {
    const whole = resolvePca(r, b);
    const { limit: programmed, alsoLimit } = whole;
    for (const [path, given] of [
      ['limit', r.limit],
      ['limit.and', second],
    ] as const) {
      const hours = given && quantity(given.window, 'time');
      const resolved = [programmed, alsoLimit].find((x) => x && hours && compare(x.window, hours) === 0);
      if (given && resolved) limitIssues(say, r, whole, { ...given, path, resolved: resolved.amount });
    }
  }
  return say.found;
}

function doseLimitIssues(say: Say, r: PcaRegimen, window: string): void {
  if (r.maxDosesPerHour !== undefined && compare(quantity(window, 'time'), hour) === 0)
    say('maxDosesPerHour', 'dose-count-given-twice', r.maxDosesPerHour, { code: 'doses-per-hour-once' });
}

function limitIssues(
  say: Say,
  r: PcaRegimen,
  { demand, basal: background }: Regimen,
  given: { amount: string; window: string; path: string; resolved: Mass },
): void {
  if (!demand) return;
  if (compare(given.resolved, demand) < 0)
    say(`${given.path}.amount`, 'limit-below-one-dose', given.amount, {
      code: 'at-least-one-dose',
      demand: r.demand,
    });
  else if (compare(given.resolved, mul(background, quantity(given.window, 'time'))) <= 0)
    say(`${given.path}.amount`, 'limit-not-above-basal', given.amount, {
      code: 'more-than-basal',
      window: given.window,
    });
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
  const demand = r.dose('demand', mostOf('demand dose', o.titration, 'dose'), o.demand);
  r.says('lockout', 'lockout', o.lockout);
  const background = resolveBasal(r, o.basal, ['basal', mostOf('basal rate', o.titration, 'rate')]);
  const titration = resolveTitration(r, o.titration, o.titration?.of === 'rate' ? background.basal : demand);
  const limitAmount = o.limit.kind === 'amount' ? r.dose('limit', 'limit', o.limit.amount) : null;
  const window = o.limit.kind === 'none' ? null : quantity(o.limit.window, 'time');
  if (o.limit.kind === 'none') r.says('limit', 'limit', 'no limit ordered');
  else if (o.limit.kind === 'doses')
    r.says('limit', 'limit', `${o.limit.count} doses in any ${o.limit.window}`);
  if (o.limit.kind === 'amount') r.says('limit-window', 'in any', o.limit.window);
  const and = secondOf(o);
  const second = and && {
    amount: r.dose('also-limit', 'second limit', and.amount),
    window: quantity(and.window, 'time'),
  };
  if (and) r.says('also-limit-window', 'in any', and.window);
  const limits = [
    ...(limitAmount && window ? [{ amount: limitAmount, window }] : []),
    ...(second ? [second] : []),
  ];
  // a pump has one field for a limit: the one that allows less over a long time
  const [programmed = null, other = null] = limits.toSorted((a, c) =>
    compare(div(a.amount, a.window), div(c.amount, c.window)),
  );
  if (o.maxDosesPerHour !== undefined) r.says('max-doses-per-hour', 'max doses per hour', o.maxDosesPerHour);
  const loading = r.optionalDose('loading', 'loading dose', o.loading);
  const clinician = clinicianTrain(r, o.clinicianBolus);
  const dose = scheduledDose(r, o.scheduled);
  return r.regimen('pca', {
    demand,
    lockout: to(quantity(o.lockout, 'time'), 'min'),
    ...background,
    loading,
    clinician,
    dose,
    limit: programmed,
    alsoLimit: other,
    doseLimits: doseLimits(o),
    titration,
  });
}
