import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Dispatch } from '../../electron/dispatch.ts';
import { type Loopback, type LoopbackOptions, serve } from '../../electron/hosts/loopback/loopback.ts';

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

export async function host(
  options: Partial<LoopbackOptions> = {},
): Promise<Loopback & { readonly log: string[] }> {
  const log: string[] = [];
  const loopback = await serve({
    dispatch: echo,
    root: builtRoot(),
    port: 0,
    log: (line) => log.push(line),
    ...options,
  });
  onTestFinished(() => loopback.close());
  return { ...loopback, log };
}

/** Sends bytes as they are, where fetch would correct or hide them, and reads the one answer. */
export function raw(port: number, text: string | Buffer, keepOpen = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
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
  const headers = Object.fromEntries(
    fields.map((f) => [f.slice(0, f.indexOf(':')).toLowerCase(), f.slice(f.indexOf(':') + 1).trim()]),
  );
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
      origin: `http://127.0.0.1:${port}`,
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

/** A host with a window on it. */
export async function entered(options: Partial<LoopbackOptions> = {}) {
  const loopback = await host(options);
  return { loopback, port: loopback.port, cookie: cookieOf(await enter(loopback.port, loopback.token)) };
}

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
