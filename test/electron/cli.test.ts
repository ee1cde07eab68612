import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const cases = join(root, 'test/cases/cli');
const clean = readFileSync(join(cases, 'clean-order.json'), 'utf8');

/** The command line as a shell runs it: arguments, standard input, exit code, one line of error. */
function meniscus(args: readonly string[], input = '') {
  const run = spawnSync(process.execPath, [join(root, 'electron/cli.ts'), ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, error: run.stderr };
}
const change = (from: string, to: string): string => {
  expect(clean).toContain(from);
  return clean.replace(from, to);
};

test('check: 0 if nothing blocks, once the site has entered the range that no source gives', () => {
  const run = meniscus(['check', '-', '--site', join(cases, 'site.json')], clean);
  expect(run.error).toBe('');
  expect(run.code).toBe(0);
  const report = JSON.parse(run.out) as { blocking: number; secondOpinion: unknown[] };
  expect(report.blocking).toBe(0);
  expect(report.secondOpinion).toEqual([]);
});

test('check: 1 if a finding blocks: the same order without that range, and a basal rate in a naive patient', () => {
  const missing = meniscus(['check', '-'], clean);
  expect(missing.code).toBe(1);
  expect(missing.out).toContain('pump-range-not-known');
  const basal = meniscus(
    ['check', '-', '--site', join(cases, 'site.json')],
    change('"0 mg/h"', '"0.5 mg/h"'),
  );
  expect(basal.code).toBe(1);
});

test.each([
  ['a decimal comma', '"0.5 mg"', '"0,5 mg"', 'order.regimen.demand: number-has-comma'],
  ['an unknown key', '"pump":', '"pumpe": "x", "pump":', 'order.pumpe: unknown-key'],
  ['a lockout of zero', '"10 min"', '"0 min"', 'order.regimen.lockout: lockout-zero'],
  ['a birth date in the future', '"1980-02-14"', '"2027-02-14"', 'patient.birthDate: birth-date-in-future'],
])('check: 2 and one line with the path for %s', (_name, from, to, line) => {
  const run = meniscus(['check', '-'], change(from, to));
  expect(run.code).toBe(2);
  expect(run.out).toBe('');
  expect(run.error).toContain(line);
  expect(run.error.trimEnd().split('\n')).toHaveLength(1);
});

test('check --text reads for a person', () => {
  const run = meniscus(['check', '-', '--text'], clean);
  expect(run.out).toContain('5 mL');
  expect(run.out).toContain('the second opinion agrees on every number');
});

test('schema order is JSON Schema; an unknown name is refused', () => {
  expect((JSON.parse(meniscus(['schema', 'order']).out) as { type: string }).type).toBe('object');
  expect(meniscus(['schema', 'nothing']).code).toBe(2);
});

// 2 mcg/kg for 70 kg: field study, golden case 6. 0.1 mcg/kg/min: 0.1 × 60 ÷ 1000 mg/kg/h.
test('calc and convert answer exactly', () => {
  expect(meniscus(['convert', '0.1 mcg/kg/min', 'mg/kg/h']).out).toMatch(/^0\.006 mg\/kg\/h\n/);
  const lines = [
    '{"id":"dose-by-weight","input":{"dose":"2 mcg/kg","weight":"70 kg"}}',
    'not json',
    '{"id":"none","input":{}}',
  ];
  const answers = meniscus(['calc', '--jsonl'], `${lines.join('\n')}\n`)
    .out.trimEnd()
    .split('\n')
    .map((l) => JSON.parse(l) as { ok: boolean });
  expect(answers.map((a) => a.ok)).toEqual([true, false, false]);
  expect(JSON.stringify(answers[0])).toMatch(/"(?:140|0\.14)"/);
});

test('log verify refuses what is not a log', () => {
  const run = meniscus(['log', 'verify', '-'], 'a,b\n1,2\n');
  expect(run.code).toBe(1);
  expect(run.error).toContain('not an exported log');
});
