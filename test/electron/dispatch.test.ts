import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeDispatch } from '../../electron/dispatch.ts';
import {
  content,
  draftOrder,
  ingredients,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
  type Office,
  type Window,
  staffed,
  printLabel,
} from './office.ts';
import { openRaw } from '../raw.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  ({ office, tech, one, two } = await staffed());
});
afterEach(() => office.close());

const signed = { password: PASSWORD };
const session = { key: 'tess', station: 'hood-1' };

/** How many rows each table holds: what a refusal must leave alone. */
/** Who looked is no change of anything, and is written whatever comes of what was asked after it. */
function rowCounts(): Record<string, number> {
  const raw = openRaw(join(office.dir, 'meniscus.db'), { readonly: true });
  const names = raw
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'look'",
    )
    .all() as { name: string }[];
  const counts = Object.fromEntries(
    names.map(({ name }) => [
      name,
      (raw.prepare(`SELECT count(*) AS n FROM "${name}"`).get() as { n: number }).n,
    ]),
  );
  raw.close();
  return counts;
}

type Attempt = [Window, Parameters<Window['ask']>[0], object];
/** What was not refused, or changed a table all the same; empty if nothing did. */
async function notRefused(list: Attempt[]): Promise<string[]> {
  const before = rowCounts();
  const codes: string[] = [];
  for (const [who, name, input] of list) codes.push(`${name} ${(await who.no(name, input as never)).code}`);
  const after = rowCounts();
  const grown = Object.keys(after).filter((table) => after[table] !== before[table]);
  return [...codes.filter((text) => !/ (refused|conflict|not-found)$/.test(text)), ...grown];
}

const draft = (regimen: object) => ({
  id: null,
  expectedVersion: null,
  patientId: 'p',
  prescriberId: 'd',
  rx: 'RX-1',
  reason: null,
  content: { ...content, regimen: { ...content.regimen, ...regimen } },
});

describe('what is not a command', () => {
  test.each([
    'toString',
    '__proto__',
    'constructor',
    'order.delete',
    '',
    42,
    null,
    undefined,
    { name: 'order.get' },
  ])('%j is refused by name', async (name) => {
    expect(await office.dispatch(session, name, {})).toMatchObject({
      ok: false,
      failure: { code: 'unknown-command' },
    });
  });
});

describe('input', () => {
  test.each([
    '0,5 mg',
    '.5 mg',
    '5. mg',
    '1e3 mg',
    '-5 mg',
    '1,000 mg',
    ' 5 mg',
    '5mg',
    '5',
    '5 U',
    '5 µg',
    '5 furlong',
  ])('demand dose %j is refused with its path, and nothing is stored', async (demand) => {
    const before = rowCounts();
    const reply = await office.dispatch(session, 'order.save', draft({ demand }));
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'invalid-input', issues: [{ path: 'content.regimen.demand' }] },
    });
    expect(rowCounts()).toEqual(before);
  });

  test('an unknown key is refused, not dropped', async () => {
    expect(await office.dispatch(session, 'order.save', draft({ note: 'x' }))).toMatchObject({
      ok: false,
      failure: { code: 'invalid-input', issues: [{ code: 'unknown-key', given: 'note' }] },
    });
  });

  test.each([null, undefined, 'text', [], 7])('%j instead of an object is refused', async (input) => {
    expect(await office.dispatch(session, 'order.get', input)).toMatchObject({
      ok: false,
      failure: { code: 'invalid-input' },
    });
  });

  test('a prototype key changes nothing', async () => {
    const input = JSON.parse('{"id":"x","__proto__":{"role":"supervisor"}}') as unknown;
    const reply = await office.dispatch(session, 'patient.get', input);
    expect(reply).toMatchObject({ ok: false });
    expect(({} as { role?: string }).role).toBeUndefined();
  });
});

