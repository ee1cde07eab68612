import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { secretKeeper } from '../../electron/hosts/desktop/keychain.ts';
import { openHost } from '../../electron/hosts/open-host.ts';
import { safeDouble } from './electron-double.ts';
import { PASSWORD } from './office.ts';
import { call, codeIn, data, eachInItsOwn, enrolled, inTheFolder, placeOf, site, view } from './placed.ts';

eachInItsOwn();

describe('the first start', () => {
  test('asks where this computer works, makes nothing, and does nothing until it is said', async () => {
    const place = await placeOf();
    expect(await view(place)).toEqual({
      at: 'nowhere',
      hasData: false,
      site: null,
      found: null,
      trouble: null,
    });
    expect(codeIn(await call(place, 'system.status'))).toBe('place-not-chosen');
    expect(readdirSync(data())).toEqual([]);
  });

  test('what the browser keeps in a folder beside the data is no data', async () => {
    mkdirSync(join(data(), 'window'));
    expect(await view(await placeOf())).toMatchObject({ at: 'nowhere', hasData: false });
  });

  test('a folder with data of its own is worked with as before, and nobody is asked', async () => {
    await (await openHost(data())).close();
    const place = await placeOf();
    expect((await view(place)).at).toBe('here');
    expect(await call(place, 'system.status')).toMatchObject({ ok: true, value: { firstRun: true } });
  });

  test('this computer alone: its data file is made then, and remembered', async () => {
    const place = await placeOf();
    expect((await view(place, { ask: 'here' })).at).toBe('here');
    expect(await call(place, 'system.status')).toMatchObject({ ok: true, value: { firstRun: true } });
    expect(existsSync(join(data(), 'meniscus.db'))).toBe(true);
    await place.close();
    expect((await view(await placeOf())).at).toBe('here');
  });

  test('what does not read is no place, and no reason to make or open a data file', async () => {
    writeFileSync(join(data(), 'meniscus.place'), '{"format":"meniscus-place-1","at":"site","site":null}');
    const place = await placeOf();
    expect(await view(place)).toMatchObject({ at: 'nowhere', trouble: { code: 'place-not-read' } });
    expect(readdirSync(data())).toEqual(['meniscus.place']);
  });

  test.each([
    '',
    'http://localhost:8443',
    'https://a b',
    'localhost:8443/x',
    'https://u:p@localhost:1',
    'ftp://x',
  ])('"%s" is no address of a site', async (address) => {
    expect(codeIn(await (await placeOf()).ask({ ask: 'find', address }))).toBe('site-address-not-read');
  });

  test('what is no question about the place is none', async () => {
    const place = await placeOf();
    for (const wrong of [
      null,
      {},
      { ask: 'there' },
      { ask: 'here', more: 1 },
      { ask: 'pin', fingerprint: 'AB' },
    ])
      expect(await place.ask(wrong)).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
  });
});

