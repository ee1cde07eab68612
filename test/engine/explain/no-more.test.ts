import { describe, expect, test } from 'vitest';
import { explain } from '../../../engine/explain/explain.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { withSettings } from '../../../engine/explain/edit.ts';
import { orderContent } from '../../../engine/order/order.ts';
import { compare } from '../../../engine/number/quantity.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

/** What each offered change gives beside what was ordered, in every window. */
const offered = (changes: Changes) => {
  const question = questionOf(changes);
  const before = factsOf(question, library).worst;
  return explain(question, library).changes.map((change) => {
    const order = orderContent.parse(withSettings(question.order, change.settings));
    const { worst } = factsOf({ ...question, order }, library);
    const more = (['hour', 'fourHours', 'day', 'threeDays'] as const).filter(
      (w) => compare(worst[w].amount.result, before[w].amount.result) > 0,
    );
    return { parts: change.parts.map((p) => `${p.parameter} ${p.from} → ${p.to}`), more };
  });
};

/** An epidural with 75 mg every half hour: 690 mg in 4 h, of which the library allows 140 mg (bupi-04). */
const epidural = {
  'order.drug': 'bupivacaine',
  'order.route': 'epidural',
  'order.naloxone': 'none',
  'order.regimen.demand': '7.5 mg',
  'order.regimen.lockout': '20 min',
  'order.regimen.limit.amount': '800 mg',
  'order.regimen.limit.window': '4 h',
  'order.regimen.scheduled': { dose: '75 mg', every: '30 min' },
  'order.preparation': {
    method: 'exact-fill',
    finalVolume: '500 mL',
    vial: { strength: '2.5 mg/mL', volume: '50 mL' },
    diluent: 'none',
    drugAmount: '1250 mg',
    container: 'bag',
    capacity: '500 mL',
    containers: '1',
    priming: '2 mL',
    residual: '3 mL',
    storage: 'refrigerated',
  },
};

describe('while a limit on doses fails, nothing is offered by which more is given', () => {
  test('a limit that no press reaches is not mended by more presses or larger ones', () => {
    const answers = offered(epidural);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.flatMap((a) => a.more)).toEqual([]);
    expect(answers.flatMap((a) => a.parts).join()).not.toMatch(/lockout|demand/);
  });
  test('nor a rate that is too small, where a child has no rules and no rate may run at all', () => {
    const answers = offered({
      'patient.birthDate': '2026-11-10',
      'patient.weight': { value: '3.5 kg', on: '2026-11-20', confirmed: true },
      'patient.height': { value: '50 cm', on: '2026-11-20' },
      'patient.creatinine': { value: '0.5 mg/dL', on: '2026-11-20' },
      'order.drug': 'morphine',
      'order.regimen': { kind: 'continuous', rate: '0.02 mg/kg/h' },
      'order.preparation.vial': { strength: '10 mg/mL', volume: '10 mL' },
      'order.preparation.finalVolume': '50 mL',
      'order.preparation.drugAmount': '5 mg',
    });
    expect(answers.flatMap((a) => a.more)).toEqual([]);
  });
});

test('a bolus that is taken out of an order takes the presses with it that were stated of it', () => {
  const question = questionOf({
    'order.drug': 'ropivacaine',
    'order.route': 'perineural',
    'order.naloxone': 'none',
    'order.regimen': {
      kind: 'nerve-block',
      rate: '2 mL/h',
      bolus: { dose: '10 mL', lockout: '15 min' },
      through: { kind: 'pump' },
    },
    'order.preparation.vial': { strength: '5 mg/mL', volume: '30 mL' },
    'order.preparation.drugAmount': '200 mg',
    'order.course': { dosesPerHour: '1' },
  });
  const answer = explain(question, library);
  expect(answer.aims.length).toBeGreaterThan(0);
  const taken = answer.changes.filter((c) => c.parts.some((p) => p.to === 'none'));
  for (const change of taken)
    expect(change.settings).toContainEqual({ path: 'course.dosesPerHour', value: null });
  expect(answer.state).not.toBe('stopped');
});
