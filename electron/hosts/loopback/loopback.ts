import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Reply } from '../../../bridge/failure.ts';
import type { Dispatch } from '../../dispatch.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { readBody } from './body.ts';
import { limitWaiting } from './connections.ts';
import { type Door, onThisMachine, openDoor } from './door.ts';
import type { Entry, Window } from './entry.ts';
import { guard, pathOf, type Refusal, refusal, routeOf, tooMany } from './guard.ts';
import { tokenEntry } from './token-entry.ts';
import { headersOf, rendererFiles } from '../renderer-files.ts';

interface HostOptions {
  readonly dispatch: Dispatch;
  /** Folder of the built renderer. */
  readonly root: string;
  readonly door: Door;
  readonly entry: Entry;
  /** One line about the host itself. Never what was sent. */
  readonly log: (line: string) => void;
  readonly limits?: Partial<Limits>;
}

interface Served {
  /** Scheme, name and port. */
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface LoopbackOptions extends Pick<HostOptions, 'dispatch' | 'root' | 'log' | 'limits'> {
  /** 0: any free port. */
  readonly port: number;
  /** the one-time token was used: what led to it is of no use any more */
  readonly entered?: () => void;
  readonly station?: string;
  /** another door than this machine's own */
  readonly door?: Door;
}

export interface Loopback extends Served {
  /** The address with its one-time token. */
  readonly url: string;
  readonly token: string;
}

/** Serves the built renderer and the dispatcher on 127.0.0.1, for whoever has the token. */
export async function serve({
  port,
  station,
  entered,
  door,
  ...options
}: LoopbackOptions): Promise<Loopback> {
  const entry = tokenEntry(station ?? hostname(), entered ?? (() => undefined));
  const host = await serveAt({ ...options, door: door ?? onThisMachine(port), entry });
  return { ...host, url: `${host.origin}/#${entry.token}`, token: entry.token };
}

/** House rules. */
interface Limits {
  readonly body: number;
  readonly headersMs: number;
  readonly requestMs: number;
  readonly closeMs: number;
  readonly failedSignIns: number;
  readonly secondsPerSignIn: number;
  /** so many times what one who signs in may do wrong, all together may */
  readonly together: number;
  readonly waiting: number;
}
const defaults: Limits = {
  body: 1_048_576,
  headersMs: 5_000,
  requestMs: 10_000,
  closeMs: 2_000,
  failedSignIns: 10,
  secondsPerSignIn: 6,
  together: 1,
  waiting: 64,
};

const unlimited: Attempt = { ok: true, succeeded: () => undefined };

/** The host, whatever the door and whoever may come in by it. The only function that opens a port. */
export async function serveAt(options: HostOptions): Promise<Served> {
  const { dispatch, entry, log } = options;
  const limits = { ...defaults, ...options.limits };
  const files = await rendererFiles(options.root);
  const { failedSignIns: burst, secondsPerSignIn: seconds, together } = limits;
  const attempt = attemptsOf(
    { burst, seconds },
    { burst: burst * together, seconds: seconds / together },
    () => performance.now(),
  );
  let door = openDoor(options.door, options.door.port);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(door.headers)) response.setHeader(name, value);
    const refused = guard(request, door);
    if (refused) return refuse(request, response, refused);
    const route = routeOf(pathOf(request));
    if (route === 'enter') return enter(request, response);
    // Answered before any work, to anybody: that the host is there, however slow what it was asked before is.
    if (route === 'alive') return void response.writeHead(204, headersOf('text/plain', 'no-store')).end();
    const window = await entry.find(door, request, route);
    return route === 'call' ? call(request, response, window) : file(request, response, window);
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { status, reply, headers }: Refusal,
  ): void {
    if (!reply.ok && reply.failure.code === 'refused')
      log(`refused ${status} ${reply.failure.issues[0]?.code ?? ''}`);
    // What is left of a refused body is not read, so the connection can not serve another request.
    const hasBody = request.method === 'POST' && !request.complete;
    sendJson(response, status, reply, { ...headers, ...(hasBody && { connection: 'close' }) });
  }

  async function enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, entry.asks, 1_000);
    if (!body.ok) return refuse(request, response, body.refusal);
    const entered = await entry.enter(door, request, body.value);
    if (!('cookies' in entered)) return refuse(request, response, entered);
    return sendJson(response, 200, { ok: true, value: {} }, { 'set-cookie': entered.cookies });
  }

  async function call(
    request: IncomingMessage,
    response: ServerResponse,
    window: Window | undefined,
  ): Promise<void> {
    if (window === undefined) return refuse(request, response, await entry.refusal(door, request));
    const body = await readBody(request, ['name', 'input'], limits.body, ['once']);
    if (!body.ok) return refuse(request, response, body.refusal);
    const { name, input, once } = body.value;
    const { session, cookies, next } = window;
    const told = (reply: Reply<unknown>, fresh = cookies) =>
      sendJson(response, 200, reply, fresh.length > 0 ? { 'set-cookie': fresh } : {});
    if (name !== 'session.sign-in' && name !== 'system.first-run')
      return told(await dispatch(session, name, input, once));
    const tried = name === 'session.sign-in' ? attempt(session.enrolled ?? '') : unlimited;
    if (!tried.ok) return refuse(request, response, tooMany(tried.waitSeconds));
    const reply = await dispatch({ ...session, key: next.key }, name, input);
    if (!reply.ok) return told(reply);
    tried.succeeded();
    // Whoever was signed in at this window before is not any more.
    await dispatch(session, 'session.sign-out', {});
    return told(reply, [window.enter(next)]);
  }

  async function file(
    request: IncomingMessage,
    response: ServerResponse,
    window: Window | undefined,
  ): Promise<void> {
    const pathname = pathOf(request);
    const found = await (window === undefined ? entry.page(pathname, door, request) : files.find(pathname));
    if (!found && window === undefined) return refuse(request, response, await entry.refusal(door, request));
    if (!found) return refuse(request, response, refusal(404, 'not-found', 'a file of the screens'));
    const cookies = window?.cookies ?? [];
    response.writeHead(200, {
      ...found.headers,
      'content-length': found.body.length,
      ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  }

  const running = new Set<Promise<void>>();
  const asked = (request: IncomingMessage, response: ServerResponse): void => {
    const work = answer(request, response).catch((error: unknown) => {
      // A connection that was cut while its body was read is nobody's to answer.
      if (request.destroyed && !request.complete) return;
      const incident = randomUUID();
      log(`incident ${incident}: ${error instanceof Error ? error.name : typeof error}`);
      if (!response.headersSent)
        sendJson(response, 500, { ok: false, failure: { code: 'internal', incident } });
    });
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const times = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.max(50, limits.headersMs / 5),
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16_384,
  };
  const { tls, address } = options.door;
  const server =
    tls === null
      ? createServer(times, asked)
      : createTlsServer(
          { ...times, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs },
          asked,
        );
  const cutAll = limitWaiting(server, limits.waiting);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host: address, port: door.port, exclusive: true }, resolve);
  });
  door = openDoor(options.door, (server.address() as AddressInfo).port);

  return {
    origin: door.origin,
    port: door.port,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeIdleConnections();
      // One that is still shaking hands is no connection of the server's own yet, and would hold up its end.
      const force = setTimeout(cutAll, limits.closeMs);
      await closed;
      clearTimeout(force);
      // Nobody may close the store under a command that is still writing.
      await Promise.all(running);
    },
  };
}

function sendJson(
  response: ServerResponse,
  status: number,
  reply: Reply<unknown>,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): void {
  const body = Buffer.from(JSON.stringify(reply));
  response.writeHead(status, {
    ...headersOf('application/json; charset=utf-8', 'no-store'),
    'content-length': body.length,
    ...headers,
  });
  response.end(body);
}
