import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { check } from '../../../electron/hosts/cli/commands/check.ts';
import { Exit } from '../../../electron/hosts/cli/commands/exit.ts';
import { checkOrder } from '../../../engine/checks/check-order.ts';
import { explanation } from '../../../engine/explain/explanation.ts';
import { instantOf, orderFile } from '../../../engine/order/order.ts';
import type { Minute } from '../../../engine/time/calendar.ts';
import { orderReport, type Finding, type OrderReport } from '../../../engine/checks/report.ts';
import { Refused } from '../../../engine/number/result.ts';
import { figureOf, fits } from '../../../engine/checks/self-test.ts';
import { secondOpinion } from '../../../engine/checks/second-opinion.ts';
import { findingWords } from '../../../words/finding.ts';
import { orderCases, type OrderCase } from '../order-cases.ts';

const library = seedLibrary();
const question = (c: OrderCase) => {
  const file = orderFile.parse(c.file);
  return { ...file, at: instantOf(file, 0 as Minute) };
};
const cases = orderCases();
const clear = cases.filter((c) => !c.refused);
const refused = cases.filter((c) => c.refused);

const omitted = ({ words, ...f }: Finding & { words: unknown }): unknown => (words === undefined ? null : f);

/** The report inside the answer of the command, without what stands beside it. */
const reportOf = (output: string): OrderReport => {
  const {
    secondOpinion: differs,
    explanation: safer,
    findings,
    ...rest
  } = JSON.parse(output) as {
    secondOpinion: unknown;
    explanation: unknown;
    findings: (Finding & { words: unknown })[];
  };
  expect(differs).toEqual([]);
  expect(explanation.parse(safer)).toEqual(safer);
  const report = orderReport.parse({ ...rest, findings: findings.map((f) => omitted(f)) });
  expect(findings.map((f) => f.words)).toEqual(report.findings.map(findingWords));
  return report;
};

const told = (f: Finding) => {
  const { subject, observed, limit } = findingWords(f);
  return `${f.outcome} ${f.severity} ${f.id} ${subject}: ${observed} of ${limit}`;
};

describe('published orders and incidents', () => {
  test('there are enough of them, for every kind of regimen and its drugs, each with its source', () => {
    expect(cases.length).toBeGreaterThanOrEqual(24);
    expect(cases.every((c) => c.source !== '' && c.assumed.length > 0)).toBe(true);
    expect(new Set(clear.map((c) => question(c).order.drug))).toEqual(
      new Set(['morphine', 'hydromorphone', 'fentanyl', 'ropivacaine', 'bupivacaine']),
    );
    // a taper stands in regimen-kinds.test.ts: no published one with figures was found
    expect(new Set(clear.map((c) => question(c).order.regimen.kind))).toEqual(
      new Set(['pca', 'intermittent', 'continuous', 'nerve-block']),
    );
  });

  describe.each(clear.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const report = checkOrder(question(c), library);
    const all = report.findings.map(told);

    test('raises what it must', () => {
      for (const want of c.must)
        expect(
          report.findings.some((f) => fits(f, want)),
          `${JSON.stringify(want)} in\n${all.join('\n')}`,
        ).toBe(true);
    });
    test('raises nothing that it must not', () => {
      for (const unwanted of c.mustNot)
        expect(report.findings.filter((f) => fits(f, unwanted)).map(told), JSON.stringify(unwanted)).toEqual(
          [],
        );
    });
    test('gives the figures', () => {
      const wanted = c.expect ?? {};
      expect(Object.fromEntries(Object.keys(wanted).map((k) => [k, figureOf(report, k)]))).toEqual(wanted);
    });
    test('the second opinion agrees', () => {
      expect(secondOpinion(question(c), library)).toEqual([]);
    });
  });

  test.each(refused.map((c) => [c.name, c] as const))('%s: refused by name', (_, c) => {
    let issues: { path: string; code: string }[] = [];
    try {
      checkOrder(question(c), library);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      issues = error.issues.map(({ path, code }) => ({ path, code }));
    }
    expect(issues).toEqual(c.refused);
  });

  test('`meniscus check` answers the same files: 1 where something stands in the way, 2 where it is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'meniscus-cases-'));
    const replay = (c: OrderCase): number => {
      const path = join(folder, 'order.json');
      writeFileSync(path, JSON.stringify(c.file));
      try {
        const { exit, output } = check(path, library, 0 as Minute, false);
        const report = reportOf(output);
        expect(exit, c.name).toBe(report.blocking > 0 ? 1 : 0);
        return exit;
      } catch (error) {
        if (!(error instanceof Exit)) throw error;
        return error.code;
      }
    };
    expect(clear.map(replay).every((exit) => exit < 2)).toBe(true);
    expect(refused.map(replay)).toEqual(refused.map(() => 2));
    rmSync(folder, { recursive: true });
  });
});
