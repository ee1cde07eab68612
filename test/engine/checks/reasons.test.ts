import { expect, test } from 'vitest';
import { checkOrder } from '../../../engine/checks/check-order.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const offered = (changes: Changes, check: RegExp) =>
  checkOrder(questionOf(changes), library)
    .findings.filter((f) => f.outcome === 'fail' && check.test(f.check) && f.reasons.length > 0)
    .map((f) => f.reasons.map((r) => r.code));

// What a reason says decides whether it can be true: the sentences stand in words/en/reasons.ts.
const renal = { 'patient.creatinine.value': '3.5 mg/dL' };
const much = { 'order.regimen.demand': '5 mg', 'order.regimen.limit.amount': '60 mg' };
const tolerant = {
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'morphine 60 mg by mouth daily since October',
  'patient.baselineMme': '60',
};
const DOSES = /^(?:formulary-(?:doses|delivered|tolerance)|exposure-opioids)$/;

test('a reason of tolerance is offered to a tolerant patient, of a dose', () => {
  const naive = offered({ ...much, 'patient.opioidStatus': 'naive' }, DOSES);
  expect(naive.length).toBeGreaterThan(0);
  expect(naive.flat()).not.toContain('tolerance-documented');
  const lists = offered({ ...much, ...tolerant }, DOSES);
  expect(lists.length).toBeGreaterThan(0);
  for (const list of lists) expect(list).toContain('tolerance-documented');
});

test('of kidneys, lungs and other medicines nothing is tolerated, whoever the patient is', () => {
  const lists = offered(
    { ...renal, ...tolerant },
    /^formulary-(?:cautions|contraindications|interactions|global)$/,
  );
  expect(lists.length).toBeGreaterThan(0);
  expect(lists.flat()).not.toContain('tolerance-documented');
  expect(lists.flat()).not.toContain('dose-tolerated-before');
});

test('that a dose was tolerated before is offered where the drug was given before', () => {
  const first = offered({ ...much, ...tolerant, 'order.firstOrder': true }, DOSES);
  expect(first.flat()).not.toContain('dose-tolerated-before');
  const later = offered({ ...much, ...tolerant, 'order.firstOrder': false }, DOSES);
  expect(later.flat()).toContain('dose-tolerated-before');
});
