import { describe, expect, test } from 'vitest';
import { failure } from '../../bridge/failure.ts';
import { patientRecord } from '../../bridge/records.ts';
import { barOf } from '../../renderer/features/orders/bars.ts';
import { countWords, filterOf, NONE } from '../../renderer/features/log/filter.ts';
import { draftOf, emptyPatient, recordOf } from '../../renderer/features/patients/patient-draft.ts';
import { poundsWords } from '../../renderer/features/patients/pounds.ts';
import { isCode } from '../../renderer/features/shell/code.ts';
import { failureWords } from '../../renderer/messages.ts';
import { containerWords } from '../../words/en/worst.ts';
import { refusalWords } from '../../words/refusal.ts';
import { hashOf, placeOf } from '../../renderer/router.ts';
import { FieldIssues } from '../../renderer/ui/issues.ts';
import { percentText } from '../../renderer/ui/percent.ts';
import { unbroken } from '../../renderer/ui/unbroken.ts';

test.each([
  '#/work',
  '#/work/submitted',
  '#/order/ord-1',
  '#/new-order',
  '#/new-order/pat-1',
  '#/patient/pat-1',
  '#/patient/new',
  '#/patients',
  '#/prescribers',
  '#/users',
  '#/formulary',
  '#/log',
])('%s is a place and back', (hash) => {
  expect(hashOf(placeOf(hash))).toBe(hash);
});

test('an address that is none opens the worklist', () => {
  expect(placeOf('#/nowhere/at/all')).toEqual({ at: 'work', state: null });
  expect(placeOf('')).toEqual({ at: 'work', state: null });
});

describe('words', () => {
  test('every failure of the contract has words, and none shows a code alone', () => {
    const samples = [
      {
        code: 'invalid-input',
        issues: [{ path: 'a', code: 'number-has-comma', given: '0,5', accepted: 'a point' }],
      },
      { code: 'refused', issues: [{ path: 'a', code: 'never-seen', given: '1', accepted: 'two' }] },
      { code: 'not-signed-in' },
      { code: 'session-locked' },
      { code: 'not-allowed', needs: 'order.verify' },
      { code: 'not-found', what: 'order' },
      { code: 'conflict', what: 'order', detail: 'changed meanwhile' },
      { code: 'unknown-command', name: 'x' },
      { code: 'internal', incident: 'i-1' },
    ] as const;
    expect(samples.map((s) => s.code).toSorted()).toEqual(
      failure.options.map((o) => o.shape.code.value).toSorted(),
    );
    for (const s of samples) expect(failureWords(failure.parse(s)).length).toBeGreaterThan(10);
    expect(failureWords({ code: 'no-answer' })).toContain('what you typed is still here');
  });

  test('an unknown refusal still says what was given and what is accepted', () => {
    expect(refusalWords({ code: 'never-seen', given: '7', accepted: 'less than 5' })).toBe(
      '“7” is not accepted. Accepted: less than 5.',
    );
  });
});

const issue = (path: string) => ({ path, code: 'c', given: null, accepted: '' });

test('a refusal lands at its field, whichever prefix the host used', () => {
  const issues = new FieldIssues([
    issue('content.regimen.demand'),
    issue('order.preparation.capacity'),
    issue('record.weight.value'),
    issue('patient.weight.value'),
  ]);
  expect(issues.at('regimen.demand')).toHaveLength(1);
  expect(issues.at('preparation.capacity')).toHaveLength(1);
  expect(issues.at('weight.value')).toHaveLength(1);
  expect(
    issues.besides(['regimen.demand', 'preparation.capacity', 'weight.value']).map((i) => i.path),
  ).toEqual(['patient.weight.value']);
});

