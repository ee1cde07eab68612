import { describe, expect, test } from 'vitest';
import { describe as described } from '../../engine/calculators/describe.ts';
import { calculate } from '../../engine/calculators/calculate.ts';
import { calculators } from '../../engine/calculators/registry.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import {
  emptyDraft,
  inputOf,
  isBlank,
  pathWords,
  typedOf,
  valuesOf,
  type Answer,
  type CalculatorView,
} from '../../renderer/features/calculators/draft.ts';
import { factsOf, withPatient } from '../../renderer/features/calculators/patient-facts.ts';
import { plainText } from '../../renderer/features/calculators/plain-text.ts';
import { flat, found } from '../../renderer/features/calculators/search.ts';

const zone = 'America/New_York';
const all = structuredClone(calculators.map(described)) as unknown as CalculatorView[];
const of = (id: string): CalculatorView => {
  const calc = all.find((c) => c.id === id);
  if (!calc) throw new Error(`no calculator ${id}`);
  return calc;
};
const best = (search: string) => flat(found(all, search))[0]?.id;
const strength = (number: string) => ({ strength: { as: 'amount', number, unit: '%' } as const });

describe('the form of a calculator', () => {
  test.each(all.map((c) => [c.id, c] as const))(
    '%s: its example goes in and comes out answered',
    (id, calc) => {
      const sent = inputOf(valuesOf(calc.inputs, calc.example.input, zone), zone);
      expect(Object.keys(sent).toSorted()).toEqual(Object.keys(calc.example.input).toSorted());
      const answer = calculate(id, sent);
      expect(answer.ok ? [] : answer.failure).toEqual([]);
    },
  );

  test('an empty form asks nothing, whatever units stand beside its fields', () => {
    for (const calc of all) expect(inputOf(emptyDraft(calc.inputs).values, zone)).toEqual({});
  });

  test('what is typed is sent as it stands, and nothing is repaired', () => {
    const inputs = of('concentration').inputs;
    const values = {
      ...emptyDraft(inputs).values,
      drugAmount: { as: 'amount', number: ' 1,5', unit: 'mg' },
      concentration: { as: 'amount', number: '1:1000', unit: '' },
    } as const;
    expect(inputOf(values, zone)).toEqual({ drugAmount: ' 1,5 mg', concentration: '1:1000' });
  });

  test('a ratio or a strength per volume comes back to the field whole', () => {
    const f = of('concentration').inputs.concentration!;
    expect(typedOf(f, '1:200000', zone)).toEqual({ as: 'amount', number: '1:200000', unit: '' });
    expect(typedOf(f, '400 mg/250 mL', zone)).toEqual({ as: 'amount', number: '400', unit: 'mg/250 mL' });
  });

  test('an instant crosses with the offset of the pharmacy', () => {
    const f = of('infusion-time').inputs.start!;
    // New York is at UTC-5 in winter.
    expect(typedOf(f, '2026-03-01T08:00Z', zone)).toEqual({
      as: 'moment',
      date: '2026-03-01',
      time: '03:00',
    });
    expect(inputOf({ start: { as: 'moment', date: '2026-03-01', time: '03:00' } }, zone)).toEqual({
      start: '2026-03-01T03:00-05:00',
    });
  });

  test('a blank row keeps its place, so that a refusal finds its row', () => {
    const rows = { as: 'rows', rows: [strength(''), strength('5')] } as const;
    expect(inputOf({ strengths: rows }, zone)).toEqual({ strengths: [{}, { strength: '5 %' }] });
    expect(isBlank({ as: 'rows', rows: [strength('')] })).toBe(true);
    expect(pathWords(of('alligation-several').inputs, 'strengths.1.strength')).toBe(
      'Strengths at hand 2, strength',
    );
  });
});

describe('search by any term of the field', () => {
  test.each([
    ['alligation', 'alligation'],
    ['C1V1', 'dilution'],
    ['mg per mL', 'concentration'],
    ['Mosteller', 'bsa-mosteller'],
    ['cockcroft', 'creatinine-clearance'],
    ['serum creatinine', 'creatinine-clearance'],
    ['refill-date', 'refill-date'],
  ])('%s', (term, id) => expect(best(term)).toBe(id));

  test('every title and every alias finds its calculator', () => {
    for (const c of all)
      for (const term of [c.title, c.id, ...c.aliases])
        expect(
          flat(found(all, term)).map((f) => f.id),
          term,
        ).toContain(c.id);
  });

  test('without words all are there, each once; nonsense finds none', () => {
    expect(flat(found(all, ' ')).length).toBe(all.length);
    expect(found(all, 'zzzz')).toEqual([]);
  });
});

