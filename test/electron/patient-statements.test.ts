import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openOffice, patient, type Office, type Window } from './office.ts';

let office: Office;
let tech: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
});
afterEach(() => office.close());

const { noKnownAllergies: none, ...unasked } = patient;
const { noHomeMedicines: untaken, ...taken } = patient;
const save = (record: object, saved?: { id: string; version: number }) => ({
  id: saved?.id ?? null,
  expectedVersion: saved?.version ?? null,
  record: record as typeof patient,
});
const allergic = (by: string) => ({
  ...unasked,
  allergies: [{ substance: 'frobozz', reaction: 'rash', means: { as: 'not-related', by, on: '2026-11-20' } }],
});

describe('what a word stands for', () => {
  test('is answered by whoever saves it', async () => {
    expect(await tech.no('patient.save', save(allergic('P. Meyer RPh')))).toMatchObject({
      issues: [{ code: 'statement-of-another', path: 'record.allergies.0.means.by' }],
    });
    expect((await tech.do('patient.save', save(allergic('tess the technician')))).version).toBe(1);
  });
  test('and stays when another saves the record', async () => {
    const saved = await tech.do('patient.save', save(allergic('tess the technician')));
    const other = await office.person('pam', 'pharmacist');
    const next = { ...allergic('tess the technician'), phone: '555-0101' };
    expect((await other.do('patient.save', save(next, saved))).version).toBe(2);
  });
});

describe('that no allergy is known', () => {
  test('is kept with who said it, and an older record without it is not asked', async () => {
    const saved = await tech.do('patient.save', save(patient));
    expect(saved.record.noKnownAllergies).toEqual(none);
    expect(
      (await tech.do('patient.save', save({ ...unasked, family: 'Stone', mrn: 'MRN-2' }))).record
        .noKnownAllergies,
    ).toBe(undefined);
  });
  test('does not stand beside allergies', async () => {
    const both = { ...patient, allergies: [{ substance: 'penicillin', reaction: 'hives' }] };
    expect(await tech.no('patient.save', save(both))).toMatchObject({
      issues: [{ code: 'allergies-and-none-known', path: 'record.noKnownAllergies' }],
    });
  });
});

describe('that no condition is known and no medicine taken', () => {
  test('is kept with who said it, and does not stand beside a list', async () => {
    const saved = await tech.do('patient.save', save(patient));
    expect(saved.record).toMatchObject({ noKnownConditions: none, noHomeMedicines: untaken });
    const both = { ...patient, conditions: ['copd'], medicines: [medicine('docusate')] };
    expect(await tech.no('patient.save', save(both, saved))).toMatchObject({
      issues: [
        { code: 'conditions-and-none-known', path: 'record.noKnownConditions' },
        { code: 'medicines-and-none-known', path: 'record.noHomeMedicines' },
      ],
    });
  });
});

const taking = (medicines: object[]) => (medicines.length > 0 ? { ...taken, medicines } : patient);
const medicine = (name: string, more: object = {}) => ({ name, kind: 'other', intended: true, ...more });

describe('a medicine that acts on', () => {
  test.each(['rifampin 300 mg', 'Nardil', 'Contrave'])('%s is not taken off without a day', async (name) => {
    const saved = await tech.do('patient.save', save(taking([medicine(name)])));
    expect(await tech.no('patient.save', save(taking([]), saved))).toMatchObject({
      issues: [{ code: 'medicine-taken-off', path: 'record.medicines', given: name }],
    });
    const stopped = await tech.do(
      'patient.save',
      save(taking([medicine(name, { stopped: '2026-11-20' })]), saved),
    );
    expect((await tech.do('patient.save', save(taking([]), stopped))).version).toBe(3);
  });
  test('another is, and one may be written another way', async () => {
    const saved = await tech.do('patient.save', save(taking([medicine('docusate'), medicine('rifampin')])));
    const next = await tech.do('patient.save', save(taking([medicine('Rifadin 300 mg')]), saved));
    expect(next.version).toBe(2);
  });
});

test('names are read by the tables, what they do not know is said', async () => {
  const { names } = await tech.do('names.read', {
    texts: ['Dilauded', 'Percocet 5/325', 'penicillin', 'frobozz', 'latex', 'blood thinner'],
  });
  expect(names.map((n) => [n.text, n.stands, n.near, n.unknown])).toEqual([
    ['Dilauded', ['hydromorphone'], true, false],
    ['Percocet 5/325', ['acetaminophen', 'oxycodone'], false, false],
    ['penicillin', [], false, false],
    ['frobozz', [], false, true],
    ['latex', ['natural rubber latex'], false, false],
    ['blood thinner', ['anticoagulants', 'antiplatelets'], false, false],
  ]);
});
