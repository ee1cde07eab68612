import { describe, expect, test } from 'vitest';
import { parseDate, parseInstant, type Day, type Minute } from '../../../engine/time/calendar.ts';
import { exact } from '../../../engine/number/notation.ts';
import {
  ageAt,
  creatinineClearance,
  factAge,
  idealWeight,
  patientFacts,
  patientIssues,
  type PatientFacts,
} from '../../../engine/order/patient.ts';
import { printed } from '../../../engine/derivation/derivation.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { unwrap } from '../../../engine/number/result.ts';

const on = '2026-11-01';
const patient = (over: object = {}): PatientFacts =>
  patientFacts.parse({
    birthDate: '1961-03-04',
    sex: 'male',
    weight: { value: '110 kg', on },
    height: { value: '70 in', on },
    creatinine: { value: '1.4 mg/dL', on },
    opioidStatus: 'naive',
    allergies: [],
    conditions: [],
    noKnownConditions: { by: 'R. Keller RN', on: '2026-11-20' },
    medicines: [],
    noHomeMedicines: { by: 'R. Keller RN', on: '2026-11-20' },
    ...over,
  });
const clearance = (over: object, years = 65) => {
  const c = creatinineClearance(patient(over), years);
  if ('missing' in c) throw new Error(c.missing.code);
  return c;
};
const today = unwrap(parseDate('2026-11-23'));
const codes = (over: object, day: Day = today) => patientIssues(patient(over), day).map((i) => i.code);

describe('creatinine clearance', () => {
  test('man of 65 y, 70 in, 110 kg, creatinine 1.4: adjusted 87.8 kg, 65.3 mL/min (calculations.md 13)', () => {
    const c = clearance({});
    expect(c.weightUsed).toBe('adjusted');
    expect(c.steps.map((s) => quantityText(s.result)).slice(0, 2)).toEqual(['73 kg', '87.8 kg']);
    // 75 × 87.8 ÷ 100.8, exact
    expect(c.clearance.result.amount.equals(exact('6585').div(exact('100.8')))).toBe(true);
    expect(c.clearance.result.amount.round(1).equals(exact('65.3'))).toBe(true);
    expect(recheckAll(c.steps.map(printed))).toEqual([]);
  });
  test('height in cm and in inches give the same', () => {
    expect(quantityText(clearance({ height: { value: '177.8 cm', on } }).clearance.result)).toBe(
      quantityText(clearance({}).clearance.result),
    );
  });
  test('a woman gets 0.85 of it, from an ideal weight of 45.5 + 23 = 68.5 kg', () => {
    const c = clearance({ sex: 'female', weight: { value: '68.5 kg', on } });
    expect(c.weightUsed).toBe('ideal');
    expect(c.clearance.result.amount.equals(exact('0.85').mul('75').mul('68.5').div(exact('100.8')))).toBe(
      true,
    );
  });
  test.each([
    // ideal 73 kg; adjusted only above 1.3 × 73 = 94.9 kg
    ['72.9 kg', 'actual'],
    ['73 kg', 'ideal'],
    ['94.9 kg', 'ideal'],
    ['95 kg', 'adjusted'],
  ])('weight %s: %s weight is used', (value, used) => {
    expect(clearance({ weight: { value, on } }).weightUsed).toBe(used);
  });
  // 88.4 × 1.5 mg/dL = 132.6 mcmol/L, with the molar mass of 113.12 g/mol exactly 1.4999712 mg/dL
  test.each(['132.6 mcmol/L', '132.6 micromol/L', '132.6 umol/L', '132.6 µmol/L'])(
    '%s is computed as mg/dL',
    (value) => {
      const steps = clearance({ creatinine: { value, on } }).steps;
      expect(quantityText(steps.find((s) => s.id === 'creatinine')!.result)).toBe('1.4999712 mg/dL');
    },
  );
  test.each([
    [{ creatinine: undefined }, 'creatinine'],
    [{ weight: undefined }, 'weight'],
    [{ height: undefined }, 'height'],
    [{ height: { value: '59.9 in', on } }, 'ideal-weight-by-hand'],
    [{ creatinine: { value: '0 mg/dL', on } }, 'creatinine-above-zero'],
  ])('says which fact is missing: %j', (over, missing) => {
    const c = creatinineClearance(patient(over), 65);
    expect(c).toEqual({ missing: { code: missing } });
  });
});

describe('ideal weight (Devine)', () => {
  test.each([
    ['60 in', 'male', '50 kg'],
    ['60 in', 'female', '45.5 kg'],
    ['70 in', 'male', '73 kg'],
    ['152.4 cm', 'male', '50 kg'],
  ])('%s, %s: %s', (height, sex, wanted) => {
    const p = patient({ sex, height: { value: height, on } });
    expect(quantityText(idealWeight(p)!.result)).toBe(wanted);
  });
  test('is not given below 60 in, where it was not fitted', () => {
    expect(idealWeight(patient({ height: { value: '152.3 cm', on } }))).toBeUndefined();
  });
});

const at = (t: string) => unwrap(parseInstant(t)) as Minute;

describe('age', () => {
  test.each([
    ['2008-11-23', '2026-11-23T00:00Z', 18],
    ['2008-11-24', '2026-11-23T23:59Z', 17],
    ['1961-11-23', '2026-11-23T00:00Z', 65],
    ['2004-02-29', '2026-02-28T12:00Z', 21],
    ['2004-02-29', '2026-03-01T00:00Z', 22],
    ['2026-11-23', '2026-11-23T15:00Z', 0],
  ])('born %s, at %s: %i completed years', (birthDate, instant, years) => {
    expect(ageAt(patient({ birthDate }), at(instant)).years).toBe(years);
  });
  test('facts age by days', () => {
    expect(factAge('2026-10-24', at('2026-11-23T23:59Z'))).toBe(30);
  });
});

