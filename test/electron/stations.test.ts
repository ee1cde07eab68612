import { describe, expect, onTestFinished, test } from 'vitest';
import type { Reply } from '../../bridge/failure.ts';
import { k } from '../../db/schema.ts';
import { makeDispatch, type HostSession } from '../../electron/dispatch.ts';
import { handlers } from '../../electron/handlers/all.ts';
import type { Handlers } from '../../electron/services/call.ts';
import { openOffice, PASSWORD, type Office } from './office.ts';

const QUARTER = 15 * 60_000;

async function site() {
  const office = await openOffice();
  const { supervisor } = office;
  onTestFinished(() => office.close());
  const invite = () => supervisor.do('station.invite', { password: PASSWORD });
  return { office, supervisor, invite };
}

/** A window at a browser that carries this, as the host of a site asks for it. */
function browser({ dispatch }: Pick<Office, 'dispatch'>, carries: string, key = `window of ${carries}`) {
  const session: HostSession = { key, station: '192.168.1.7', enrolled: carries };
  const ask = (name: string, input: unknown = {}) => dispatch(session, name, input) as Promise<Reply<never>>;
  return {
    ask,
    code: async (name: string, input: unknown = {}) => {
      const reply = await ask(name, input);
      if (reply.ok) return 'done';
      const { failure } = reply;
      return failure.code === 'refused' || failure.code === 'invalid-input'
        ? failure.issues[0]?.code
        : failure.code;
    },
    enrol: (code: string, name = 'Clean room 2') => ask('station.enrol', { code, name }),
  };
}

const lastEvents = async (office: Office, n: number) =>
  (
    await office.context.store.read((db) =>
      db.all(k.selectFrom('event').selectAll().orderBy('seq', 'desc').limit(n)),
    )
  ).map(({ command, station, user, change }) => ({
    command,
    station,
    user,
    change: JSON.parse(change) as unknown,
  }));

