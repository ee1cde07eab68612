import { derive, named, number, times, type Source } from '../derivation.ts';
import { exact } from '../notation.ts';
import { compare, of, recorded, shownText, type Quantity } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { unit } from '../units.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'formulary-classes';
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
  const answer = {
    subject,
    observed: shownText(mme.result),
    limit: shownText(limit),
    derivations: [worst, mme],
  };
  if (f.patient.opioidStatus === 'tolerant') return [pass(CHECK, rule, answer)];
  if (compare(mme.result, limit) < 0) return [pass(CHECK, rule, answer)];
  // what runs by the clock is given, not only offered
  return [failing(CHECK, rule, f.regimen.demand ? { ...answer, ...PROGRAMMED } : answer)];
}

function jump(f: Facts, rule: Rule & { amount: string }): Finding[] {
  const subject = 'worst case in any 24 h against the order before';
  if (f.order.firstOrder) return [pass(CHECK, rule, { subject, observed: 'first order' })];
  if (!f.previous) return [notDone(CHECK, rule, JUMP_MISSING, { subject })];
  const before = recorded(f.previous.worst24h, 'mass');
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
  asks: 'What does the class say: oral morphine equivalents of the programmed maximum, a jump against the order before, other sedating medicines?',
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
