import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Reply } from '../../../bridge/failure.ts';
import type { Dispatch } from '../../dispatch.ts';
import { type Attempt, attempts } from './attempts.ts';
import { readBody } from './body.ts';
import { limitWaiting } from './connections.ts';
import { entryFile } from './entry-page.ts';
import { guard, pathOf, type Refusal, refusal, routeOf } from './guard.ts';
import { cookiesIn, Sessions, setCookie } from './sessions.ts';
import { headersOf, rendererFiles } from '../renderer-files.ts';

export interface LoopbackOptions {
  readonly dispatch: Dispatch;
  /** Folder of the built renderer. */
  readonly root: string;
  /** 0: any free port. */
  readonly port: number;
  /** One line about the host itself. Never what was sent. */
  readonly log: (line: string) => void;
  /** the one-time token was used: what led to it is of no use any more */
  readonly entered?: () => void;
  readonly station?: string;
  readonly limits?: Partial<Limits>;
}

export interface Loopback {
  /** The address with its one-time token. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  close(): Promise<void>;
}

/** House rules. */
interface Limits {
  readonly body: number;
  readonly headersMs: number;
  readonly requestMs: number;
  readonly closeMs: number;
  readonly failedSignIns: number;
  readonly secondsPerSignIn: number;
  readonly waiting: number;
}
const defaults: Limits = {
  body: 1_048_576,
  headersMs: 5_000,
  requestMs: 10_000,
  closeMs: 2_000,
  failedSignIns: 10,
  secondsPerSignIn: 6,
  waiting: 64,
};

const unlimited: Attempt = { ok: true, succeeded: () => undefined };
const tooMany = (seconds: number): Refusal =>
  refusal(429, 'too-many-attempts', `another try in ${seconds} s`, { 'retry-after': String(seconds) });
const noSession = (): Refusal => refusal(401, 'no-session', 'the address printed at start, once');

/** Serves the built renderer and the dispatcher on 127.0.0.1. The only file that opens a port. */
export async function serve(options: LoopbackOptions): Promise<Loopback> {
  const { dispatch, log } = options;
  const limits = { ...defaults, ...options.limits };
  const station = options.station ?? hostname();
  const files = await rendererFiles(options.root);
  const sessions = new Sessions();
  const attempt = attempts(limits.failedSignIns, limits.secondsPerSignIn, () => performance.now());
  let port = options.port;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = guard(request, port);
    if (refused) return refuse(request, response, refused);
    const route = routeOf(pathOf(request));
    if (route === 'enter') return enter(request, response);
    const key = sessions.find(cookiesIn(request.headers.cookie, port));
    return route === 'call' ? call(request, response, key) : file(request, response, key);
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
    const body = await readBody(request, ['token'], 1_000);
    if (!body.ok) return refuse(request, response, body.refusal);
    const issued = sessions.enter(body.value.token);
    if (!issued)
      return refuse(
        request,
        response,
        refusal(401, 'token', 'the one-time token of this run, not used before'),
      );
    options.entered?.();
    return sendJson(response, 200, { ok: true, value: {} }, { 'set-cookie': setCookie(port, issued.cookie) });
  }

  async function call(
    request: IncomingMessage,
    response: ServerResponse,
    key: string | undefined,
  ): Promise<void> {
    if (key === undefined) return refuse(request, response, noSession());
    const body = await readBody(request, ['name', 'input'], limits.body, ['once']);
    if (!body.ok) return refuse(request, response, body.refusal);
    const { name, input, once } = body.value;
    if (name !== 'session.sign-in' && name !== 'system.first-run')
      return sendJson(response, 200, await dispatch({ key, station }, name, input, once));
    const tried = name === 'session.sign-in' ? attempt() : unlimited;
    if (!tried.ok) return refuse(request, response, tooMany(tried.waitSeconds));
    const issued = sessions.prepare();
    const reply = await dispatch({ key: issued.key, station }, name, input);
    if (!reply.ok) return sendJson(response, 200, reply);
    tried.succeeded();
    // Whoever was signed in at this window before is not any more.
    await dispatch({ key, station }, 'session.sign-out', {});
    sessions.replace(key, issued);
    return sendJson(response, 200, reply, { 'set-cookie': setCookie(port, issued.cookie) });
  }

  async function file(
    request: IncomingMessage,
    response: ServerResponse,
    key: string | undefined,
  ): Promise<void> {
    const pathname = pathOf(request);
    const found = key === undefined ? entryFile(pathname) : await files.find(pathname);
    if (!found && key === undefined) return refuse(request, response, noSession());
    if (!found) return refuse(request, response, refusal(404, 'not-found', 'a file of the screens'));
    response.writeHead(200, { ...found.headers, 'content-length': found.body.length });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  }

  const running = new Set<Promise<void>>();
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: Math.max(50, limits.headersMs / 5),
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
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
    },
  );
  limitWaiting(server, limits.waiting);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host: '127.0.0.1', port: options.port, exclusive: true }, resolve);
  });
  port = (server.address() as AddressInfo).port;

  return {
    url: `http://127.0.0.1:${port}/#${sessions.token}`,
    token: sessions.token,
    port,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeIdleConnections();
      const force = setTimeout(() => server.closeAllConnections(), limits.closeMs);
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
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(reply));
  response.writeHead(status, {
    ...headersOf('application/json; charset=utf-8', 'no-store'),
    'content-length': body.length,
    ...headers,
  });
  response.end(body);
}
