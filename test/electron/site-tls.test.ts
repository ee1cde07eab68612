import { once } from 'node:events';
import { createServer, get } from 'node:https';
import { connect as connectPlain, type AddressInfo } from 'node:net';
import tls, { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { onThisMachine } from '../../electron/hosts/loopback/door.ts';
import { serveAt } from '../../electron/hosts/loopback/loopback.ts';
import { stationEntry } from '../../electron/hosts/site/station-entry.ts';
import { certificate } from './certificate.ts';
import { builtRoot, echo } from './loopback-host.ts';

const ours = certificate();
/** Longer than anybody waits for a test: what ends before was ended. */
const HOUR_MS = 3_600_000;

/** A site's host at a door with or without TLS. */
const site = (
  isSecure = true,
  limits: Parameters<typeof serveAt>[0]['limits'] = {},
): ReturnType<typeof serveAt> =>
  serveAt({
    dispatch: echo,
    root: builtRoot(),
    door: { ...onThisMachine(0), tls: isSecure ? ours : null },
    entry: stationEntry(echo),
    log: () => undefined,
    limits,
  });

/** A version that the client insists on, whatever the security level of the library would have. */
const spoken = (port: number, version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') =>
  new Promise((resolve) => {
    const socket = connectTls({
      port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    socket.once('secureConnect', () => (resolve(socket.getProtocol()), socket.destroy()));
    socket.once('error', () => resolve('refused'));
  });

/** Begins to shake hands and says nothing more; answers the name when it is cut off. */
async function cut(port: number, name: string): Promise<string> {
  const socket = connectPlain(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  // The head of a TLS record, and nothing of what it announces.
  socket.write(Buffer.from([22, 3, 1, 1, 0]));
  await once(socket, 'close');
  return name;
}

describe('a site behind TLS', () => {
  test('speaks 1.2 and 1.3 where the process itself would speak 1.1', async () => {
    const { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS } = tls;
    onTestFinished(() => void Object.assign(tls, { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS }));
    Object.assign(tls, { DEFAULT_MIN_VERSION: 'TLSv1.1', DEFAULT_CIPHERS: 'DEFAULT:@SECLEVEL=0' });
    const other = createServer(ours);
    await once(other.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void other.close());
    expect(await spoken((other.address() as AddressInfo).port, 'TLSv1.1')).toBe('TLSv1.1');

    const { port, close } = await site();
    onTestFinished(() => close());
    expect(await spoken(port, 'TLSv1.1')).toBe('refused');
    expect(await spoken(port, 'TLSv1.2')).toBe('TLSv1.2');
    expect(await spoken(port, 'TLSv1.3')).toBe('TLSv1.3');
  });

  test('tells browsers to come back by TLS alone, with each answer', async () => {
    const { port, close } = await site();
    onTestFinished(() => close());
    const told = (host: string) =>
      new Promise((resolve, reject) => {
        get(
          { port, host: '127.0.0.1', ca: ours.cert, servername: 'localhost', headers: { host } },
          (answer) => {
            answer.resume();
            resolve([answer.statusCode, answer.headers['strict-transport-security']]);
          },
        ).once('error', reject);
      });
    // RFC 6797: a year in seconds.
    expect(await told(`localhost:${port}`)).toEqual([200, 'max-age=31536000']);
    expect(await told('evil.example')).toEqual([421, 'max-age=31536000']);
    const plain = await site(false);
    onTestFinished(() => plain.close());
    const { headers } = await fetch(`http://127.0.0.1:${plain.port}/`);
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  test('hands out cookies that only TLS carries, and no other host can set', async () => {
    const { port, close } = await site();
    onTestFinished(() => close());
    const cookie = await new Promise<string>((resolve, reject) => {
      const socket = connectTls({ port, host: '127.0.0.1', ca: ours.cert, servername: 'localhost' });
      const body = JSON.stringify({ code: 'BCDF-GHJK', name: 'Clean room 2' });
      socket.write(
        `POST /enter HTTP/1.1\r\nhost: localhost:${port}\r\norigin: https://localhost:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
      let text = '';
      socket.on('data', (part: Buffer) => (text += part.toString('latin1')));
      socket.once('error', reject);
      socket.once('close', () => resolve(/set-cookie: (.*)\r/i.exec(text)?.[1] ?? text));
    });
    const [value = '', ...attributes] = cookie.split('; ');
    expect(value).toMatch(new RegExp(`^__Host-meniscus-station-${port}=[\\w-]{43}$`));
    // RFC 6265bis, section 4.1.3.2: the prefix is good with Secure, Path=/ and without Domain.
    expect(attributes).toEqual(['Max-Age=34560000', 'Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']);
  });

  test('cuts off who never ends shaking hands', async () => {
    const { port, close } = await site(true, { headersMs: 200 });
    onTestFinished(() => close());
    // The same door with a patience that is longer, and shorter than what Node has by itself: 120 seconds.
    const patient = createServer({ ...ours, handshakeTimeout: 4_000 });
    await once(patient.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void patient.close());
    const { port: other } = patient.address() as AddressInfo;
    expect(await Promise.race([cut(port, 'the site'), cut(other, 'the other')])).toBe('the site');
  });

  test('ends while somebody is still shaking hands', async () => {
    const { port, close } = await site(true, { closeMs: 20, headersMs: HOUR_MS, requestMs: HOUR_MS });
    const socket = connectPlain(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    // The head of a TLS record, and nothing of what it announces.
    await new Promise<void>((resolve) => void socket.write(Buffer.from([22, 3, 1, 1, 0]), () => resolve()));
    const gone = once(socket, 'close');
    // One whole request says that the host has taken the other connection by now.
    expect(await spoken(port, 'TLSv1.3')).toBe('TLSv1.3');
    await close();
    await gone;
    expect(socket.destroyed).toBe(true);
  });
});
