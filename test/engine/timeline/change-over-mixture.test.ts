import { describe, expect, test } from 'vitest';
import type { Previous } from '../../../engine/facts/facts.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { exposureOf } from '../../../engine/timeline/answer.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { checkOrder } from '../told.ts';

const recipe = {
  method: 'exact-fill',
  vial: { strength: '2.5 mg/mL', volume: '30 mL' },
  diluent: 'ns09',
  drugAmount: '125 mg',
  finalVolume: '100 mL',
  container: 'bag',
  containers: '1',
  storage: 'refrigerated',
  priming: '2 mL',
};
const further = { drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '20 mL' }, amount: '200 mcg' };

/** 125 mg and 200 mcg in 100 mL: bupivacaine 1.25 mg/mL and fentaNYL 2 mcg/mL, 4.8 mL/h: 6 mg/h and 9.6 mcg/h. */
const mixture = (line: object, inLine: object, previous: Previous | null) =>
  questionOf(
    {
      'order.drug': 'bupivacaine',
      'order.route': 'epidural',
      'order.naloxone': 'none',
      'order.regimen': { kind: 'continuous', rate: '4.8 mL/h' },
      'order.preparation': { ...recipe, ...line, also: [{ ...further, ...inLine }] },
    },
    previous,
  );
const report = (line: object, inLine: object, previous: Previous | null = null) =>
  checkOrder(mixture(line, inLine, previous), library);
const found = (line: object, inLine: object, previous: Previous | null = null) =>
  report(line, inLine, previous)
    .findings.filter((f) => f.check === 'exposure-change-over' && f.outcome !== 'pass')
    .map((f) => [f.id, f.outcome, f.severity, f.subject, f.observed]);

const kinds = (line: object, inLine: object) =>
  found(line, inLine).map(([id, outcome, severity]) => `${id} ${outcome} ${severity}`);

const before: Previous = {
  worst24h: '144 mg',
  concentration: '1.25 mg/mL',
  regimen: { basal: '6 mg/h' },
  also: [{ drug: 'fentanyl', concentration: '4 mcg/mL', worst24h: '460.8 mcg' }],
};
/** the most fentaNYL in any hour */
const windowOf = (previous: Previous | null) =>
  exposureOf(factsOf(mixture({}, {}, previous), library), {
    hours: '24 h',
    windows: ['1 h'],
    dosesPerHour: null,
    draw: null,
  }).lines.find((l) => l.id.startsWith('fentanyl'))?.windows[0]?.worst.amount;
const OF_FENTANYL = 'fentaNYL: line at the change of container';

describe('the second drug of a mixture, where its concentration alone was another', () => {
  // by hand: 2 mL × 4 mcg/mL are 8 mcg where the pump counts 2 × 2 = 4 mcg, so twice as much
  test('what the version before left in the line is told of it, and counted', () => {
    expect(found({}, {}, before)).toEqual([
      ['line-holds-stronger', 'fail', 'soft', OF_FENTANYL, '8 mcg in the line, 2 times what the pump counts'],
    ]);
    expect(
      report({}, {}, before)
        .findings.filter((f) => f.id === 'concentration-changed' && f.outcome === 'fail')
        .map((f) => [f.subject, f.observed, f.limit]),
    ).toEqual([['fentaNYL: concentration', '2 mcg/mL', '4 mcg/mL before']]);
    // 4.8 mL at 2 mcg/mL; with the line 2 mL at 4 and 2.8 at 2
    expect([windowOf(null), windowOf(before)]).toEqual(['9.6 mcg', '13.6 mcg']);
  });

  test('old and new stand side by side, for each drug', () => {
    // 6 mg/h ÷ 1.25 mg/mL = 4.8 mL/h, with 4 mcg/mL 19.2 mcg/h
    expect(report({}, {}, before).before).toEqual({
      concentration: '1.25 mg/mL',
      also: [{ name: 'fentaNYL', before: '4 mcg/mL', now: '2 mcg/mL' }],
      lines: [
        { name: 'basal rate', before: '6 mg/h, 4.8 mL/h', now: '6 mg/h, 4.8 mL/h' },
        { name: 'basal rate, fentaNYL', before: '19.2 mcg/h, 4.8 mL/h', now: '9.6 mcg/h, 4.8 mL/h' },
      ],
    });
    const same = { ...before, also: [{ drug: 'fentanyl', concentration: '2 mcg/mL' }] };
    expect(report({}, {}, same).before).toBeUndefined();
  });

  test('a drug that is new in the container, and one that is in it no more, are told', () => {
    const other = { ...before, also: [{ drug: 'hydromorphone', concentration: '0.5 mcg/mL' }] };
    expect(report({}, {}, other).before?.also).toEqual([
      { name: 'fentaNYL', before: null, now: '2 mcg/mL' },
      { name: 'HYDROmorphone', before: '0.5 mcg/mL', now: null },
    ]);
  });
});

