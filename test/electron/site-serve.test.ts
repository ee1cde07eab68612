import { X509Certificate } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Output } from '../../bridge/contract.ts';
import type { Dispatch } from '../../electron/dispatch.ts';
import { notListening, serveSite } from '../../electron/hosts/site/serve.ts';
import { Refused } from '../../engine/number/result.ts';
import { certificate } from './certificate.ts';
import { builtRoot } from './loopback-host.ts';

const status: Output<'system.status'> = {
  firstRun: false,
  version: '0',
  ruleSet: '',
  pharmacy: '',
  timeZone: 'UTC',
  damaged: null,
  clock: null,
};

/** `meniscus serve` over a dispatcher that answers this status: what it says, and how it is asked to end. */
function serving(options: Record<string, unknown>, told: Partial<typeof status> = {}) {
  const lines: string[] = [];
  const asks = new EventEmitter();
  let isClosed = false;
  const dispatch: Dispatch = async () => ({ ok: true, value: { ...status, ...told } });
  const ended = serveSite(
    { listen: '127.0.0.1:0', ...options },
    {
      openHost: async () => ({ dispatch, close: () => void (isClosed = true) }),
      folder: '/nowhere',
      root: builtRoot(),
      now: () => new Date(),
      print: (line) => lines.push(line),
      complain: (line) => lines.push(line),
      asked: once(asks, 'end').then(() => undefined),
    },
  );
  return { lines, end: () => asks.emit('end'), ended, isClosed: () => isClosed };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ended',
    (error: unknown) => {
      if (error instanceof Refused) return error.issues[0]?.code;
      throw error;
    },
  );

function tlsFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const made = certificate({ to: new Date(Date.now() + 20 * 86_400_000) });
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(cert, made.cert);
  writeFileSync(key, made.key, { mode: 0o600 });
  return { cert, key };
}

describe('meniscus serve', () => {
  test.each([
    ['off this machine without a certificate', { listen: '0.0.0.0:0' }, 'tls-needed'],
    ['by a name without a certificate', { listen: 'localhost:0' }, 'tls-needed'],
    ['with a certificate and no key', { cert: 'x' }, 'tls-half'],
    ['with a key and no certificate', { key: 'x' }, 'tls-half'],
    ['without a port', { listen: '127.0.0.1' }, 'listen-not-read'],
    ['at a port that is none', { listen: '127.0.0.1:65536' }, 'listen-not-read'],
    ['at an address that is none', { listen: '[1.2.3.4]:80' }, 'listen-not-read'],
  ])('%s is refused before the data file is opened', async (_, options, code) => {
    const run = serving(options);
    expect(await codeOf(run.ended)).toBe(code);
    expect([run.isClosed(), run.lines]).toEqual([false, []]);
  });

  test('an address of another machine is refused by name', async () => {
    // RFC 5737: an address for documents, which no machine has.
    const run = serving({ listen: '192.0.2.1:8443', ...tlsFiles() });
    expect(await codeOf(run.ended)).toBe('listen-not-here');
    expect(run.isClosed()).toBe(true);
  });

  // Whoever runs this as root may listen anywhere: what the system says to others is handed in.
  test.each([
    ['EACCES', 'listen-not-allowed'],
    ['EADDRINUSE', 'listen-taken'],
    ['EADDRNOTAVAIL', 'listen-not-here'],
    ['ENOTFOUND', 'listen-not-here'],
  ])('%s is told as %s', async (system, expected) => {
    const error = Object.assign(new Error('listen'), { code: system });
    expect(await codeOf(Promise.resolve().then(() => notListening(error, '0.0.0.0:80')))).toBe(expected);
  });

  test.each([
    ['without its first supervisor', { firstRun: true }, 'site-without-supervisor'],
    [
      'that is damaged',
      { damaged: { code: 'data-file-damaged', movedAt: null, folder: null, backups: [], readable: true } },
      'data-file-damaged',
    ],
    [
      'whose data went to a site',
      { damaged: { code: 'data-file-moved', movedAt: null, folder: null, backups: [], readable: false } },
      'data-file-moved',
    ],
  ])('a data file %s is not served, and is closed', async (_, told, code) => {
    const run = serving({}, told);
    expect(await codeOf(run.ended)).toBe(code);
    expect([run.isClosed(), run.lines]).toEqual([true, []]);
  });

  test('this machine is served without TLS, and ends when it is asked to', async () => {
    const run = serving({});
    await expect.poll(() => run.lines[0]).toMatch(/^Serving http:\/\/127\.0\.0\.1:\d+ /);
    run.end();
    await run.ended;
    expect(run.isClosed()).toBe(true);
  });

  test('a port that is taken is refused by name', async () => {
    const first = serving({});
    await expect.poll(() => first.lines.length).toBe(1);
    const port = /:(\d+) /.exec(first.lines[0] ?? '')?.[1];
    expect(await codeOf(serving({ listen: `127.0.0.1:${port}` }).ended)).toBe('listen-taken');
    first.end();
    await first.ended;
  });

  test('a certificate that ends soon is spoken of; TLS 1.1 is not spoken', async () => {
    const files = tlsFiles();
    const run = serving(files);
    await expect.poll(() => run.lines.length).toBe(3);
    // As Node reads the file: what a person compares at a station.
    const { fingerprint256 } = new X509Certificate(readFileSync(files.cert));
    expect(run.lines[2]).toBe(`The fingerprint of its certificate (SHA-256): ${fingerprint256}`);
    expect(run.lines[0]).toMatch(/^the certificate ends in (19|20) days/);
    const port = parseInt(/https:\/\/localhost:(\d+) /.exec(run.lines[1] ?? '')?.[1] ?? '', 10);
    const spoken = (version: 'TLSv1.1' | 'TLSv1.2') =>
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
    expect(await spoken('TLSv1.1')).toBe('refused');
    expect(await spoken('TLSv1.2')).toBe('TLSv1.2');
    run.end();
    await run.ended;
  });
});
