import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCsv } from '../../db/csv.ts';
import { run as runProgram } from '../../electron/hosts/cli/program.ts';
import { baseFile, fileWith, library } from '../engine/base-order.ts';

const cli = join(import.meta.dirname, '../../electron/hosts/cli/cli.ts');

let dir: string;
let orders: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-recheck-cli-'));
  orders = join(dir, 'orders');
  mkdirSync(orders);
  writeFileSync(join(orders, 'above.json'), JSON.stringify(baseFile()));
  writeFileSync(join(orders, 'below.json'), JSON.stringify(fileWith({ 'order.regimen.demand': '0.05 mg' })));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A rule set in which a demand dose of hydromorphone over so much is too high, as a file. */
function proposal(amount: string): string {
  const { formulary, usualDoses } = structuredClone(library);
  const rule = formulary.drugs
    .find((d) => d.id === 'hydromorphone')
    ?.rules.find((r) => r.context === 'PCA demand' && r.routes.includes('IV') && r.direction === 'max');
  if (!rule) throw new Error('the seed has no bound of the demand dose of hydromorphone');
  rule.amount = amount;
  const path = join(dir, `proposed-${amount}.json`);
  writeFileSync(path, JSON.stringify({ version: `proposed ${amount}`, formulary, usualDoses }));
  return path;
}

const recheck = (...args: string[]) =>
  spawnSync(process.execPath, [cli, 'recheck', ...args], { encoding: 'utf8' });

/** The same without a process of its own. */
async function here(...args: string[]) {
  let [stdout, stderr] = ['', ''];
  const status = await runProgram(['recheck', ...args], {
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
  });
  return { status, stdout, stderr };
}

test('1 and the orders that change, where a stricter amount lets a finding appear; progress on standard error', () => {
  const run = recheck(orders, '--all', '--library', proposal('0.1'));
  expect(run.status).toBe(1);
  expect(run.stderr).toContain('2 orders checked');
  const found = JSON.parse(run.stdout) as { proposed: string; checked: number; changed: { order: string }[] };
  expect([found.proposed, found.checked]).toEqual(['proposed 0.1', 2]);
  expect(found.changed.map((o) => o.order)).toEqual(['above.json']);
});

test('0 where the proposed amount changes nothing', async () => {
  const run = await here(orders, '--all', '--library', proposal('100'));
  expect(JSON.parse(run.stdout)).toMatchObject({ checked: 2, changed: [] });
  expect(run.status).toBe(0);
});

test('--csv is a table that reads back', async () => {
  const { stdout } = await here(orders, '--all', '--library', proposal('0.1'), '--csv');
  const rows = [...readCsv(stdout)];
  expect(rows[0]?.slice(0, 3)).toEqual(['order', 'version', 'change']);
  expect(rows.some((r) => r[0] === 'above.json' && r[2] === 'appears')).toBe(true);
});

test('2 and one line where the proposal has a key that no rule set has', async () => {
  const path = join(dir, 'wrong.json');
  writeFileSync(path, '{"version":"x","formularies":{}}');
  const told = await here(orders, '--all', '--library', path);
  expect(told.status).toBe(2);
  expect(told.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(told.stderr).toContain('formularies');
});

test('130 and what was found until then, where the user cancels', async () => {
  for (let i = 0; i < 4000; i += 1) writeFileSync(join(orders, `${i}.json`), JSON.stringify(baseFile()));
  const child = spawn(process.execPath, [cli, 'recheck', orders, '--all', '--library', proposal('0.1')]);
  let out = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  // the first progress that is told: the job runs
  child.stderr.once('data', () => child.kill('SIGINT'));
  const code = await new Promise((done) => child.on('close', done));
  expect(code).toBe(130);
  const found = JSON.parse(out) as { cancelled: boolean; checked: number };
  expect(found.cancelled).toBe(true);
  expect(found.checked).toBeLessThan(4002);
});
