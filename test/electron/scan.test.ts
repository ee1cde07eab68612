import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from '../../bridge/contract.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scanText } from '../../electron/hosts/cli/commands/scan.ts';
import { labelElements, readScan } from '../../electron/print/label-code.ts';
import { releaseCode } from '../../electron/print/release-code.ts';
import { encoded, GS } from '../../engine/gs1/parse.ts';
import { PASSWORD, withPreparedBag, type Office, type Window } from './office.ts';

type View = Output<'order.get'>;
let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let prepared: View;

beforeEach(async () => {
  ({ office, facts: prepared } = await withPreparedBag());
  [tech, one] = [office.window('tess'), office.window('pam')];
});
afterEach(() => office.close());

const scan = (code: string) => tech.do('code.scan', { code });
/** The symbol as a scanner sends it; `change` makes it another's. */
function symbol(change: Partial<{ lot: string; serial: string; useBy: string }> = {}): string {
  const elements = labelElements({
    releaseCode: prepared.releaseCode ?? '',
    serial: `${prepared.number}.1.1`,
    lot: prepared.preparation?.lot ?? '',
    // Ten digits of the instant in UTC, by hand: 2026-12-11T13:20Z is 2612111320.
    useBy: (prepared.preparation?.bud ?? '').replace(/^20(..)-(..)-(..)T(..):(..).*$/, '$1$2$3$4$5'),
    ...change,
  });
  if (!elements.ok) throw new Error(elements.failure.code);
  return `]d2${encoded(elements.value, GS).slice(1)}`;
}
type Pca = Extract<View['content']['regimen'], { kind: 'pca' }>;
const edit = (changes: Partial<Pca>, reason: string) =>
  tech.do('order.save', {
    id: prepared.id,
    expectedVersion: prepared.version,
    patientId: prepared.patient.id,
    prescriberId: prepared.prescriber.id,
    rx: 'RX-2',
    content: { ...prepared.content, regimen: { ...(prepared.content.regimen as Pca), ...changes } },
    reason,
  });

