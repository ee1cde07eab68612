import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { makeDispatch } from '../../electron/dispatch.ts';
import { handlers } from '../../electron/handlers/all.ts';
import type { Handlers } from '../../electron/services/call.ts';
import {
  draftOrder,
  looked,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  type Asks,
  type Office,
  type Window,
} from './office.ts';
import { openRaw } from '../raw.ts';

let office: Office & { supervisor: Window };
let tess: Window;
let pam: Window;
let waste: Asks<'waste.record'>;
const code = (failure: Failure) => ('issues' in failure ? failure.issues[0]?.code : failure.code);
const witness = (username: string, password = PASSWORD) => ({ username, password });

beforeAll(async () => {
  office = await openOffice();
  tess = await office.person('tess', 'technician');
  pam = await office.person('pam', 'pharmacist');
  const paul = await office.person('paul', 'pharmacist');
  await office.person('tom', 'technician');
  await office.person('nell', 'nurse');
  const order = await prepareOrder(await draftOrder(tess), tess, pam, paul);
  waste = {
    id: order.id,
    version: order.version,
    lot: 'L-100',
    amount: '0.5 mL',
    reason: 'vial-rest',
    text: null,
    password: PASSWORD,
    witness: witness('tom'),
  };
});
afterAll(() => office.close());

describe('wasted drug', () => {
  // compounding.md: "Witness: a different authenticated user, own credential in the same session, cannot be the
  // compounder or the order verifier"; roles table: technician, pharmacist, supervisor may witness, a nurse may not.
  test.each([
    ['its recorder', 'pam', () => witness('pam'), 'witness-is-recorder'],
    ['the compounder', 'pam', () => witness('tess'), 'witness-is-involved'],
    ['the verifier', 'tess', () => witness('pam'), 'witness-is-involved'],
    ['a nurse', 'tess', () => witness('nell'), 'witness-not-allowed'],
    ['somebody with a wrong password', 'tess', () => witness('tom', 'wrong'), 'password-wrong'],
    ['nobody', 'tess', () => witness('ghost'), 'password-wrong'],
  ])('is not witnessed by %s', async (_, by, who, expected) => {
    const window = by === 'pam' ? pam : tess;
    expect(code(await window.no('waste.record', { ...waste, witness: who() }))).toBe(expected);
    expect(await tess.do('waste.list', { id: waste.id })).toEqual([]);
  });

  test.each([
    [{ amount: '0 mL' }, 'waste-zero'],
    [{ amount: '0,5 mL' }, 'number-has-comma'],
    [{ amount: '5 h' }, 'unit-of-other-dimension'],
    [{ lot: 'L-999' }, 'lot-not-in-bag'],
    [{ version: 9 }, 'conflict'],
    [{ password: 'wrong' }, 'password-wrong'],
  ])('%j is refused by name, and nothing is written', async (change, expected) => {
    expect(code(await tess.no('waste.record', { ...waste, ...change }))).toBe(expected);
    expect(await tess.do('waste.list', { id: waste.id })).toEqual([]);
  });

  test('of an order that nobody prepares is refused', async () => {
    const { id, version } = await draftOrder(pam, {}, { ...patient, mrn: 'MRN-2' });
    expect(code(await tess.no('waste.record', { ...waste, id, version }))).toBe('waste-without-preparation');
  });

  test('is recorded with two signatures over the same words, in one event, and stands in the controlled-substance log', async () => {
    const list = await tess.do('waste.record', waste);
    expect(list).toMatchObject([
      {
        drug: 'morphine',
        lot: 'L-100',
        amount: '0.5 mL',
        reason: 'vial-rest',
        by: 'tess the technician',
        witness: 'tom the technician',
      },
    ]);
    const { signatures } = await tess.do('order.get', { id: waste.id });
    expect(signatures.filter((s) => s.meaning.startsWith('waste'))).toMatchObject([
      { user: expect.stringMatching(/^t/), meaning: expect.stringMatching(/^waste/) },
      { user: expect.stringMatching(/^t/), meaning: expect.stringMatching(/^waste/) },
    ]);
    const { events } = await tess.do('log.list', {
      filter: { command: 'waste.record' },
      before: null,
      limit: 5,
    });
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]?.change ?? '')).toMatchObject({ wasted: '0.5 mL', witness: 'tom' });
    const started = await office.supervisor.do('export.start', {
      kind: 'controlled',
      format: 'csv',
      filter: {},
      identifiers: 'none',
      password: PASSWORD,
    });
    const state = async () => (await office.supervisor.do('export.status', { job: started.job })).state;
    await expect.poll(state).toBe('done');
    const { data } = await office.supervisor.do('export.fetch', { job: started.job, offset: 0 });
    expect(Buffer.from(data, 'base64').toString()).toContain(
      '0.5 mL (vial-rest) by tess the technician, witness tom the technician',
    );
  });

  test('is not witnessed by somebody who was ended while the password was looked at', async () => {
    await office.person('walt', 'technician');
    const people = await office.supervisor.do('user.list', {});
    const id = people.find((p) => p.username === 'walt')?.id ?? '';
    const before = (await tess.do('waste.list', { id: waste.id })).length;
    const record = handlers['waste.record'] as { before: (...all: unknown[]) => Promise<never> };
    const between = {
      ...handlers,
      'waste.record': {
        before: async (...all: unknown[]) => {
          const write = await record.before(...all);
          await office.supervisor.do('user.deactivate', { id, reason: 'left', password: PASSWORD });
          return write;
        },
      },
    };
    const input = { ...waste, witness: witness('walt') };
    const seat = { key: 'tess', station: 'station-tess' };
    const dispatch = makeDispatch(office.context, undefined, between as unknown as Handlers);
    expect(
      await dispatch(seat, 'waste.record', await looked(dispatch, seat, 'waste.record', input)),
    ).toMatchObject({
      ok: false,
      failure: { issues: [{ code: 'password-wrong', path: 'witness.password' }] },
    });
    expect(await tess.do('waste.list', { id: waste.id })).toHaveLength(before);
  });

  test('is held to another person by the database too, and can not be changed or removed', () => {
    const raw = openRaw(join(office.dir, 'meniscus.db'));
    raw.pragma('foreign_keys = ON');
    const row = raw.prepare('SELECT * FROM waste').get() as Record<string, string>;
    const idOf = (name: string) =>
      (raw.prepare('SELECT id FROM user WHERE username = ?').get(name) as { id: string }).id;
    const insert = (change: object) => {
      const next = { ...row, id: 'another', ...change };
      raw
        .prepare(
          `INSERT INTO waste VALUES (${Object.keys(next)
            .map((name) => `@${name}`)
            .join(', ')})`,
        )
        .run(next);
    };
    expect(() => insert({ by_user: idOf('tom') })).toThrow('waste_witness_is_another');
    expect(() => insert({ by_user: idOf('tom'), witness: idOf('tess') })).toThrow(
      'waste-witness-is-involved',
    );
    expect(() => insert({ witness: idOf('pam') })).toThrow('waste-witness-is-involved');
    expect(() => raw.prepare("UPDATE waste SET amount = '1 mL'").run()).toThrow('waste-is-append-only');
    expect(() => raw.prepare('DELETE FROM waste').run()).toThrow('waste-is-append-only');
    raw.close();
  });
});