describe('a code', () => {
  test('is eight letters and digits, good once, for a quarter of an hour, and kept as a digest alone', async () => {
    const { office, invite } = await site();
    const { code, until } = await invite();
    expect(code).toMatch(/^[2-9BCDFGHJKMNPQRSTVWXYZ]{4}-[2-9BCDFGHJKMNPQRSTVWXYZ]{4}$/);
    const [row] = await office.context.store.read((db) => db.all(k.selectFrom('station').selectAll()));
    expect(Date.parse(until) - Date.parse(row?.at ?? '')).toBe(QUARTER);
    const all = await office.context.store.read(async (db) => [
      ...(await db.all(k.selectFrom('station').selectAll())),
      ...(await db.all(k.selectFrom('event').selectAll())),
    ]);
    expect(JSON.stringify(all)).not.toContain(code);
    expect(JSON.stringify(all)).not.toContain(code.replace('-', ''));
    expect(await browser(office, 'one').enrol(code)).toMatchObject({
      ok: true,
      value: { name: 'Clean room 2' },
    });
    expect(await browser(office, 'two').code('station.enrol', { code, name: 'Office' })).toBe(
      'station-code-wrong',
    );
  });

  test('may be typed in small letters and without its dash', async () => {
    const { office, invite } = await site();
    const { code } = await invite();
    expect(await browser(office, 'one').enrol(` ${code.toLowerCase().replace('-', ' ')}`)).toMatchObject({
      ok: true,
    });
  });

  test('is refused when its quarter of an hour is over', async () => {
    const { office, supervisor, invite } = await site();
    const { code } = await invite();
    office.later(QUARTER);
    expect(await browser(office, 'one').code('station.enrol', { code, name: 'Office' })).toBe(
      'station-code-wrong',
    );
    await supervisor.do('session.sign-in', { username: 'ada', password: PASSWORD });
    expect((await supervisor.do('station.list', {}))[0]).toMatchObject({ state: 'lapsed', name: null });
  });

  test('that is wrong is told in the log with the address, and not what was typed', async () => {
    const { office } = await site();
    await browser(office, 'one').enrol('WRNG-CODE');
    expect(await lastEvents(office, 1)).toEqual([
      {
        command: 'station.enrol.refused',
        station: '192.168.1.7',
        user: '-',
        change: expect.anything() as unknown,
      },
    ]);
    const events = await office.context.store.read((db) => db.all(k.selectFrom('event').selectAll()));
    expect(JSON.stringify(events)).not.toMatch(/WRNG/);
  });

  test('is made with the password, and cancelled by withdrawing what it would enrol', async () => {
    const { office, supervisor, invite } = await site();
    expect(await supervisor.no('station.invite', { password: 'another one' })).toMatchObject({
      issues: [{ code: 'password-wrong' }],
    });
    const { code } = await invite();
    const [{ id } = { id: '' }] = await supervisor.do('station.list', {});
    await supervisor.do('station.withdraw', { id, reason: 'nobody came', password: PASSWORD });
    expect(await browser(office, 'one').code('station.enrol', { code, name: 'Office' })).toBe(
      'station-code-wrong',
    );
  });

  test('enrols nobody at the machine of the site', async () => {
    const { office, invite } = await site();
    const { code } = await invite();
    expect(await office.window('x').no('station.enrol', { code, name: 'Office' })).toMatchObject({
      issues: [{ code: 'station-is-host' }],
    });
  });

  test.each([
    ['', 'too-small'],
    [' Office', 'text-not-clean'],
    ['O'.repeat(61), 'too-big'],
  ])('with the name "%s" is refused as %s', async (name, code) => {
    const { office, invite } = await site();
    expect(await browser(office, 'one').code('station.enrol', { code: (await invite()).code, name })).toBe(
      code,
    );
  });

  test('does not give a name that another station has, or nearly has', async () => {
    const { office, invite } = await site();
    await browser(office, 'one').enrol((await invite()).code, 'Büro 2');
    const { code } = await invite();
    expect(
      await browser(office, 'two').code('station.enrol', { code, name: 'BURO  2'.replace('  ', ' ') }),
    ).toBe('station-name-taken');
    expect(await browser(office, 'two').enrol(code, 'Büro 3')).toMatchObject({ ok: true });
  });
});

/** A station at which somebody signed in, and how it is withdrawn. */
async function withdrawn() {
  const { office, supervisor, invite } = await site();
  const room = browser(office, 'one');
  await room.enrol((await invite()).code, 'Clean room 2');
  await room.ask('session.sign-in', { username: 'ada', password: PASSWORD });
  const [{ id } = { id: '' }] = await supervisor.do('station.list', {});
  const withdraw = () => supervisor.do('station.withdraw', { id, reason: 'stolen', password: PASSWORD });
  return { office, supervisor, room, id, withdraw };
}