describe('a code that is true', () => {
  test('answers current, typed in any way or scanned', async () => {
    const code = prepared.releaseCode ?? '';
    for (const text of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code}\r\n`, `]Q1${code}`])
      expect(await scan(text)).toMatchObject({
        status: 'not-released',
        code,
        orderId: prepared.id,
        version: 1,
        ended: null,
        changed: [],
        serial: null,
      });
    expect(await scan(`${symbol()}\r`)).toMatchObject({ status: 'not-released', serial: 'M000001.1.1' });
    // Without the symbology identifier, as most keyboard scanners send it.
    expect(await scan(symbol().slice(3))).toMatchObject({ status: 'not-released' });
  });

  test.each([
    { lot: '261123-99' },
    { serial: 'M000001.1.2' },
    { serial: 'M000002.1.1' },
    { useBy: '2701010000' },
  ])('beside another label is unknown: %j', async (change) => {
    expect(await scan(symbol(change))).toMatchObject({ status: 'unknown', orderId: null });
  });

  test('in a symbol whose separators were dropped is refused, not guessed at', async () => {
    expect(await tech.no('code.scan', { code: symbol().slice(3).replaceAll(GS, '') })).toMatchObject({
      code: 'refused',
      issues: [{ code: 'barcode-separators-lost', path: 'code' }],
    });
  });
});

test.each(['93', '94'])(
  'a symbol with its separators and without field %s says what is missing',
  async (ai) => {
    const fields = symbol().split(GS);
    const without = fields.filter((f) => !f.startsWith(ai)).join(GS);
    expect(without).not.toBe(symbol());
    expect(await tech.no('code.scan', { code: without })).toMatchObject({
      issues: [
        {
          code: 'barcode-field-missing',
          path: 'code',
          accepted: expect.stringContaining(`without ${ai}`) as string,
        },
      ],
    });
  },
);

describe('an order that was changed after printing', () => {
  test('the old code says superseded: by which version, when, by whom, why, and which fields', async () => {
    await edit({ demand: '0.5 mg', lockout: '15 min' }, 'prescriber lowered the dose');
    const answer = await scan(symbol());
    expect(answer).toMatchObject({
      status: 'superseded',
      version: 1,
      currentVersion: 2,
      state: 'draft',
      ended: {
        what: 'version',
        version: 2,
        by: 'tess the technician',
        reason: 'prescriber lowered the dose',
        at: expect.stringMatching(/^2026-11-23T15:/) as string,
      },
    });
    expect(answer.changed.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'regimen.demand', from: '1 mg', to: '0.5 mg' },
      { path: 'regimen.lockout', from: '10 min', to: '15 min' },
      { path: 'rx', from: 'RX-1', to: 'RX-2' },
    ]);
  });

  test('a field that was added or taken away is named as such', async () => {
    await edit({ loading: '2 mg', limit: { kind: 'none' } }, 'another limit');
    expect((await scan(prepared.releaseCode ?? '')).changed).toEqual(
      expect.arrayContaining([
        { path: 'regimen.loading', from: null, to: '2 mg' },
        { path: 'regimen.limit.amount', from: '10 mg', to: null },
      ]),
    );
  });
});

test.each(['order.void', 'order.discontinue'] as const)(
  'after %s the code says void, by whom and why',
  async (act) => {
    const subject = { id: prepared.id, version: 1, reason: 'patient admitted' };
    await one.do(act, { ...subject, password: PASSWORD });
    expect(await scan(symbol())).toMatchObject({
      status: 'void',
      ended: { what: act, by: 'pam the pharmacist', reason: 'patient admitted' },
      changed: [],
    });
  },
);

test('while its order is on hold the code says so, by whom and why, until it is resumed', async () => {
  const subject = { id: prepared.id, version: 1, password: PASSWORD };
  const hold = async (reason: string) => one.do('order.hold', { ...subject, reason });
  await hold('patient admitted');
  await one.do('order.resume', { ...subject, reason: 'patient is home' });
  expect(await scan(symbol())).toMatchObject({ status: 'not-released', ended: null });
  await hold('potassium is awaited');
  const ended = { what: 'order.hold', by: 'pam the pharmacist', reason: 'potassium is awaited' };
  expect(await scan(symbol())).toMatchObject({ status: 'on-hold', state: 'on-hold', ended });
  const { output, exit } = await scanText(symbol(), { data: office.dir });
  expect(exit).toBe(1);
  expect(output).toMatch(
    /^on hold: do not start\norder M000001 version 1, .*\norder\.hold: .*: potassium is awaited\n$/,
  );
  await edit({ demand: '0.5 mg' }, 'lowered');
  expect(await scan(symbol())).toMatchObject({ status: 'superseded', ended: { what: 'version' } });
});

test('only what is released is current', async () => {
  const code = prepared.releaseCode ?? '';
  const paul = office.window('paul');
  const signed = { id: prepared.id, version: prepared.version, password: PASSWORD };
  await paul.do('order.final-check', signed);
  expect(await scan(code)).toMatchObject({ status: 'not-released', state: 'checked' });
  await paul.do('order.release', signed);
  expect(await scan(code)).toMatchObject({ status: 'current', state: 'released' });
  expect(await scanText(code, { data: office.dir })).toMatchObject({
    output: expect.stringMatching(/^current\n/),
    exit: 0,
  });
});

test('the command line answers the same beside the open program, with an exit code', async () => {
  const code = prepared.releaseCode ?? '';
  expect(await scanText(code, { data: office.dir })).toEqual({
    output: 'not released yet: do not start\norder M000001 version 1, now version 1, prepared\n',
    exit: 1,
  });
  await edit({ demand: '0.5 mg' }, 'lowered');
  const { output, exit } = await scanText(symbol(), { data: office.dir });
  expect(exit).toBe(1);
  expect(output).toContain(
    'superseded\norder M000001 version 1, now version 2, draft\nversion: 2026-11-23T15:',
  );
  expect(output).toContain('changed regimen.demand: 1 mg -> 0.5 mg\n');
  await expect(async () => scanText('hello', { data: office.dir })).rejects.toThrow('release-code-not-read');
  await expect(async () => scanText(code, { data: `${office.dir}/none` })).rejects.toThrow('data-file');
});

describe('other scans', () => {
  test('a code that was never given is unknown', async () => {
    const foreign = releaseCode({
      order: 'elsewhere',
      version: 1,
      content: {},
      preparation: {},
      program: {},
      ruleSet: '',
    });
    expect(await scan(foreign)).toMatchObject({ status: 'unknown', orderId: null });
  });

  test("a manufacturer's pack is said in its elements", async () => {
    // GTIN of NDC 0409-4903-11 with its check digit: test/cases/gs1, confirmed by the GS1 engine.
    expect(await scan(']d201103040949031151726123110LOT123')).toMatchObject({
      status: 'product',
      elements: [
        { ai: '01', title: 'GTIN', value: '10304094903115' },
        { ai: '17', title: 'USE BY or EXPIRY', value: '261231' },
        { ai: '10', title: 'BATCH/LOT', value: 'LOT123' },
      ],
    });
  });

  test.each([
    ['ABCD-EFGH-JKLM', 'release-code-check-differs'],
    ['hello', 'release-code-not-read'],
    [']d1123', 'release-code-not-read'],
    [']d201103040949031151726023010LOT1', 'gs1-date'],
    ['01103040949031141726123110LOT123', 'gs1-check-digit'],
  ])('%j is refused: %s', (text, code) => {
    expect(readScan(text)).toMatchObject({ ok: false, failure: { code, path: 'code' } });
  });
});

describe('after a backup was put back', () => {
  test('says so of an order that nothing was done to since: what was decided may be missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'meniscus-scan-'));
    const passphrase = 'four words long enough';
    const code = prepared.releaseCode ?? '';
    const { supervisor } = office;
    await supervisor.do('backup.configure', {
      folder,
      everyHours: null,
      keep: 3,
      passphrase,
      password: PASSWORD,
    });
    const { file } = await supervisor.do('backup.make', {});
    const why = { id: prepared.id, version: prepared.version, password: PASSWORD };
    await one.do('order.discontinue', { ...why, reason: 'an allergy was found' });
    expect(await scan(code)).toMatchObject({ status: 'void', restored: null });
    await supervisor.do('backup.restore', {
      file,
      passphrase,
      reason: 'the disk was full',
      username: 'ada',
      password: PASSWORD,
    });
    for (const username of ['tess', 'pam'])
      await office.window(username).do('session.sign-in', { username, password: PASSWORD });
    expect(await scan(code)).toMatchObject({
      status: 'not-released',
      restored: { by: 'Ada Chief', at: expect.stringMatching(/^2026-11-/) },
    });
    await one.do('order.hold', { ...why, reason: 'compared with the papers' });
    expect(await scan(code)).toMatchObject({ restored: null });
    rmSync(folder, { recursive: true });
  });
});
