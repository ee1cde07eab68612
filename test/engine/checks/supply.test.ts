import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { runOutAsStated } from '../../../engine/timeline/run-out-answer.ts';
import { openly } from '../../../words/finding.ts';
import { questionOf, library, type Changes } from '../base-order.ts';

const facts = (changes: Changes) => factsOf(questionOf(changes), library);
const found = (changes: Changes) =>
  findingsOf(facts(changes)).filter((f) => f.subject === 'containers against all sessions');

const rate = (mL: string): Changes => ({
  'order.route': 'epidural',
  'order.drug': 'bupivacaine',
  'order.regimen': { kind: 'continuous', rate: mL },
  'order.preparation': {
    method: 'exact-fill',
    vial: { strength: '2.5 mg/mL', volume: '30 mL' },
    diluent: 'ns09',
    drugAmount: '101 mg',
    finalVolume: '101 mL',
    container: 'bag',
    containers: '1',
    priming: '2 mL',
    residual: '3 mL',
    storage: 'refrigerated',
  },
});
const sessions = (duration: string, count: string): Changes => ({
  'order.sessions': { start: '2026-11-24T01:00Z', duration, every: '24 h', count },
});

describe('the containers against all sessions (calculations.md 10 and 11)', () => {
  test.each([
    // 4.8 mL/h × 12 h × 2 = 115.2 mL of 96 mL: 57.6 mL in the first session, 38.4 mL ÷ 4.8 mL/h = 8 h of the second
    ['4.8 mL/h', '12 h', '2', 'soft', 'empty in session 2 of 2, 8 h after it starts'],
    // 4 mL/h × 12 h × 2 = 96 mL: just enough
    ['4 mL/h', '12 h', '2', null, '96 mL'],
    // 96 mL ÷ 4.1 mL/h = 23.41… h of 24 h
    ['4.1 mL/h', '12 h', '2', 'soft', 'empty in session 2 of 2, about 11.4 h after it starts'],
    // 8 mL/h × 4 h × 3 = 96 mL
    ['8 mL/h', '4 h', '4', 'soft', 'empty in session 3 of 4, 4 h after it starts'],
  ])('%s, %s × %s', (r, duration, count, severity, observed) => {
    const list = found({ ...rate(r), ...sessions(duration, count) });
    expect(list).toMatchObject([
      { outcome: severity === null ? 'pass' : 'fail', ...(severity && { severity }), observed },
    ]);
  });
  test('a second bag is enough', () => {
    const two = { ...rate('4.8 mL/h'), ...sessions('12 h', '2'), 'order.preparation.containers': '2' };
    expect(found(two)).toMatchObject([{ outcome: 'pass', observed: '115.2 mL', limit: '192 mL usable' }]);
  });

  // 3 × 12 h; the limit of 3 mg in 4 h allows 9 mg a session, 27 mg, 135 mL of 0.2 mg/mL; 95 mL are usable
  const pca: Changes = {
    ...sessions('12 h', '3'),
    'order.pump': 'cadd-prizm-pcs2',
    'order.regimen.demand': '0.2 mg',
    'order.regimen.limit': { kind: 'amount', amount: '3 mg', window: '4 h' },
  };
  test('only the worst case passes it: one line of information, folded', () => {
    const list = found(pca);
    expect(list).toMatchObject([{ outcome: 'fail', severity: 'info', observed: '135 mL' }]);
    expect(openly(list)).toEqual([]);
  });
  test('doses that are stated count as given: 3 an hour are 21.6 mg, 108 mL', () => {
    // 96 doses of 1 mL in 95 mL and no loading dose: the 95th is the last, in the third session
    expect(found({ ...pca, 'order.course': { dosesPerHour: '3' } })).toMatchObject([
      { outcome: 'fail', severity: 'soft', id: 'containers-run-dry' },
    ]);
  });
  test('without stated doses nothing is said of what is expected', () => {
    expect(runOutAsStated(facts(pca))).toMatchObject({ expected: null, longest: null });
    expect(runOutAsStated(facts(pca)).missing).toContain('doses per hour: no expected use is stated');
    const stated = runOutAsStated(facts({ ...pca, 'order.course': { dosesPerHour: '3' } }));
    expect(stated.missing.filter((m) => m.startsWith('doses'))).toEqual([]);
  });
});