test('a scanner is told from a person', () => {
  expect(
    [
      '91UQ72LQVESU7X\u001d92M000001.1.1\u001d93L1\u001d942612111320',
      'UQ72-LQVE-SU7X',
      'uq72-lqve-su7x',
      ' UQ72-LQVE-SU7X',
    ].map(isCode),
  ).toEqual([true, true, true, true]);
  expect(['doe', 'M000001', '2026-11-23', 'jane doe', 'UQ72-LQVE'].map(isCode)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('a number and its unit stay on one line', () => {
  expect(unbroken('observed 1 mg/mL, 10 mg')).toBe('observed 1\u00a0mg/mL, 10\u00a0mg');
  expect(unbroken('0.9% sodium chloride')).toBe('0.9% sodium chloride');
});

test('a deviation is shown as a signed percentage', () => {
  expect(percentText('-1/16')).toBe('−6.25 %');
  expect(percentText('1/3')).toBe('+33.3 %');
  expect(percentText('0')).toBe('0 %');
});

test('lengths of a bar keep their order, and there is no bar without a limit', () => {
  expect(barOf('3 mg', ['6 mg'])).toEqual({ worst: 90, limits: [180] });
  expect(barOf('12 mg', ['6 mg', '3 mg'])).toEqual({ worst: 180, limits: [90, 45] });
  expect(barOf('3 mg', [])).toBeNull();
  expect(barOf('3 mg', ['50 MME'])).toBeNull();
});

test('days of the log are whole days of the pharmacy', () => {
  const none = NONE;
  expect(filterOf(none, 'America/New_York')).toEqual({});
  expect(
    filterOf({ ...none, from: '2026-11-23', to: '2026-11-23', user: 'jlind' }, 'America/New_York'),
  ).toEqual({ user: 'jlind', from: '2026-11-23T00:00-05:00', to: '2026-11-24T00:00-05:00' });
  expect(filterOf({ ...none, to: '2026-10-31' }, 'America/New_York')).toEqual({
    to: '2026-11-01T00:00-04:00',
  });
  expect(filterOf({ ...none, to: 'tomorrow' }, 'UTC')).toEqual({ to: 'tomorrowT00:00' });
  expect(countWords(9_999, false)).toBe('9,999');
  // What the issue asks for: counting stops at ten thousand.
  expect(countWords(10_000, true)).toBe('10,000+');
});

test('a patient as typed is a patient as stored, and what is not known stays unknown', () => {
  const draft = {
    ...emptyPatient(),
    family: 'Doe',
    given: 'Jane',
    mrn: '1',
    birthDate: '1972-02-14',
    sex: 'female',
    opioidStatus: 'naive',
    weight: { value: { number: '70', unit: 'kg' }, on: '2026-11-21', confirmed: false },
  };
  const record = patientRecord.parse(recordOf(draft, 'America/New_York'));
  expect(record.height).toBeUndefined();
  expect(record.weight).toEqual({ value: '70 kg', on: '2026-11-21' });
  expect(draftOf(record, 'America/New_York')).toEqual(draft);
});

// The clock of New York is four hours behind UTC in July, five in November.
test.each([
  ['2026-07-04 14:05', '2026-07-04T14:05-04:00'],
  ['2026-11-30 14:05', '2026-11-30T14:05-05:00'],
  ['none', 'none'],
  ['yesterday', 'yesterday'],
])('a last local anaesthetic at %s on the clock of the pharmacy', (typed, stored) => {
  const zone = 'America/New_York';
  const record = recordOf({ ...emptyPatient(), lastLocalAnaesthetic: typed }, zone);
  expect(record.lastLocalAnaesthetic).toBe(stored);
  expect(draftOf(record, zone).lastLocalAnaesthetic).toBe(typed);
});

// NIST Handbook 44, appendix C: 1 lb = 0.45359237 kg exactly; 154 lb = 69.85322498 kg.
test('pounds are said in kilograms, in the question only', () => {
  expect(poundsWords('154')).toBe('154 lb = about 69.85 kg');
  expect(poundsWords('1o')).toBe('1o lb');
});

test('the whole container is all its drugs', () => {
  const bupivacaine = { name: 'bupivacaine', drugAmount: '125 mg' };
  expect(containerWords(bupivacaine, [])).toBe('125 mg');
  expect(containerWords(bupivacaine, [{ name: 'fentaNYL', drugAmount: '500 mcg' }])).toBe(
    'bupivacaine 125 mg, fentaNYL 500 mcg',
  );
});
