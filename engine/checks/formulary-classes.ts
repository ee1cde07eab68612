import { amount } from '../answers/facts.ts';
import { text } from '../answers/subjects.ts';
import { derive, named, number, times } from '../derivation/derivation.ts';
import { compare, recorded, quantityText } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { againstBaseline, againstDay } from './class-rules.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'formulary-classes';

function jump(f: Facts, rule: Rule & { amount: string }): Finding[] {
  const subject = 'worst case in any 24 h against the order before' as const;
  if (f.order.firstOrder) return [pass(CHECK, rule, { subject, observed: { code: 'first-order' } })];
  const known = f.previous?.worst24h;
  if (known === undefined) return [notDone(CHECK, rule, { code: 'order-before-worst-case' }, { subject })];
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
    observed: amount(f.worst.day.amount.result),
    limit: { code: 'twice-the-order-before', value: quantityText(double.result) },
    derivations: [f.worst.day.amount, double],
  } as const;
  return [
    compare(f.worst.day.amount.result, double.result) > 0
      ? failing(CHECK, rule, answer)
      : pass(CHECK, rule, answer),
  ];
}

const RULES: Readonly<Record<string, (f: Facts, rule: Rule & { amount: string }) => Finding[]>> = {
  // carried out by exposure-opioids, over everything that the patient gets
  'mme-50': () => [],
  'mme-60tol': () => [],
  'mme-jump': jump,
};

const UNKNOWN = houseRule('class-rule-unknown', 'hard');

export const formularyClasses: Check = {
  id: CHECK,
  asks: 'What does the class say: a jump against the order before?',
  run: (f) => {
    const classes = f.drug.class_ids.includes('opioid_full_agonist') ? ['opioid_full_agonist'] : [];
    const rules = classes.flatMap((id) => f.library.formulary.classes[id]?.rules ?? []);
    return rules.flatMap((r) => {
      if (typeof r === 'string') return [];
      if (againstDay(r) ?? againstBaseline(r)) return [];
      const test = RULES[r.id];
      return test
        ? test(f, r)
        : [notDone(CHECK, UNKNOWN, { code: 'carry-out-rule', rule: r.id }, { subject: text(r.id) })];
    });
  },
};