describe('a station of a site', () => {
  test('shows the certificate first, enrols under it, and works as it was named', async () => {
    const { serve, code, office } = await site();
    const { address, fingerprint, port } = await serve();
    const place = await placeOf();
    // Without its scheme, as people type it.
    expect(await view(place, { ask: 'find', address: ` localhost:${port}/ ` })).toMatchObject({
      at: 'nowhere',
      found: { fingerprint, names: expect.stringContaining('localhost') },
    });
    const asked = { ask: 'enrol', address, fingerprint, name: 'Clean room 2' } as const;
    expect(codeIn(await place.ask({ ...asked, code: 'BCDF-GHJK' }))).toBe('station-code-wrong');
    expect((await view(place)).at).toBe('nowhere');
    const one = await code();
    expect(await view(place, { ...asked, code: one })).toEqual({
      at: 'site',
      hasData: false,
      site: { address, pinned: fingerprint, station: 'Clean room 2' },
      found: null,
      trouble: null,
    });
    const signedIn = await call(place, 'session.sign-in', { username: 'ada', password: PASSWORD });
    expect(signedIn.ok).toBe(true);
    expect(await call(place, 'session.me')).toMatchObject({ ok: true, value: { name: 'Ada Chief' } });
    const stations = await office.supervisor.do('station.list', {});
    expect(stations.map(({ name, state }) => [name, state])).toEqual([['Clean room 2', 'enrolled']]);
    // Two windows at one computer are two: nobody sits at the other.
    expect(await place.dispatch({ key: 'other', station: '-' }, 'session.me', {})).toMatchObject({
      value: null,
    });
    await place.close();
    const again = await placeOf();
    expect(await view(again)).toMatchObject({ at: 'site', trouble: null });
    expect(await call(again, 'session.me')).toMatchObject({ ok: true, value: null });
  });

  test('keeps nothing of it in the clear: neither what it carries nor anything that it was answered', async () => {
    const { place } = await enrolled();
    await call(place, 'session.sign-in', { username: 'ada', password: PASSWORD });
    await call(place, 'patient.list', { search: '' });
    expect(readdirSync(data())).toEqual(['meniscus.place']);
    // What a cookie of a station looks like (test/electron/site-tls.test.ts).
    expect(inTheFolder()).not.toMatch(/__Host-|meniscus-station-\d|Ada|ada/);
    if (process.platform !== 'win32') expect(statSync(join(data(), 'meniscus.place')).mode & 0o077).toBe(0);
    // Another keychain does not give it back, and a new code does.
    const other = secretKeeper(safeDouble({ password: 'another', isOpen: true }), 'linux');
    const moved = await placeOf({ keeper: other });
    expect(await view(moved)).toMatchObject({ at: 'site', trouble: { code: 'station-secret-not-opened' } });
    expect(codeIn(await call(moved, 'session.me'))).toBe('station-secret-not-opened');
    const locked = secretKeeper(safeDouble({ password: 'login', isOpen: false }), 'linux');
    expect(await view(await placeOf({ keeper: locked }))).toMatchObject({
      trouble: { code: 'keychain-locked' },
    });
  });

  test('without a keychain the key file of the user keeps it', async () => {
    const { served, code, place } = await enrolled();
    const keyFile = join(data(), 'key');
    const keeper = secretKeeper(safeDouble(null), 'linux', { MENISCUS_KEY_FILE: keyFile });
    await place.close();
    rmSync(join(data(), 'meniscus.place'));
    const { address, fingerprint } = served;
    const bare = await placeOf({ keeper });
    await view(bare, { ask: 'enrol', address, fingerprint, code: await code(), name: 'Office' });
    expect(inTheFolder()).not.toMatch(/__Host-/);
    expect((await view(await placeOf({ keeper }))).trouble).toBeNull();
    writeFileSync(keyFile, `meniscus-key-1 ${'A'.repeat(43)}\n`);
    expect((await view(await placeOf({ keeper }))).trouble).toMatchObject({
      code: 'station-secret-not-opened',
    });
  });

  test('is told by each answer what time it is at the site', async () => {
    const { place } = await enrolled();
    const { date } = await call(place, 'session.me');
    // RFC 9110, section 5.6.7.
    expect(date).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
  });

  test('that is withdrawn is told so by name, and may be enrolled again', async () => {
    const { place, office, served, code } = await enrolled();
    const [station] = await office.supervisor.do('station.list', {});
    await office.supervisor.do('station.withdraw', { id: station!.id, reason: 'stolen', password: PASSWORD });
    expect(codeIn(await call(place, 'session.me'))).toBe('station-withdrawn');
    expect(await view(place)).toMatchObject({
      at: 'site',
      trouble: { code: 'station-withdrawn', given: expect.stringContaining('Clean room 2, by Ada Chief') },
    });
    const { address, fingerprint } = served;
    const anew = { ask: 'enrol', address, fingerprint, code: await code(), name: 'Clean room 3' } as const;
    expect(await view(place, anew)).toMatchObject({ site: { station: 'Clean room 3' }, trouble: null });
  });

  test('of another version than the site does nothing, at once and after the site was brought forward', async () => {
    const { place } = await enrolled();
    await place.close();
    const older = await placeOf({ version: '0.0.9' });
    // The version of the package, as `meniscus --version` of both says it.
    expect(await view(older)).toMatchObject({
      trouble: {
        code: 'site-version-differs',
        accepted: 'version 0.0.9 on both: the site has 0.1.0',
      },
    });
    expect(codeIn(await call(older, 'session.me'))).toBe('site-version-differs');
  });
});

const digestOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(join(data(), name)))
    .digest('hex');

describe('from one to the other', () => {
  test('the data of this computer lies as it was left while it works at a site, and is opened again as it was', async () => {
    const { served, code } = await enrolled('Office');
    rmSync(join(data(), 'meniscus.place'));
    const place = await placeOf();
    await view(place, { ask: 'here' });
    const own = { username: 'own', password: PASSWORD, name: 'Own Chief', credentials: 'RPh', licence: null };
    expect((await call(place, 'system.first-run', { ...own, pharmacist: true })).ok).toBe(true);
    const { address, fingerprint } = served;
    const asked = { ask: 'enrol', address, fingerprint, name: 'Clean room 2' } as const;
    await view(place, { ...asked, code: await code() });
    const before = [digestOf('meniscus.db'), digestOf('meniscus.keys')];
    // Nobody is signed in there, and nobody of here is known there.
    expect(await call(place, 'session.me')).toMatchObject({ ok: true, value: null });
    expect((await call(place, 'session.sign-in', { username: 'own', password: PASSWORD })).ok).toBe(false);
    expect((await call(place, 'session.sign-in', { username: 'ada', password: PASSWORD })).ok).toBe(true);
    expect([digestOf('meniscus.db'), digestOf('meniscus.keys')]).toEqual(before);
    expect(await view(place, { ask: 'here' })).toMatchObject({
      at: 'here',
      hasData: true,
      site: { address, station: 'Clean room 2' },
    });
    expect((await call(place, 'session.sign-in', { username: 'own', password: PASSWORD })).ok).toBe(true);
    expect(await view(place, { ask: 'return' })).toMatchObject({ at: 'site', trouble: null });
    expect(await call(place, 'session.me')).toMatchObject({ ok: true, value: null });
  });

  test('where the data of this computer can not be opened, it stays a station of the site', async () => {
    const { place } = await enrolled();
    await place.close();
    const held = await openHost(data());
    onTestFinished(() => held.close());
    const again = await placeOf();
    expect(codeIn(await again.ask({ ask: 'here' }))).toBe('data-file-locked');
    expect(await view(again)).toMatchObject({ at: 'site', trouble: null });
  });
});