const jane: PatientRecord = {
  family: 'Doe',
  given: 'Jane',
  mrn: 'MRN-1',
  birthDate: '1972-02-14',
  sex: 'female',
  weight: { value: '70 kg', on: '2026-11-21' },
  height: { value: '168 cm', on: '2026-10-14' },
  creatinine: { value: '0.8 mg/dL', on: '2026-11-14' },
  opioidStatus: 'naive',
  allergies: [],
  conditions: [],
  noKnownConditions: { by: 'R. Keller RN', on: '2026-11-20' },
  medicines: [],
  noHomeMedicines: { by: 'R. Keller RN', on: '2026-11-20' },
};
const { weight: _noWeight, creatinine: _noCreatinine, ...unweighed } = jane;
const facts = factsOf(jane, '2026-11-23');
const others = factsOf({ ...unweighed, family: 'Roe', sex: 'male' }, '2026-11-23');

describe('the patient at hand', () => {
  const { inputs } = of('creatinine-clearance');

  test('fills every field of that name, and says from whom and when', () => {
    const draft = withPatient(emptyDraft(inputs), inputs, facts, zone);
    expect(inputOf(draft.values, zone)).toEqual({
      age: '54',
      sex: 'female',
      weight: '70 kg',
      height: '168 cm',
      creatinine: '0.8 mg/dL',
    });
    expect(draft.from.weight).toBe('Doe, Jane, measured 2026-11-21');
    expect(calculate('creatinine-clearance', inputOf(draft.values, zone)).ok).toBe(true);
  });

  test('nothing of one patient stays when another is chosen, not even what was edited', () => {
    const first = withPatient(emptyDraft(inputs), inputs, facts, zone);
    const { weight: _said, ...from } = first.from;
    const edited = {
      values: { ...first.values, weight: { as: 'amount', number: '72', unit: 'kg' } as const },
      from,
    };
    const sent = inputOf(withPatient(edited, inputs, others, zone).values, zone);
    expect(sent).toEqual({ age: '54', sex: 'male', height: '168 cm' });
  });

  test('with nobody at hand what was filled goes, and what was typed stays', () => {
    const filled = withPatient(emptyDraft(inputs), inputs, facts, zone);
    const { weight: _said, ...from } = filled.from;
    const sent = inputOf(withPatient({ ...filled, from }, inputs, null, zone).values, zone);
    expect(sent).toEqual({ weight: '70 kg' });
  });

  test('a field of that name and another kind is left alone', () => {
    const { inputs: alligation } = of('alligation');
    const empty = emptyDraft(alligation);
    expect(withPatient(empty, alligation, facts, zone)).toEqual({ values: empty.values, from: {} });
  });
});

test('the copied text has what was given, results exact and rounded with their rule, derivation and source', () => {
  const calc = of('alligation');
  const values = valuesOf(calc.inputs, calc.example.input, zone);
  const answer = calculate('alligation', inputOf(values, zone));
  if (!answer.ok) throw new Error('refused');
  const text = plainText(calc, values, answer.value as unknown as Answer, zone);
  // calculations.md 5: 100 mL and 200 mL; a third is 33.33 % at four digits.
  expect(text).toContain('Volume of the higher strength: 100 mL');
  expect(text).toContain('Volume of the lower strength: 200 mL');
  expect(text).toContain('Share of the higher strength: 33.33 %');
  expect(text).toContain(
    'exactly 100/3 %, about 33.3333333333 %; nearest, 4 significant digits; rounding error -1/300 %',
  );
  expect(text).toContain('(0.3 % w/v − 0.2 % w/v) ÷ (0.5 % w/v − 0.2 % w/v) = (100/3) %');
  expect(text).toContain('0.5 % w/v');
  expect(text).toContain('Source: USP <1160>');
});

test('instants are told in the zone they were typed in', () => {
  const calc = of('cumulative-window');
  const values = valuesOf(calc.inputs, calc.example.input, zone);
  const answer = calculate(calc.id, inputOf(values, zone));
  if (!answer.ok) throw new Error('refused');
  const text = plainText(calc, values, answer.value as unknown as Answer, zone);
  // The example's window ends at 2026-03-02T00:00Z; New York is at UTC-5 in winter.
  expect(text).toContain('2026-03-01 19:00 (America/New_York)');
  expect(text).not.toContain('00:00Z');
});