describe('what is asked back or refused', () => {
  test.each([
    [{}, []],
    [{ birthDate: '2026-11-23' }, []],
    [{ birthDate: '2026-11-24' }, ['birth-date-in-future']],
    [{ creatinine: { value: '1 mg/dL', on: '2026-11-24' } }, ['measured-in-future']],
    // 80 mcmol/L among mg/dL; 0.9 mg/dL among mcmol/L; neither of them a slip of unit
    [{ creatinine: { value: '80 mg/dL', on } }, ['creatinine-looks-like-mcmol']],
    [{ creatinine: { value: '80 mg/dL', on, confirmed: true } }, []],
    [{ creatinine: { value: '80 mcmol/L', on } }, []],
    [{ creatinine: { value: '0.9 mcmol/L', on } }, ['creatinine-looks-like-mg']],
    [{ creatinine: { value: '0.19 mg/dL', on } }, ['creatinine-implausible']],
    [{ creatinine: { value: '0 mg/dL', on } }, ['creatinine-implausible']],
    [{ creatinine: { value: '0 mcmol/L', on } }, ['creatinine-implausible']],
    [{ creatinine: { value: '0.2 mg/dL', on } }, []],
    // a QTc of 42 ms for 420, of 4.5 s for 450 ms; house rule
    [{ qtc: { value: '199 ms', on } }, ['qtc-implausible']],
    [{ qtc: { value: '200 ms', on } }, []],
    [{ qtc: { value: '1000 ms', on } }, []],
    [{ qtc: { value: '4.5 s', on } }, ['qtc-implausible']],
    [{ creatinine: { value: '19.9 mg/dL', on } }, []],
    [{ birthDate: '1906-11-23' }, []],
    [{ birthDate: '1905-11-22' }, ['age-implausible']],
    // errors.md 35, house rule: 30 to 250 kg
    [{ weight: { value: '30 kg', on } }, []],
    [{ weight: { value: '29.9 kg', on } }, ['weight-implausible']],
    [{ height: undefined, weight: { value: '250 kg', on } }, []],
    [{ height: undefined, weight: { value: '250.1 kg', on } }, ['weight-implausible']],
    [{ weight: { value: '29.9 kg', on, confirmed: true } }, []],
    // 154 kg at 170 cm is a body-mass index of 53; as pounds it is 24
    [{ weight: { value: '154 kg', on }, height: { value: '170 cm', on } }, ['weight-looks-like-pounds']],
    [{ weight: { value: '154 lb', on }, height: { value: '170 cm', on } }, []],
    [{ weight: { value: '154 kg', on, confirmed: true }, height: { value: '170 cm', on } }, []],
    [{ weight: { value: '154 kg', on }, height: undefined }, ['weight-looks-like-pounds']],
    [{ height: { value: '1.78 m', on } }, ['height-in-metres']],
    [{ height: { value: '99 cm', on } }, ['height-implausible']],
    [{ height: { value: '231 cm', on } }, ['height-implausible']],
    // a child of two at 86 cm, the height that WHO's standards have in the middle (girls, 24 months)
    [
      {
        birthDate: '2024-11-01',
        height: { value: '86 cm', on },
        weight: { value: '11.5 kg', on, confirmed: true },
      },
      [],
    ],
    [{ birthDate: '2024-11-01', height: { value: '0 cm', on } }, ['height-implausible']],
    [{ opioidStatus: 'tolerant' }, ['opioid-evidence-missing']],
    [{ opioidStatus: 'tolerant', opioidEvidence: 'oral morphine 60 mg a day, 10 days' }, []],
  ])('%j: %j', (over, wanted) => {
    expect(codes(over)).toEqual(wanted);
  });
});

describe('statements about a patient', () => {
  const none = { by: 'R. Keller RN', on: '2026-11-20' };
  const allergies = [{ substance: 'penicillin', reaction: 'hives' }];
  test('either allergies, or the statement that none are known', () => {
    expect(codes({ noKnownAllergies: none })).toEqual([]);
    expect(codes({ allergies })).toEqual([]);
    expect(codes({ allergies, noKnownAllergies: none })).toEqual(['allergies-and-none-known']);
  });
  const medicines = [{ name: 'rifampin', kind: 'other', intended: true }];
  test.each([
    ['noKnownConditions', { conditions: ['copd'] }, 'conditions-and-none-known'],
    ['noHomeMedicines', { medicines }, 'medicines-and-none-known'],
  ])('either a list, or %s', (statement, list, refusal) => {
    expect(codes({ ...list, [statement]: undefined })).toEqual([]);
    expect(codes({ ...list, [statement]: none })).toEqual([refusal]);
    expect(codes({ [statement]: { ...none, on: '2026-11-24' } })).toEqual(['stated-in-future']);
  });
  test('none is from after today, and no medicine was stopped after it', () => {
    const later = { ...none, on: '2026-11-24' };
    expect(codes({ noKnownAllergies: later })).toEqual(['stated-in-future']);
    expect(codes({ allergies: [{ ...allergies[0], means: { as: 'not-related', ...later } }] })).toEqual([
      'stated-in-future',
    ]);
    const medicine = { name: 'rifampin', kind: 'other', intended: true };
    expect(
      codes({ noHomeMedicines: undefined, medicines: [{ ...medicine, stopped: '2026-11-23' }] }),
    ).toEqual([]);
    expect(
      codes({ noHomeMedicines: undefined, medicines: [{ ...medicine, stopped: '2026-11-24' }] }),
    ).toEqual(['stopped-in-future']);
  });
});
