import { describe, expect, test } from 'vitest';
import { find, home, ordered, outcomes } from './interaction-orders.ts';
import type { Changes } from '../base-order.ts';

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on opioids for weeks' };

const severities = (more: Changes) =>
  find('fen-c1', { ...ordered('fentanyl'), ...more }).map((f) => f.severity);
const liposomal = (at: string, drug = 'Exparel'): Changes => ({
  given: [{ drug, amount: '266 mg', route: 'infiltration', at }],
});
const narcan = (kind: 'prn' | 'scheduled', dose = '0.4 mg'): Changes => ({
  'order.companions': [{ drug: 'Narcan', dose, route: 'IV', kind, every: '4 h', mostPerDay: '6' }],
});
const injected = (drug: string, route = 'IV'): Changes => ({
  'order.companions': [{ drug, dose: '20 mg', route, kind: 'prn', every: '1 h', mostPerDay: '4' }],
});

describe('an inhibitor of CYP3A4 beside fentanyl', () => {
  test('a strong one is hard where fentanyl is begun under it', () => {
    for (const name of ['Biaxin', 'ketoconazole 200 mg', 'Paxlovid', 'Stribild'])
      expect(severities(home(name)), name).toEqual(['hard']);
    for (const name of ['diltiazem', 'Diflucan', 'aprepitant'])
      expect(severities(home(name)), name).toEqual(['soft']);
  });
  // interactions.json, ix-020: soft when both are long-standing
  test('and soft where it goes on, or the patient is tolerant or dying', () => {
    for (const more of [{ 'order.firstOrder': false }, tolerant, { 'patient.conditions': ['end-of-life'] }])
      expect(severities({ ...home('Biaxin'), ...more })).toEqual(['soft']);
  });
});

describe('liposomal bupivacaine', () => {
  // interactions.json, ix-040: 96 h after it; asked on 2026-11-23T15:00Z
  test.each([
    ['bupi-c4', 'bupivacaine', 'epidural'],
    ['rop-c5', 'ropivacaine', 'perineural'],
    ['ix-040', 'lidocaine_iv', 'IV'],
  ])('%s: counts 96 h for %s, and plain bupivacaine does not', (id, drug, route) => {
    const order = ordered(drug, route);
    expect(outcomes(id, { ...order, ...liposomal('2026-11-19T15:01Z') })).toEqual(['fail']);
    expect(outcomes(id, { ...order, ...liposomal('2026-11-19T15:01Z', 'bupivacaine liposome') })).toEqual([
      'fail',
    ]);
    expect(outcomes(id, { ...order, ...liposomal('2026-11-19T15:00Z') })).toEqual(['pass']);
    expect(outcomes(id, { ...order, ...liposomal('2026-11-22T14:00Z', 'Marcaine') })).toEqual(['pass']);
  });
});

describe('naloxone that is not for rescue', () => {
  test('is hard by the clock beside an opioid, and wanted as needed', () => {
    expect(find('nlx-c1', narcan('scheduled'))).toMatchObject([{ outcome: 'fail', severity: 'hard' }]);
    expect(find('nlx-c1', narcan('prn'))).toEqual([]);
  });
  test('is hard for who takes opioids', () => {
    expect(outcomes('nlx-c1', { ...ordered('naloxone', 'IV'), ...home('OxyContin') })).toEqual(['fail']);
    expect(outcomes('nlx-c1', { ...ordered('naloxone', 'IV'), ...tolerant })).toEqual(['fail']);
    expect(outcomes('nlx-c1', { ...ordered('naloxone', 'IV'), ...home('docusate') })).toEqual(['pass']);
  });
  test('is hard at more in one dose than an episode may come to: 10 mg (P2T-DURA)', () => {
    expect(outcomes('nlx-03', narcan('prn', '10 mg'))).toEqual([]);
    expect(outcomes('nlx-03', narcan('prn', '400 mg'))).toEqual(['fail']);
  });
});

describe('what puts to sleep, by a needle beside the infusion', () => {
  test.each([
    ['cns-3', 'hydromorphone', 'propofol'],
    ['cns-3', 'hydromorphone', 'phenobarbital'],
    ['cns-3', 'ketamine', 'methohexital'],
    ['ket-c7', 'ketamine', 'midazolam'],
  ])('%s: hard for %s with %s, by mouth not, soft for the dying', (id, drug, beside) => {
    const order = ordered(drug, 'IV');
    const dying = { 'patient.conditions': ['end-of-life'] };
    expect(find(id, { ...order, ...injected(beside) })).toMatchObject([
      { outcome: 'fail', severity: 'hard' },
    ]);
    expect(find(id, { ...order, ...injected(beside), ...dying })).toMatchObject([{ severity: 'soft' }]);
    expect(outcomes(id, { ...order, ...injected(beside, 'oral') })).toEqual(['pass']);
  });
});
