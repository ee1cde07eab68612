import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const find = (id: string, changes: Changes) =>
  findingsOf(factsOf(questionOf(changes), library)).filter((f) => f.id === id);
const outcomes = (id: string, changes: Changes) => find(id, changes).map((f) => f.outcome);
const qtc = (value: string) => ({ 'patient.qtc': { value, on: '2026-11-10' } });
const companions = (...drugs: readonly string[]): Changes => ({
  'order.companions': drugs.map((drug) => ({
    drug,
    dose: '5 mg',
    route: 'oral',
    kind: 'scheduled',
    every: '8 h',
    mostPerDay: '3',
  })),
});
const home = (...list: readonly string[]): Changes => ({
  'patient.medicines': list.map((name) => ({ name, kind: 'other', intended: true })),
});

describe('methadone beside another drug', () => {
  // APS-MTD14: above 500 ms not, from 450 ms another opioid first
  test.each([
    ['mtd-05', '500 ms', 'pass'],
    ['mtd-05', '501 ms', 'fail'],
    ['mtd-06', '449 ms', 'pass'],
    ['mtd-06', '450 ms', 'fail'],
  ])('%s at %s as companion or from home: %s', (id, value, outcome) => {
    expect(outcomes(id, { ...companions('methadone'), ...qtc(value) })).toEqual([outcome]);
    expect(outcomes(id, { ...home('Dolophine 10 mg'), ...qtc(value) })).toEqual([outcome]);
  });
  // mtd-07, APS-MTD14: three months
  test('an ECG of years ago is none, and a companion needs one', () => {
    const old = { 'patient.qtc': { value: '420 ms', on: '2021-11-10' } };
    expect(outcomes('mtd-07', { ...companions('methadone'), ...old })).toEqual(['fail']);
    expect(outcomes('mtd-07', { ...home('methadone'), ...old })).toEqual(['fail']);
    expect(outcomes('mtd-07', { ...home('methadone'), ...qtc('420 ms') })).toEqual(['pass']);
    expect(outcomes('mtd-07', companions('methadone'))).toEqual(['fail']);
    expect(outcomes('mtd-07', home('methadone'))).toEqual([]);
  });
  test('is not asked for without methadone', () => {
    expect(outcomes('mtd-05', { ...companions('oxycodone'), ...qtc('520 ms') })).toEqual([]);
  });
  test('meets a long QT on record', () => {
    const long = { 'patient.conditions': ['long-qt'] };
    expect(find('mtd-c9', { ...home('methadone'), ...long })).toMatchObject([
      { outcome: 'fail', severity: 'hard' },
    ]);
    expect(outcomes('mtd-c9', { ...home('oxycodone'), ...long })).toEqual([]);
  });
  test('meets any medicine that lengthens QT', () => {
    expect(outcomes('qt-among-medicines', home('methadone', 'Haldol'))).toEqual(['fail']);
    expect(outcomes('qt-among-medicines', home('methadone', 'senna'))).toEqual(['pass']);
    expect(outcomes('qt-among-medicines', { ...home('Lexapro'), ...companions('methadone') })).toEqual([
      'fail',
    ]);
  });
});

describe('medicines that lengthen QT', () => {
  test('are told where two are ordered together, and not of a home list with one more', () => {
    expect(outcomes('qt-among-medicines', companions('ondansetron', 'haloperidol'))).toEqual(['fail']);
    expect(outcomes('qt-among-medicines', companions('ondansetron', 'Zofran'))).toEqual(['pass']);
    expect(outcomes('qt-among-medicines', { ...home('sertraline'), ...companions('ondansetron') })).toEqual([
      'pass',
    ]);
  });
  test('are what the dying ordinarily get', () => {
    const dying = { 'patient.conditions': ['end-of-life'] };
    expect(outcomes('qt-among-medicines', { ...companions('ondansetron', 'haloperidol'), ...dying })).toEqual(
      ['pass'],
    );
  });
});
