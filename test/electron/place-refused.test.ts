import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { onThisMachine } from '../../electron/hosts/loopback/door.ts';
import { serveAt } from '../../electron/hosts/loopback/loopback.ts';
import { stationEntry } from '../../electron/hosts/site/station-entry.ts';
import { certificate } from './certificate.ts';
import { builtRoot } from './loopback-host.ts';
import { PASSWORD } from './office.ts';
import {
  call,
  codeIn,
  data,
  eachInItsOwn,
  enrolled,
  fingerprintOf,
  inTheFolder,
  placeOf,
  site,
  view,
} from './placed.ts';

eachInItsOwn();

const DAY_MS = 86_400_000;

const listening = async (server: ReturnType<typeof createPlainServer> | ReturnType<typeof createServer>) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};
const found = async (port: number) =>
  codeIn(await (await placeOf()).ask({ ask: 'find', address: `https://localhost:${port}` }));

describe('another certificate', () => {
  test('is refused with both fingerprints before anything is sent, until a person has said that it is the new one', async () => {
    const { place, served, serve, log, office } = await enrolled();
    await call(place, 'session.sign-in', { username: 'ada', password: PASSWORD });
    await served.close();
    const asked: string[] = [];
    const between = createServer(certificate(), (request, answer) => {
      asked.push(request.url ?? '');
      answer.end('{"ok":true,"value":null}');
    });
    await once(between.listen(served.port, '127.0.0.1'), 'listening');
    // A connection that was kept open may be found to be closed first.
    const asks = () => call(place, 'session.me').then(codeIn, () => 'no answer');
    await expect.poll(asks).toBe('site-certificate-changed');
    expect(codeIn(await call(place, 'session.sign-in', { username: 'ada', password: PASSWORD }))).toBe(
      'site-certificate-changed',
    );
    expect(await view(place)).toMatchObject({ trouble: { code: 'site-certificate-changed' } });
    await expect(place.alive()).rejects.toThrow('site-certificate-changed');
    expect(asked).toEqual([]);
    await new Promise((resolve) => void between.close(resolve));

    const renewed = await serve(certificate(), served.port);
    const seen = await view(place);
    expect([seen.site?.pinned, seen.found?.fingerprint]).toEqual([served.fingerprint, renewed.fingerprint]);
    for (const fingerprint of [served.fingerprint, fingerprintOf(certificate().cert)])
      expect(codeIn(await place.ask({ ask: 'pin', fingerprint }))).toBe('site-certificate-unlike');
    expect((await view(place)).trouble?.code).toBe('site-certificate-changed');
    expect(await view(place, { ask: 'pin', fingerprint: renewed.fingerprint })).toMatchObject({
      site: { pinned: renewed.fingerprint, station: 'Clean room 2' },
      found: null,
      trouble: null,
    });
    expect(inTheFolder()).toContain(served.fingerprint);
    expect((await view(await placeOf())).trouble).toBeNull();
    expect([log, (await office.supervisor.do('station.list', {})).length]).toEqual([[], 1]);
  });

  test('between the look and the code is refused, and the code is not sent', async () => {
    const { serve, code, office } = await site();
    const { address } = await serve();
    const place = await placeOf();
    const { fingerprint } = (await view(place, { ask: 'find', address })).found!;
    const other = fingerprint.replace(/^../, fingerprint.startsWith('00') ? '01' : '00');
    const asked = { ask: 'enrol', address, fingerprint: other, code: await code(), name: 'Office' } as const;
    expect(codeIn(await place.ask(asked))).toBe('site-certificate-unlike');
    expect((await office.supervisor.do('station.list', {})).map(({ state }) => state)).toEqual(['waiting']);
    expect(readdirSync(data())).toEqual([]);
  });

  test.each([
    [
      'that has ended',
      { to: new Date(Date.now() - DAY_MS), from: new Date(Date.now() - 2 * DAY_MS) },
      'site-certificate-expired',
    ],
    ['that has not begun', { from: new Date(Date.now() + DAY_MS) }, 'site-certificate-not-yet-valid'],
    ['of another name', { names: ['pharmacy.example'] }, 'site-of-another-name'],
  ])('%s is refused by name', async (_, made, code) => {
    const { serve } = await site();
    const { address } = await serve(certificate(made));
    expect(codeIn(await (await placeOf()).ask({ ask: 'find', address }))).toBe(code);
  });

  test('that ends while this computer is a station is refused from then on', async () => {
    const { place } = await enrolled();
    await place.close();
    const later = await placeOf({ now: () => new Date(Date.now() + 400 * DAY_MS) });
    expect((await view(later)).trouble?.code).toBe('site-certificate-expired');
  });
});

describe('what is no site', () => {
  test('speaks no TLS', async () => {
    const port = await listening(createPlainServer((_, answer) => void answer.end('hello')));
    expect(await found(port)).toBe('site-not-tls');
  });

  test('is another program', async () => {
    const port = await listening(
      createServer(certificate(), (_, answer) => void answer.end('<p>Router</p>')),
    );
    expect(await found(port)).toBe('site-not-meniscus');
  });

  test('answers nothing, at the first look and at a later one', async () => {
    const { place, served } = await enrolled();
    await served.close();
    expect(await found(served.port)).toBe('site-unreachable');
    await expect(call(place, 'session.me')).rejects.toThrow('ECONNREFUSED');
    await expect(place.alive()).rejects.toThrow('ECONNREFUSED');
    expect(await view(place)).toMatchObject({
      at: 'site',
      trouble: { code: 'site-unreachable', given: expect.stringContaining('ECONNREFUSED') },
    });
  });

  test('is called otherwise: a certificate names it, and the site does not', async () => {
    const { office } = await site();
    const door = { ...onThisMachine(0), names: ['127.0.0.1'], tls: certificate() };
    const served = await serveAt({
      dispatch: office.dispatch,
      root: builtRoot(),
      door,
      entry: stationEntry(office.dispatch),
      log: () => undefined,
    });
    onTestFinished(() => served.close());
    expect(await found(served.port)).toBe('site-of-another-name');
  });
});
