import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOrder, findingsOf } from '../../../engine/checks/check-order.ts';
import { checks } from '../../../engine/checks/table.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { blocks, orderReport, type Finding } from '../../../engine/checks/report.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { randomChanges } from '../explain/order-changes.ts';

const findings = (changes: Changes) => findingsOf(factsOf(questionOf(changes), library));

describe('the report of an order', () => {
  const report = checkOrder(questionOf(), library);
  test('is plain data, as its schema says, also after a trip through JSON', () => {
    expect(orderReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });
  test('counts what stands in the way', () => {
    expect(report.blocking).toBe(report.findings.filter(blocks).length);
    const open = report.findings.filter((f) => f.outcome === 'could-not-be-done');
    expect(open.length).toBeGreaterThan(0);
    expect(open.every(blocks)).toBe(true);
  });
  test('names the rule set and the instant', () => {
    expect([report.ruleSet, report.at]).toEqual([library.version, '2026-11-23T15:00Z']);
  });
  test('is the same for the same question', () => {
    expect(checkOrder(questionOf(), library)).toEqual(report);
  });
});

test('a finding can be told apart: its key is unique in every report', () => {
  fc.assert(
    fc.property(randomChanges, (changes) => {
      const keys = findings(changes).map((f) => f.key);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 100, seed: 20_261_123 },
  );
});

test('nobody may pass what is absolute, and what is only information needs no reason', () => {
  fc.assert(
    fc.property(randomChanges, (changes) => {
      for (const f of findings(changes)) {
        const free =
          f.outcome === 'pass' ||
          f.severity === 'absolute' ||
          (f.severity === 'info' && f.outcome === 'fail');
        expect(f.reasons.length === 0, f.key).toBe(free);
        expect(f.outcome === 'could-not-be-done', f.key).toBe(f.missing !== null);
        expect(f.source.id, f.key).not.toBe('');
      }
    }),
    { numRuns: 100, seed: 20_261_123 },
  );
});

test('every check is in the table once, with a question', () => {
  expect(new Set(checks.map((c) => c.id)).size).toBe(checks.length);
  expect(checks.every((c) => c.asks.endsWith('?'))).toBe(true);
});

const overdoses = (changes: Changes): string[] =>
  findings(changes)
    .filter((f: Finding) => f.check === 'formulary-doses' && f.outcome === 'fail')
    .map((f) => f.key);

const milligrams = (text: unknown) => BigInt(Math.round(parseFloat(String(text)) * 100));

const text = (hundredths: bigint) =>
  `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`.replace(/\.?0+$/, '');

describe('a safer order raises no new overdose finding', () => {
  // findings of the dose rules of the drug, that is, of formulary-doses
  const safer: readonly [string, (c: Changes) => Changes | null][] = [
    [
      'a longer lockout',
      (c) => ({
        ...c,
        'order.regimen.lockout': `${parseInt(String(c['order.regimen.lockout']), 10) + 7} min`,
      }),
    ],
    [
      'a smaller demand dose',
      (c) => {
        const demand = milligrams(c['order.regimen.demand']);
        return demand > 1n ? { ...c, 'order.regimen.demand': `${text(demand - 1n)} mg` } : null;
      },
    ],
    ['no basal rate', (c) => ({ ...c, 'order.regimen.basal': '0 mg/h' })],
    ['no loading dose', (c) => ({ ...c, 'order.regimen.loading': undefined })],
    ['fewer sessions', (c) => ({ ...c, 'order.sessions.count': '1' })],
  ];
  test.each(safer)('%s', (_, change) => {
    fc.assert(
      fc.property(randomChanges, (changes) => {
        const changed = change(changes);
        fc.pre(changed !== null);
        const before = overdoses(changes);
        expect(overdoses(changed).filter((key) => !before.includes(key))).toEqual([]);
      }),
      { numRuns: 60, seed: 20_261_123 },
    );
  });
});
