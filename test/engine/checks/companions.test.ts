import { describe, expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

interface Given {
  readonly drug: string;
  readonly dose: string;
  readonly route: string;
  readonly every: string;
  readonly mostPerDay: string;
}
const beside = (...list: Given[]): Changes => ({
  'order.companions': list.map((c) => ({ kind: 'prn', ...c })),
});
const one = (drug: string, dose: string, route: string, every: string, mostPerDay: string): Changes =>
  beside({ drug, dose, route, every, mostPerDay });

const CHECKS = ['formulary-companions', 'exposure-together'];
/** What stands in the way of an order for what accompanies it. */
const blocking = (changes: Changes) =>
  checkOrder(questionOf(changes), library)
    .findings.filter(
      (f) =>
        CHECKS.includes(f.check) && f.outcome !== 'pass' && !(f.outcome === 'fail' && f.severity === 'info'),
    )
    .map((f) => [f.id, f.severity, f.observed]);

describe('what is ordered beside an infusion', () => {
  // label: three doses of at most 16 mg, 4 h apart; 32 mg a day by the summaries of guidelines
  test.each<[string, Changes, unknown[]]>([
    [
      'ondansetron 8 mg every 2 h',
      one('ondansetron', '8 mg', 'IV', '2 h', '12'),
      [['ond-06', 'hard', '96 mg']],
    ],
    [
      'ondansetron 8 mg every 4 h',
      one('ondansetron', '8 mg', 'IV', '4 h', '6'),
      [['ond-05', 'soft', '48 mg']],
    ],
    ['ondansetron 8 mg every 6 h', one('ondansetron', '8 mg', 'IV', '6 h', '4'), []],
    ['ondansetron 4 mg every 6 h by mouth', one('ondansetron', '4 mg', 'by mouth', '6 h', '4'), []],
    [
      'ondansetron 32 mg at once',
      one('ondansetron', '32 mg', 'intravenous', '24 h', '1'),
      [['ond-01', 'hard', '32 mg']],
    ],
    // label of the elixir: 300 mg a day by mouth; of the injection 400 mg
    ['diphenhydramine 50 mg every 4 h', one('Benadryl', '50 mg', 'PO', '4 h', '6'), []],
    [
      'diphenhydramine 50 mg every 3 h',
      one('Benadryl', '50 mg', 'PO', '3 h', '8'),
      [['dph-06', 'hard', '400 mg']],
    ],
    // 120 mg a day, 6 h apart
    ['ketorolac 30 mg every 4 h', one('ketorolac', '30 mg', 'IM', '4 h', '4'), [['ktr-07', 'hard', '4 h']]],
    [
      'acetaminophen 1 g every 4 h, by tube',
      one('acetaminophen', '1000 mg', 'NG tube', '4 h', '6'),
      [['apap-02', 'hard', '6000 mg']],
    ],
    ['rescue', one('naloxone', '4 mg', 'intranasal', '3 min', '3'), []],
    ['a drug that the formulary does not have', one('docusate', '100 mg', 'oral', '12 h', '2'), []],
  ])('%s', (_, changes, found) => {
    expect(blocking(changes)).toEqual(found);
  });

  test('those without a limit in a day are one line, whatever their number', () => {
    const ketorolac = { drug: 'ketorolac', dose: '10 mg', route: 'PO', every: '6 h', mostPerDay: '4' };
    const ketamine = { drug: 'ketamine', dose: '25 mg', route: 'PO', every: '8 h', mostPerDay: '3' };
    expect(blocking(beside(ketorolac, ketamine))).toEqual([
      ['companion-without-limit', 'soft', '40 mg: ketorolac PO; 75 mg: ketamine PO'],
    ]);
    const said = checkOrder(questionOf(beside(ketorolac)), library).findings.find(
      (f) => f.id === 'companion-without-limit',
    );
    expect(said).toMatchObject({ missing: 'the most in 24 h of ketorolac PO' });
  });

  test('where what is missing decides it, that is asked for, and only there', () => {
    const without = { 'patient.creatinine': undefined };
    // 30 mg from 18 to 64 years with sound kidneys, 15 mg otherwise
    expect(blocking({ ...one('ketorolac', '15 mg', 'IV', '6 h', '4'), ...without })).toEqual([]);
    expect(
      blocking({ ...one('ketorolac', '45 mg', 'IV', '6 h', '2'), ...without }).map(([id]) => id),
    ).toContain('ktr-01');
  });
});
