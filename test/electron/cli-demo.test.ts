import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../electron/hosts/cli/program.ts';
import type { OrderReport } from '../../engine/checks/report.ts';

const dir = mkdtempSync(join(tmpdir(), 'meniscus-demo-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function meniscus(...args: string[]) {
  let [out, error] = ['', ''];
  const code = await run(args, { out: (text) => void (out += text), err: (text) => void (error += text) });
  return { code, out, error };
}
const written = (name: string) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as never;

test('check and simulate read the order that demo writes, and check says of it what its record says', async () => {
  const demo = await meniscus('demo', '--out', dir);
  expect(demo).toMatchObject({ code: 0, error: '' });
  const file = join(dir, 'order.json');
  const checked = await meniscus('check', file);
  // what was answered in the order's life stands in the way of a file of it, which holds no answers
  expect(checked).toMatchObject({ code: 1, error: '' });
  const report = JSON.parse(checked.out) as OrderReport;
  const { findings } = written('findings.json') as Pick<OrderReport, 'findings'>;
  const { report: kept } = written('record.json') as { report: OrderReport };
  expect(report.findings.map((f) => [f.key, f.outcome])).toEqual(findings.map((f) => [f.key, f.outcome]));
  expect(report.exposure).toEqual(kept.exposure);
  expect(report.program).toEqual(kept.program);
  expect((await meniscus('simulate', file, '--hours', '24', '--csv')).code).toBe(0);
  // the order file names nobody
  expect(readFileSync(file, 'utf8')).not.toContain(
    (written('record.json') as { patient: { family: string } }).patient.family,
  );
});
