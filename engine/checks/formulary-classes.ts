import { derive, named, number, times, type Source } from '../derivation.ts';
import { exact } from '../notation.ts';
import { compare, isZero, of, quantity, recorded, shownText, type Mass, type Quantity } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { ofRun } from '../timeline/curve.ts';
import { mostIn } from '../timeline/window.ts';
import { runUnder, useIssues, useText, WORST, type Use } from '../timeline/use.ts';
import { unit } from '../units.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'formulary-classes';
const DAY = quantity('24 h', 'time');
/** Long enough for every way in which a day of 24 h can lie across the sessions. */
const HOURS = exact('72');
const JUMP_MISSING = 'the worst case of the order before';

/** Oral morphine equivalents of an amount of the drug, by the library's parenteral factor. Never for conversion. */
export function mmeOf(f: Pick<Facts, 'drug'>, amount: Quantity<'mass'>, name: string) {
  const c = f.drug.opioid_conversion;
  if (!c?.parenteral_to_oral_mme) return null;
  const per = f.drug.dosing_units.includes('mcg') ? 'MME/mcg' : 'MME/mg';
  const source: Source = c.source;
  return derive(
    'mme-24h',
    'oral morphine equivalents in any 24 h, worst case',
    times(named(name, amount), named('factor', of(exact(c.parenteral_to_oral_mme), unit(per)))),
    unit('MME'),
    source,
  );
}

/**
 * The threshold speaks of what is prescribed to be taken. The programmed maximum of a PCA is not that: nearly every one
 * passes 50 MME if the button were pressed without end, so it is shown, and the windows of the library hold it.
 */
const PROGRAMMED = {
  severity: 'info',
  message:
    'The programmed maximum is 50 MME a day or more, if every dose were taken: reassess at the expected use, offer naloxone. CDC excludes cancer, sickle cell, palliative and end-of-life care.',
} as const;

function threshold(f: Facts, rule: Rule & { amount: string }): Finding[] {
  const worst = f.worst.day.amount;
  const mme = mmeOf(f, worst.result, worst.name);
  const subject = 'worst case in any 24 h, MME';
  if (!mme) return [notDone(CHECK, rule, 'a factor to oral morphine equivalents', { subject })];
  const limit = of(exact(rule.amount), unit('MME'));
  const expected = expectedThreshold(f, rule, limit);
  const answer = {
    subject,
    observed: shownText(mme.result),
    limit: shownText(limit),
    derivations: [worst, mme],
  };
  if (f.patient.opioidStatus === 'tolerant' || compare(mme.result, limit) < 0)
    return [pass(CHECK, rule, answer), ...expected];
  // what runs by the clock is given, not only offered
  return [failing(CHECK, rule, f.regimen.demand ? { ...answer, ...PROGRAMMED } : answer), ...expected];
}

const ABOVE_LOCKOUT = houseRule(
  'expected-use-above-lockout',
  'soft',
  'More doses an hour are expected than the lockout allows: the patient will meet refusals. Is the lockout meant?',
  'calculations.md 7, example B',
);
const EXPECTED =
  'The expected use is 50 MME a day or more: reassess, offer naloxone. The CDC factors are for doses by mouth and patches, the parenteral ones derived; never convert an opioid by them. CDC excludes cancer, sickle cell, palliative and end-of-life care.';

function expectedInDay(f: Facts, use: Use): Mass {
  const { unit: massUnit } = f.worst.day.amount.result;
  const byItself = !isZero(f.regimen.basal) || f.regimen.loading !== null;
  if (use.kind === 'expected' && use.dosesPerHour === null && !byItself) return of(exact('0'), massUnit);
  return mostIn(ofRun(runUnder(use, f.delivery, HOURS), 0n), DAY, 'half-open', massUnit).amount as Mass;
}

/** Beside the programmed maximum of a PCA: what is expected to be used of it, with the caveats of that figure. */
function expectedThreshold(f: Facts, rule: Rule, limit: Quantity): Finding[] {
  if (f.delivery.kind !== 'pca') return [];
  const above = useIssues(f.expected, f.delivery).length > 0;
  const subject = 'expected use in any 24 h, MME';
  const amount = expectedInDay(f, above ? WORST : f.expected);
  const mme = mmeOf(f, amount, 'expected in any 24 h');
  if (!mme) return [];
  const answer = {
    subject,
    observed: `${shownText(mme.result)}: ${useText(f.expected)}`,
    limit: shownText(limit),
    derivations: [{ ...mme, id: 'mme-24h-expected', name: 'oral morphine equivalents, expected use' }],
  };
  const fails = compare(mme.result, limit) >= 0 && f.patient.opioidStatus !== 'tolerant';
  return [
    fails ? failing(CHECK, rule, { ...answer, message: EXPECTED }) : pass(CHECK, rule, answer),
    ...(above
      ? [
          failing(CHECK, ABOVE_LOCKOUT, {
            subject: 'expected doses',
            observed: useText(f.expected),
            limit: `lockout ${shownText(f.delivery.lockout)}`,
          }),
        ]
      : []),
  ];
}

function jump(f: Facts, rule: Rule & { amount: string }): Finding[] {
  const subject = 'worst case in any 24 h against the order before';
  if (f.order.firstOrder) return [pass(CHECK, rule, { subject, observed: 'first order' })];
  const known = f.previous?.worst24h;
  if (known === undefined) return [notDone(CHECK, rule, JUMP_MISSING, { subject })];
  const before = recorded(known, 'mass');
  const double = derive(
    'mme-jump-limit',
    'twice the order before',
    times(number('2'), named('worst case of the order before', before)),
    f.worst.day.amount.result.unit,
    rule.source,
  );
  const answer = {
    subject,
    observed: shownText(f.worst.day.amount.result),
    limit: `${shownText(double.result)} (twice the order before)`,
    derivations: [f.worst.day.amount, double],
  };
  return [
    compare(f.worst.day.amount.result, double.result) > 0
      ? failing(CHECK, rule, answer)
      : pass(CHECK, rule, answer),
  ];
}

function sedation(f: Facts, rule: Rule): Finding[] {
  const found = f.patient.medicines
    .filter((m) => m.kind === 'benzodiazepine' || m.kind === 'cns-depressant')
    .map((m) => m.name);
  const subject = 'sedating medicines';
  return [
    found.length > 0
      ? failing(CHECK, rule, { subject, observed: found.join(', ') })
      : pass(CHECK, rule, { subject, observed: 'none listed' }),
  ];
}

const RULES: Readonly<Record<string, (f: Facts, rule: Rule & { amount: string }) => Finding[]>> = {
  'mme-50': threshold,
  'mme-60tol': () => [],
  'mme-jump': jump,
  'cns-1': sedation,
};

const UNKNOWN = houseRule(
  'class-rule-unknown',
  'hard',
  'A class rule of the library is not known to this version.',
);

export const formularyClasses: Check = {
  id: CHECK,
  asks: 'What does the class say: oral morphine equivalents of the programmed maximum and of the expected use, a jump against the order before, other sedating medicines?',
  run: (f) => {
    const classes = f.drug.class_ids.includes('opioid_full_agonist')
      ? ['opioid_full_agonist', 'sedating_non_opioid']
      : [];
    const rules = classes.flatMap((id) => f.library.formulary.classes[id]?.rules ?? []);
    return rules.flatMap((r) => {
      if (typeof r === 'string') return [];
      const test = RULES[r.id];
      return test ? test(f, r) : [notDone(CHECK, UNKNOWN, `how to carry out ${r.id}`, { subject: r.id })];
    });
  },
};
