import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Input } from '../../bridge/contract.ts';
import { TEMPORARY } from '../../electron/services/backup/make.ts';
import { openOrRecover } from '../../electron/hosts/recovery.ts';
import {
  CHEAP,
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  withPreparedBag,
  type Office,
  type Window,
} from './office.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let backups: string;
/** Whatever could tell who the patient is. */
const NAMES = /Marsh|Iris|MRN-1|1961-04-02/;

/** A day's work: an order to its papers, a backup, exports of each format, a refused and an unexpected input. */
beforeEach(async () => {
  const { facts: bag, ...copy } = await withPreparedBag();
  ({ office } = copy);
  backups = mkdtempSync(join(tmpdir(), 'meniscus-privacy-'));
  tech = office.window('tess');
  await tech.do('print.issue', {
    id: bag.id,
    version: bag.version,
    kind: 'label',
    paper: '4x2',
    copies: 1,
    reprintReason: null,
  });
  for (const format of ['csv', 'jsonl', 'xlsx', 'pdf'] as const) await exported(format);
  const settings = { folder: backups, everyHours: null, keep: 3, passphrase: 'four words long enough' };
  await office.supervisor.do('backup.configure', { ...settings, password: PASSWORD });
  await office.supervisor.do('backup.make', {});
});
afterEach(async () => {
  await office.close();
  rmSync(backups, { recursive: true, force: true });
});

async function exported(format: Input<'export.start'>['format']): Promise<void> {
  const input = { kind: 'compounding', format, filter: {}, identifiers: 'full', password: PASSWORD } as const;
  let status = await office.supervisor.do('export.start', input);
  while (status.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    status = await office.supervisor.do('export.status', { job: status.job });
  }
  expect(status).toMatchObject({ state: 'done', why: null });
}

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));

describe('privacy', () => {
  test.skipIf(process.platform === 'win32')('files: every file and folder is its owner’s alone', () => {
    const files = [office.dir, ...below(office.dir), ...below(backups)];
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect([file, statSync(file).mode & 0o077]).toEqual([file, 0]);
  });

  test('file names: none names a patient', () => {
    for (const file of [...below(office.dir), ...below(backups)]) expect(file).not.toMatch(NAMES);
  });

  test('backups: nothing of a patient stands in one in the clear', () => {
    for (const file of below(backups)) expect(readFileSync(file, 'latin1')).not.toMatch(NAMES);
  });

  test('refusals: what is said of a wrong input names no patient on file', async () => {
    const wrong = { ...patient, weight: { value: '70', on: '2026-11-20' } };
    const said = [
      await tech.no('patient.save', { id: null, expectedVersion: null, record: wrong }),
      await tech.no('patient.save', { id: null, expectedVersion: null, record: patient }),
      await tech.no('order.get', { id: 'Marsh' }),
    ];
    expect(JSON.stringify(said)).not.toMatch(/Iris|1961-04-02/);
  });

  test('temporary files: a print-out is made in memory, an export left by a crash goes at the next start', async () => {
    const pdfs = below(office.dir).filter((f) => f.endsWith('.pdf'));
    expect(pdfs.map((f) => f.startsWith(join(office.dir, 'exports')))).toEqual([true]);
    await office.context.store.close();
    // As a crash leaves them: an export of before, a backup half made, a restore half done.
    for (const name of TEMPORARY) writeFileSync(join(office.dir, name), 'Marsh');
    const host = await openOrRecover({ dataDir: office.dir, passwordCost: CHEAP });
    onTestFinished(async () => host.context()?.store.close());
    expect(existsSync(join(office.dir, 'exports'))).toBe(false);
    for (const name of TEMPORARY) expect(existsSync(join(office.dir, name))).toBe(false);
  });

  test('the log of incidents has neither what was typed nor what is on file', async () => {
    mkdirSync(join(office.dir, 'x'));
    const broken = await openOffice({
      dataDir: join(office.dir, 'x'),
      render: () => Promise.reject(new RangeError('Iris Marsh, MRN-1')),
    });
    const sam = await broken.person('sam', 'technician');
    const [pam, paul] = [await broken.person('pam', 'pharmacist'), await broken.person('paul', 'pharmacist')];
    const bag = await prepareOrder(await draftOrder(sam), sam, pam, paul);
    const failure = await sam.no('print.preview', { id: bag.id, version: 1, kind: 'label', paper: '4x2' });
    expect(failure.code).toBe('internal');
    const written = readFileSync(join(office.dir, 'x', 'incidents.log'), 'utf8');
    expect(written).toContain('RangeError');
    expect(written).not.toMatch(NAMES);
    expect(JSON.stringify(failure)).not.toMatch(NAMES);
    await broken.context.store.close();
  });
});
