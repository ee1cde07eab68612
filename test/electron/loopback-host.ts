import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, onTestFinished } from 'vitest';
import type { Dispatch } from '../../electron/dispatch.ts';
import { onThisMachine } from '../../electron/hosts/loopback/door.ts';
import {
  type Loopback,
  type LoopbackOptions,
  serve,
  serveAt,
} from '../../electron/hosts/loopback/loopback.ts';
import { stationEntry } from '../../electron/hosts/site/station-entry.ts';
import { certificate } from './certificate.ts';

const ours = certificate();

/** The hosts that are attacked: this machine's own, and that of a site, with TLS and an enrolled station. */
const HOSTS = ['loopback', 'site'] as const;
let attacked: (typeof HOSTS)[number] = 'loopback';

/** Tries the same on each of them. */
export function onEachHost(attacks: () => void): void {
  describe.each(HOSTS)('the host of %s', (one) => {
    beforeEach(() => void (attacked = one));
    afterEach(() => void (attacked = 'loopback'));
    attacks();
  });
}

/** How the host that is attacked is called, and what its cookies begin with. */
export const at = () =>
  attacked === 'loopback'
    ? ({ scheme: 'http', other: 'https', cookie: 'meniscus' } as const)
    : ({ scheme: 'https', other: 'http', cookie: '__Host-meniscus' } as const);

export function connect(port: number, open: () => void = () => {}): Socket {
  const to = { port, host: '127.0.0.1' };
  return attacked === 'loopback'
    ? connectPlain(to, open)
    : connectTls({ ...to, ca: ours.cert, servername: 'localhost' }, open);
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A small built renderer, and beside it a file that nobody may get. */
export function builtRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-loopback-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return buildIn(folder);
}

export function buildIn(folder: string): string {
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.json'), '{"secret":true}');
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><html><head><title>Meniscus</title></head><body></body></html>',
  );
  writeFileSync(join(root, 'assets', 'app-Ab3_x-9Z.js'), 'export const hashed = 1;');
  writeFileSync(join(root, 'assets', 'plain.css'), 'body{}');
  return root;
}

/** A small dispatcher that answers what it was given, so that a test sees what came through. */
export const echo: Dispatch = async (session, name, input) => ({
  ok: true,
  value: { key: session.key, station: session.station, name, input },
});

interface Opened extends Loopback {
  readonly log: string[];
}

export async function host(options: Partial<LoopbackOptions> = {}): Promise<Opened> {
  const log: string[] = [];
  const given = {
    dispatch: echo,
    root: builtRoot(),
    port: 0,
    log: (line: string) => log.push(line),
    ...options,
  };
  const opened = attacked === 'loopback' ? await serve(given) : await siteOf(given);
  onTestFinished(() => opened.close());
  return { ...opened, log };
}

async function siteOf(options: LoopbackOptions): Promise<Loopback> {
  const door = { ...onThisMachine(options.port), tls: ours };
  // Which stations there are is asked of a dispatcher that knows each: what a test gives is reached by commands alone.
  const site = await serveAt({ ...options, door, entry: stationEntry(echo) });
  return { ...site, url: site.origin, token: '' };
}

/** Sends bytes as they are, where fetch would correct or hide them, and reads the one answer. */
export function raw(port: number, text: string | Buffer, keepOpen = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port);
    const chunks: Buffer[] = [];
    const done = () => resolve(parse(Buffer.concat(chunks).toString('latin1')));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (!keepOpen && isWhole(Buffer.concat(chunks).toString('latin1'), String(text).startsWith('HEAD ')))
        socket.destroy();
    });
    socket.on('error', (error) => (chunks.length > 0 ? done() : reject(error)));
    socket.on('close', done);
    socket.write(text);
  });
}

function isWhole(text: string, isHead: boolean): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = isHead ? undefined : /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  return end >= 0 && text.length - end - 4 >= Number(length ?? 0);
}

function parse(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [line = '', ...fields] = text.slice(0, end < 0 ? text.length : end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const field of fields) {
    const name = field.slice(0, field.indexOf(':')).toLowerCase();
    const value = field.slice(field.indexOf(':') + 1).trim();
    headers[name] = name in headers ? `${headers[name]}\n${value}` : value;
  }
  return { status: Number(line.split(' ')[1] ?? 0), headers, body: end < 0 ? '' : text.slice(end + 4) };
}

export type Headers = Record<string, string | undefined>;

/** A request of our own page, unless a header says otherwise; `undefined` leaves one out. */
export function request(
  port: number,
  method: string,
  target: string,
  headers: Headers = {},
  body?: string,
): Promise<Answer> {
  const all: Headers = {
    host: `127.0.0.1:${port}`,
    ...(body !== undefined && {
      origin: `${at().scheme}://127.0.0.1:${port}`,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return raw(port, `${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

export const enter = (port: number, token: unknown, headers: Headers = {}): Promise<Answer> =>
  request(port, 'POST', '/enter', headers, JSON.stringify({ token }));

/** Name and value of the cookie an answer sets. */
export const cookieOf = (answer: Answer): string => (answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';

/** Each cookie that an answer sets, as it is sent back. */
export const cookiesOf = (answer: Answer): string[] =>
  (answer.headers['set-cookie'] ?? '').split('\n').map((line) => line.split(';')[0] ?? '');

/** What a window sends from then on: the cookies of before, but for those that an answer sets anew. */
export function renewed(cookie: string, answer: Answer): string {
  const set = cookiesOf(answer).filter(Boolean);
  const names = new Set(set.map((c) => c.split('=')[0]));
  return [...cookie.split('; ').filter((c) => !names.has(c.split('=')[0])), ...set].join('; ');
}

/** A host with a window on it. */
export async function entered(options: Partial<LoopbackOptions> = {}) {
  const loopback = await host(options);
  const { port } = loopback;
  if (attacked === 'loopback') return { loopback, port, cookie: cookieOf(await enter(port, loopback.token)) };
  const [station = ''] = cookiesOf(await enrol(port));
  const cookie = cookiesOf(await request(port, 'GET', '/', { cookie: station })).join('; ');
  return { loopback, port, cookie };
}

export const enrol = (port: number, code: unknown = 'code', name: unknown = 'Clean room 2') =>
  request(port, 'POST', '/enter', {}, JSON.stringify({ code, name }));

export const call = (
  port: number,
  cookie: string | undefined,
  name: unknown,
  input: unknown = {},
  headers: Headers = {},
): Promise<Answer> => request(port, 'POST', '/call', { cookie, ...headers }, JSON.stringify({ name, input }));

export const codeOf = (answer: Answer): string | undefined => {
  const reply = JSON.parse(answer.body) as {
    ok: boolean;
    failure?: { code: string; issues?: { code: string }[] };
  };
  return reply.failure?.issues?.[0]?.code ?? reply.failure?.code;
};
