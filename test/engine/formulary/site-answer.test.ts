import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { answeredSite, siteAnswer } from '../../../engine/formulary/site-answer.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { earliest, knownLimits } from '../../../engine/order/beyond-use-date.ts';
import { contentsOf } from '../../../engine/order/stability-match.ts';
import { findingWords } from '../../../words/finding.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const REFERENCE = 'Handbook on Injectable Drugs, 22nd edition, page 590';
/** The formulation of the base order. */
const formulation = {
  kind: 'formulation',
  contents: [{ drug: 'hydromorphone', concentration: '0.2 mg/mL' }],
  diluent: 'ns09',
  container: 'cassette',
  storage: 'refrigerated',
  days: '7',
  reference: REFERENCE,
} as const;
const answered = (answer: unknown, before: Library = library): Library => {
  const made = answeredSite(before, siteAnswer.parse(answer));
  if (!made.ok) throw new Error(made.failure.code);
  return { ...before, site: made.value };
};
const refused = (answer: unknown) => {
  const made = answeredSite(library, siteAnswer.parse(answer));
  return made.ok ? null : [made.failure.path, made.failure.code];
};
const asked = (own: Library, changes: Changes = {}) =>
  findingsOf(factsOf(questionOf(changes), own)).filter((f) => f.about !== undefined && f.severity !== 'info');

describe('a formulation that is answered once', () => {
  test('is asked until then, and on no order after it; its date counts, its reference is cited', () => {
    const [before] = asked(library).filter((f) => f.about === 'formulation');
    expect(before?.outcome).toBe('could-not-be-done');
    const own = answered(formulation);
    const [after] = asked(own).filter((f) => f.about === 'formulation');
    expect(after).toMatchObject({ outcome: 'pass', source: { title: REFERENCE } });
    expect(findingWords(after!).limit).toBe('7 days');
    const { order, preparation } = factsOf(questionOf({}), own);
    const limits = knownLimits(order, contentsOf(order.drug, preparation), own);
    // Category 2, refrigerated: 10 days (USP <797> 2023); the reference says 7
    expect(earliest(limits)?.binds).toBe("stability by the pharmacy's reference: 7 days");
  });

  test('is this one and no other', () => {
    const own = answered(formulation);
    for (const changes of [
      { 'order.preparation.storage': 'room' },
      { 'order.preparation.container': 'bag' },
      { 'order.preparation.diluent': 'd5w' },
      { 'order.preparation.drugAmount': '21 mg' },
    ])
      expect(
        asked(own, changes).find((f) => f.about === 'formulation')?.outcome,
        JSON.stringify(changes),
      ).toBe('could-not-be-done');
  });

  test('may have no date: then the <797> row alone bounds it; a later answer stands for the first', () => {
    const own = answered({ ...formulation, days: null }, answered(formulation));
    expect(own.site.formulations).toHaveLength(1);
    expect(asked(own).find((f) => f.about === 'formulation')).toMatchObject({ outcome: 'pass', limit: null });
  });

  test.each([
    [
      { contents: [{ drug: 'heroin', concentration: '1 mg/mL' }] },
      ['contents.0.drug', 'drug-not-in-formulary'],
    ],
    [{ diluent: 'milk' }, ['diluent', 'diluent-not-in-formulary']],
  ])('of what the library does not hold is refused: %j', (change, expected) => {
    expect(refused({ ...formulation, ...change })).toEqual(expected);
  });
});

const missing = (own: Library) => {
  const f = asked(own, { 'order.pump': 'cadd-solis' }).find((x) => x.about === 'pump');
  return f === undefined ? null : findingWords(f).missing;
};

describe('a pump whose manual is read once', () => {
  test('is asked about what is still missing, and about nothing when it is all there', () => {
    expect(missing(library)).not.toBeNull();
    const facts = factsOf(questionOf({}), library);
    const open = facts.program.fields.filter((x) => x.programmed !== null && x.range === 'not-known');
    const steps = facts.program.fields.filter((x) => x.ordered !== null && x.onGrid === 'step-not-known');
    const figures = {
      volume: ['0.1 mL', '99 mL'],
      'mass/volume': ['0.1 mg/mL', '100 mg/mL'],
      time: ['1 min', '99 h'],
    };
    const fields = [...new Set([...open, ...steps].map((x) => x.id))].map((id) => {
      const f = Object.values(facts.program.pump.modes)
        .flat()
        .find((x) => x.id === id)!;
      const [min, max] = figures[f.basis as keyof typeof figures] ?? ['0 mL/h', '500 mL/h'];
      const step = f.basis === 'time' ? '1 min' : f.basis === 'volume' ? '0.1 mL' : '0.1 mL/h';
      return { id, label: f.label, min, max, ...(f.basis !== 'mass/volume' && { step }) };
    });
    const own = answered({
      kind: 'pump',
      pump: 'cadd-solis',
      fields,
      accuracy: { below: '6 %', above: '6 %' },
      stopsAtLimit: true,
      reference: 'Operator manual of our software, page 9',
    });
    expect(missing(own)).toBeNull();
  });
  // decision 114: 24 doses of 0.2 mg fit into 4 h by the lockout of 10 min, 20 of them under the limit of 4 mg
  test.each([
    [undefined, ['4 mg', '4.8 mg']],
    ['rolling', ['4 mg', null]],
    ['fixed', ['4.8 mg', null]],
  ] as const)('with a limit window that is %s: the most in any 4 h', (limitWindow, wanted) => {
    const own = answered({
      kind: 'pump',
      pump: 'cadd-solis',
      fields: [],
      ...(limitWindow && { limitWindow }),
      reference: 'Operator manual of our software, page 49',
    });
    const { amount, ifFixed } = factsOf(questionOf({}), own).worst.fourHours;
    expect([quantityText(amount.result), ifFixed && quantityText(ifFixed.result)]).toEqual(wanted);
  });
  test('of no model, or of a field it has not, is refused', () => {
    const pump = { kind: 'pump', pump: 'cadd-solis', fields: [], reference: 'x' };
    expect(refused({ ...pump, pump: 'none' })).toEqual(['pump', 'pump-not-known']);
    expect(refused({ ...pump, fields: [{ id: 'night-rate', label: 'Night', max: '5 mL/h' }] })).toEqual([
      'fields.0.id',
      'field-not-of-pump',
    ]);
  });
});