describe('patients', () => {
  const { height: _, ...short } = patient;
  test.each([
    ['a birth date in the future', { birthDate: '2030-01-01' }, 'birth-date-in-future', 'record.birthDate'],
    [
      '154 kg typed for 154 lb',
      { weight: { value: '154 kg', on: '2026-11-20' } },
      'weight-looks-like-pounds',
      'record.weight.value',
    ],
    [
      'a height in metres',
      { height: { value: '1.65 m', on: '2026-11-20' } },
      'height-in-metres',
      'record.height.value',
    ],
    [
      'a measurement of tomorrow',
      { weight: { value: '70 kg', on: '2026-11-25' } },
      'measured-in-future',
      'record.weight.on',
    ],
  ])('%s is refused by name', async (__, change, code, path) => {
    const before = rowCounts();
    expect(
      await tech.no('patient.save', { id: null, expectedVersion: null, record: { ...patient, ...change } }),
    ).toMatchObject({ code: 'refused', issues: [{ code, path }] });
    expect(rowCounts()).toEqual(before);
  });

  test('versions are kept, a stale one is a conflict, an unchanged one is not a version', async () => {
    const first = await tech.do('patient.save', { id: null, expectedVersion: null, record: patient });
    const second = await tech.do('patient.save', { id: first.id, expectedVersion: 1, record: short });
    expect(second.version).toBe(2);
    expect((await tech.do('patient.save', { id: first.id, expectedVersion: 2, record: short })).version).toBe(
      2,
    );
    expect(await one.no('patient.save', { id: first.id, expectedVersion: 1, record: patient })).toMatchObject(
      { code: 'conflict', what: 'patient' },
    );
    expect(await one.no('patient.save', { id: null, expectedVersion: null, record: patient })).toMatchObject({
      issues: [{ code: 'mrn-taken' }],
    });
    expect((await tech.do('patient.list', { search: 'MARSH' })).patients).toMatchObject([
      { id: first.id, name: 'Marsh, Iris', version: 2 },
    ]);
  });

  test('the log names the fields that changed, not the name of the patient', async () => {
    await tech.do('patient.save', { id: null, expectedVersion: null, record: patient });
    const { events } = await tech.do('log.list', {
      filter: { command: 'patient.save' },
      before: null,
      limit: 1,
    });
    expect(events[0]?.change).toContain('"family":"withheld"');
    expect(events[0]?.change).not.toMatch(/Marsh|Iris|MRN-1|"1961-/);
    expect(events[0]?.change).toContain('70 kg');
  });
});

describe('a refusal', () => {
  test('at every step of an order leaves every table as it was', async () => {
    const order = await draftOrder(tech);
    const stale = { id: order.id, version: 7 };
    const now = { id: order.id, version: 1 };
    expect(
      await notRefused([
        [tech, 'order.submit', stale],
        [tech, 'preparation.start', now],
        [one, 'order.hold', { ...now, reason: 'x', ...signed }],
        [tech, 'order.complete', now],
        [tech, 'order.submit', { id: 'ord-none', version: 1 }],
        [tech, 'preparation.record', { ...now, ingredients, deviations: null }],
        [tech, 'print.issue', { ...now, kind: 'label', paper: '4x2', copies: 1, reprintReason: null }],
        [tech, 'print.preview', { ...now, kind: 'label', paper: '4x2' }],
        [one, 'order.final-check', { ...now, ...signed }],
        [one, 'order.release', { ...now, ...signed }],
        [one, 'order.verify', { ...now, ...signed }],
        [
          one,
          'order.resolve',
          { ...now, key: 'k', reason: 'r', text: 't', prescriberContact: null, ...signed },
        ],
        [one, 'order.void', { ...stale, reason: 'x', ...signed }],
      ]),
    ).toEqual([]);
    const submitted = await tech.do('order.submit', now);
    expect(
      await notRefused([
        [one, 'order.verify', { ...now, ...signed }],
        [
          one,
          'order.resolve',
          { ...now, key: 'nothing', reason: 'r', text: 't', prescriberContact: null, ...signed },
        ],
      ]),
    ).toEqual([]);
    await resolveAll(submitted, one, two);
    expect(await notRefused([[one, 'order.verify', { ...stale, ...signed }]])).toEqual([]);
  });

  test('a conflict tells which version is current', async () => {
    const order = await draftOrder(tech);
    const save = {
      id: order.id,
      patientId: order.patient.id,
      prescriberId: order.prescriber.id,
      rx: 'RX-2',
      content: order.content,
      reason: null,
    };
    expect((await tech.do('order.save', { ...save, expectedVersion: 1 })).version).toBe(2);
    expect(await one.no('order.save', { ...save, rx: 'RX-3', expectedVersion: 1 })).toEqual({
      code: 'conflict',
      what: 'order',
      fields: [{ path: 'rx', kept: 'RX-2', given: 'RX-3' }],
      detail: 'version 2 is current, version 1 was seen',
    });
    expect(await one.no('order.verify', { id: order.id, version: 1, ...signed })).toMatchObject({
      code: 'conflict',
    });
  });

  test('two that come at the same time: one is done, the other is refused', async () => {
    const order = await draftOrder(tech);
    const subject = { id: order.id, version: 1, ...signed };
    await resolveAll(await tech.do('order.submit', { id: order.id, version: 1 }), one, two);
    const replies = await Promise.all([one.ask('order.verify', subject), two.ask('order.verify', subject)]);
    expect(replies.map((r) => r.ok).toSorted()).toEqual([false, true]);
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });
});

describe('signatures', () => {
  test('a wrong password signs nothing, is counted, and is in the log', async () => {
    const order = await prepareOrder(await draftOrder(tech), tech, one, two);
    await printLabel(tech, order);
    const before = rowCounts();
    expect(
      await two.no('order.final-check', { id: order.id, version: 1, password: 'not the password' }),
    ).toMatchObject({ issues: [{ code: 'password-wrong', path: 'password' }] });
    const after = rowCounts();
    expect(after.signature).toBe(before.signature);
    expect(after.event).toBe((before.event ?? 0) + 1);
    expect((await tech.do('order.get', { id: order.id })).state).toBe('prepared');
  });

  test('the second of two override signers and the final checker are held apart by the database too', async () => {
    const order = await prepareOrder(await draftOrder(tech), two, one, two);
    const raw = openRaw(join(office.dir, 'meniscus.db'));
    const id = (name: string) =>
      (raw.prepare('SELECT id FROM user WHERE username = ?').get(name) as { id: string }).id;
    const sign = raw.prepare(
      "INSERT INTO signature VALUES (?, 'order', ?, 1, 'final-check', ?, 'now', 's', 'h', NULL)",
    );
    expect(() => sign.run('sig-a', order.id, id('paul'))).toThrow('final-checker-is-preparer');
    const [row] = raw.prepare('SELECT * FROM resolution').all() as Record<string, unknown>[];
    const { finding_id: finding, key, by_user: by, signature_id: signature } = row ?? {};
    const again = raw.prepare(
      "INSERT INTO resolution VALUES (?, ?, 2, 2, 'override', 'r', 'w', NULL, ?, 'now', ?)",
    );
    expect(() => again.run(finding, key, by, signature)).toThrow(/UNIQUE constraint failed/);
    const code = raw.prepare(
      "INSERT INTO release_code SELECT 'XXXX', order_id, version, preparation_id, by_user, at, NULL FROM release_code",
    );
    expect(() => code.run()).toThrow(/UNIQUE constraint failed/);
    for (const table of [
      'order_version',
      'finding',
      'signature',
      'resolution',
      'preparation',
      'preparation_record',
      'program',
      'patient_version',
      'library',
    ])
      expect(() => raw.exec(`DELETE FROM ${table}`)).toThrow(`${table}-is-append-only`);
    raw.close();
  });
});

const raise = (): never => {
  throw new Error('it broke on Marsh, Iris');
};

describe('a fault of the program', () => {
  test('is an incident without the text, and undoes everything', async () => {
    const before = rowCounts();
    const { random: _, ...rest } = office.context;
    const broken = makeDispatch({
      ...rest,
      random: (bytes) => (bytes === 10 ? raise() : new Uint8Array(bytes)),
    });
    const reply = await broken(session, 'patient.save', { id: null, expectedVersion: null, record: patient });
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'internal', incident: expect.stringMatching(/^[0-9a-f]{12}$/) },
    });
    expect(rowCounts()).toEqual(before);
    const written = readFileSync(join(office.dir, 'incidents.log'), 'utf8');
    expect(written).toContain('"command":"patient.save"');
    expect(written).not.toContain('Marsh');
  });

  test('is told elsewhere where the log of incidents can not be written, and ends nothing', async () => {
    mkdirSync(join(office.dir, 'incidents.log'));
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { random: _, ...rest } = office.context;
    const broken = makeDispatch({ ...rest, random: (n) => (n === 10 ? raise() : new Uint8Array(n)) });
    const reply = await broken(session, 'patient.save', { id: null, expectedVersion: null, record: patient });
    const told = said.mock.calls.map(([text]) => String(text)).join('');
    said.mockRestore();
    expect(reply).toMatchObject({ ok: false, failure: { code: 'internal' } });
    expect(told).toContain('"command":"patient.save"');
  });
});