describe('what somebody says that the line holds', () => {
  const line = { lineHolds: { volume: '3 mL', concentration: '1.25 mg/mL' } };

  test('is said of each drug: stronger, weaker, none of it', () => {
    // 3 × 4 = 12 mcg; 3 × 1 = 3 mcg, half; nothing
    expect(found(line, { lineHolds: '4 mcg/mL' })).toEqual([
      [
        'line-holds-stronger',
        'fail',
        'hard',
        OF_FENTANYL,
        '12 mcg in the line, 2 times what the pump counts',
      ],
    ]);
    expect(kinds(line, { lineHolds: '1 mcg/mL' })).toEqual(['line-holds-weaker fail soft']);
    expect(kinds(line, { lineHolds: '0 mcg/mL' })).toEqual(['line-holds-weaker fail soft']);
    expect(found(line, { lineHolds: '2 mcg/mL' })).toEqual([]);
  });

  test('where it is said of one drug only, the other is asked about, or known from the version before', () => {
    expect(found(line, {})).toEqual([
      ['line-holds-stronger', 'could-not-be-done', 'hard', OF_FENTANYL, null],
    ]);
    expect(found(line, {}, before)).toEqual([
      [
        'line-holds-stronger',
        'fail',
        'soft',
        OF_FENTANYL,
        '12 mcg in the line, 2 times what the pump counts',
      ],
    ]);
    // of one drug, how much the line holds is the priming volume; with neither nobody knows
    expect(kinds({}, { lineHolds: '4 mcg/mL' })).toEqual(['line-holds-stronger fail hard']);
    expect(kinds({ priming: undefined }, { lineHolds: '4 mcg/mL' })).toEqual([
      'line-holds-stronger could-not-be-done hard',
    ]);
  });
});

const after = (changes: Changes, previous: Previous | null = null) =>
  checkOrder(questionOf(changes, previous), library)
    .findings.filter((f) => f.id === 'line-holds-another-drug')
    .map((f) => [f.outcome, f.severity, f.subject, f.observed]);

describe('a drug of the container before that the new one does not hold', () => {
  // by hand: 2 mL × 5 mg/mL are 10 mg, and a demand dose of 0.2 mg at 0.2 mg/mL moves 1 mL; without a priming volume nobody knows how much
  const morphine = [{ drug: 'morphine', concentration: '5 mg/mL' }];
  const SUBJECT = 'morphine: line at the change of container';
  test('of another order is asked about, and a stop where somebody said that the line is kept', () => {
    expect(after({ line: morphine })).toEqual([
      ['fail', 'soft', SUBJECT, '10 mg in the line, up to 5 mg with each of the first presses'],
    ]);
    const held = { 'order.preparation.lineHolds': { volume: '3 mL', concentration: '0.2 mg/mL' } };
    expect(after({ line: morphine, ...held })).toEqual([
      ['fail', 'hard', SUBJECT, '15 mg in the line, up to 5 mg with each of the first presses'],
    ]);
    // a line without a volume holds nothing
    expect(after({ line: morphine, 'order.preparation.priming': '0 mL' })).toEqual([]);
    expect(after({ line: morphine, 'order.preparation.priming': undefined })).toEqual([
      ['fail', 'soft', SUBJECT, null],
    ]);
    expect(after({ line: [{ drug: 'hydromorphone', concentration: '1 mg/mL' }] })).toEqual([]);
  });

  test('of the version before as well, by the same route', () => {
    const last: Previous = {
      concentration: '0.2 mg/mL',
      also: [{ drug: 'ketamine', concentration: '1 mg/mL' }],
    };
    const told = '2 mg in the line, up to 1 mg with each of the first presses';
    const said = [['fail', 'soft', 'ketamine: line at the change of container', told]];
    expect(after({}, last)).toEqual(said);
    expect(after({}, { ...last, route: 'IV' })).toEqual(said);
    expect(after({}, { ...last, route: 'SC' })).toEqual([]);
  });

  // the container before began with fentaNYL, this one with bupivacaine
  test('whichever drug the container before began with, each is seen by its own figures', () => {
    const turned: Previous = {
      drug: 'fentanyl',
      concentration: '4 mcg/mL',
      worst24h: '460.8 mcg',
      also: [{ drug: 'bupivacaine', concentration: '2.5 mg/mL', worst24h: '288 mg' }],
    };
    expect(found({}, {}, turned)).toEqual([
      [
        'line-holds-stronger',
        'fail',
        'soft',
        'line at the change of container',
        '5 mg in the line, 2 times what the pump counts',
      ],
      ['line-holds-stronger', 'fail', 'soft', OF_FENTANYL, '8 mcg in the line, 2 times what the pump counts'],
    ]);
    expect(found({}, {}, { drug: 'fentanyl', concentration: '4 mcg/mL' })).toEqual([
      ['line-holds-stronger', 'fail', 'soft', OF_FENTANYL, '8 mcg in the line, 2 times what the pump counts'],
    ]);
  });
});