describe('a station', () => {
  test('that is not enrolled asks for nothing', async () => {
    const { office } = await site();
    for (const name of [
      'session.me',
      'system.status',
      'session.sign-in',
      'system.first-run',
      'recovery.restore',
      'order.list',
    ])
      expect([name, await browser(office, 'nobody').code(name)]).toEqual([name, 'station-not-enrolled']);
  });

  test('names itself in each event', async () => {
    const { office, invite } = await site();
    const room = browser(office, 'one');
    await room.enrol((await invite()).code, 'Clean room 2');
    expect(await room.ask('session.sign-in', { username: 'ada', password: PASSWORD })).toMatchObject({
      ok: true,
    });
    expect((await lastEvents(office, 2)).map(({ command, station }) => [command, station])).toEqual([
      ['session.sign-in', 'Clean room 2'],
      ['station.enrol', '192.168.1.7'],
    ]);
    const [row] = await office.context.store.read((db) =>
      db.all(k.selectFrom('session').select('station').orderBy('at', 'desc').limit(1)),
    );
    expect(row?.station).toBe('Clean room 2');
  });

  test('that is withdrawn is refused at once, and its sessions end', async () => {
    const { office, room, withdraw } = await withdrawn();
    expect(await room.code('order.list')).toBe('done');
    expect(await withdraw()).toMatchObject({
      state: 'withdrawn',
      reason: 'stolen',
      withdrawnBy: 'Ada Chief',
    });
    for (const name of ['session.me', 'order.list', 'session.sign-in', 'session.sign-out'])
      expect([name, await room.code(name)]).toEqual([name, 'station-withdrawn']);
    // By whom and when is told to whoever carries it; the reason is not.
    const told = JSON.stringify(await room.ask('session.me'));
    // The pharmacy is in New York, at five hours from UTC in November (RFC 9557, tz database), and it is 15 o'clock UTC.
    expect(told).toMatch(/Clean room 2, by Ada Chief, 2026-11-23 10:\d\d"/);
    expect(told).not.toContain('stolen');
    expect((await lastEvents(office, 1))[0]).toMatchObject({
      command: 'station.withdraw',
      change: { name: 'Clean room 2', sessionsEnded: 1 },
    });
    const open = await office.context.store.read((db) =>
      db.all(
        k
          .selectFrom('session')
          .selectAll()
          .where('station', '=', 'Clean room 2')
          .where('ended_at', 'is', null),
      ),
    );
    expect(open).toEqual([]);
  });

  test('that is withdrawn while it signs has signed nothing', async () => {
    const { office, room, withdraw } = await withdrawn();
    const own = handlers['policy.save'] as { before: (...all: unknown[]) => Promise<never> };
    const slow = {
      before: async (...all: unknown[]) => {
        const run = await own.before(...all);
        await withdraw();
        return run;
      },
    };
    const dispatch = makeDispatch(office.context, undefined, {
      ...handlers,
      'policy.save': slow,
    } as Handlers);
    const { settings } = await office.supervisor.do('policy.get', {});
    const signs = browser({ ...office, dispatch }, 'one');
    expect(
      await signs.code('policy.save', {
        expectedVersion: 0,
        settings: { ...settings, idleMinutes: 7 },
        password: PASSWORD,
      }),
    ).toBe('station-withdrawn');
    expect((await office.supervisor.do('policy.get', {})).version).toBe(0);
    expect(await room.code('session.me')).toBe('station-withdrawn');
  });

  test('is not withdrawn from itself, and not twice', async () => {
    const { room, supervisor, id, withdraw } = await withdrawn();
    const own = { id, reason: 'old', password: PASSWORD };
    expect(await room.code('station.withdraw', own)).toBe('station-is-here');
    expect((await room.ask('station.list')) as unknown).toMatchObject({ value: [{ here: true }] });
    await withdraw();
    expect(await supervisor.no('station.withdraw', own)).toMatchObject({
      issues: [{ code: 'station-withdrawn' }],
    });
  });

  test('whose row was changed in the file is refused as altered', async () => {
    const { office, room } = await withdrawn();
    await office.context.store.write((db) =>
      db.run({
        compile: () => ({
          ...k.updateTable('station').set({ reason: 'x' }).compile(),
          sql: `/**/ update station set reason = 'x'`,
          parameters: [],
        }),
      }),
    );
    expect(await room.code('order.list')).toBe('record-altered');
  });
});

describe('the database refuses', () => {
  test.each([
    ['a row that goes', 'delete from station'],
    ['another code', "update station set code_hash = 'x'"],
    ['a longer time', "update station set until = '2099-01-01T00:00:00.000Z'"],
    ['another name', "update station set name = 'Other'"],
    ['another secret', "update station set key_hash = 'x'"],
    ['half an enrolment', 'update station set name = null'],
    ['a withdrawal by nobody', "update station set withdrawn_at = '2026-11-23T15:00:00.000Z'"],
  ])('%s', async (_, sql) => {
    const { office, invite } = await site();
    await browser(office, 'one').enrol((await invite()).code);
    await expect(
      office.context.store.write((db) =>
        db.run({
          compile: () => ({ ...k.selectFrom('station').compile(), sql: `/**/ ${sql}`, parameters: [] }),
        }),
      ),
    ).rejects.toThrow(/station|CHECK/);
  });
});
