import type { IncomingMessage } from 'node:http';
import type { Reply } from '../../../bridge/failure.ts';
import type { OpenDoor } from './door.ts';
import { refuse } from '../../services/refusal.ts';

export interface Refusal {
  readonly status: number;
  readonly reply: Reply<never>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const refusal = (status: number, code: string, accepted: string, headers = {}): Refusal => ({
  status,
  reply: refuse(code, accepted),
  headers,
});

export const tooMany = (seconds: number): Refusal =>
  refusal(429, 'too-many-attempts', `another try in ${seconds} s`, { 'retry-after': String(seconds) });

/** Addresses that take a POST, and the bell. Everything else is a file. */
export type Route = 'call' | 'enter' | 'alive' | 'file';
const routes: Readonly<Record<string, Route>> = { '/call': 'call', '/enter': 'enter', '/alive': 'alive' };
const READ: readonly Route[] = ['file', 'alive'];

export const routeOf = (pathname: string): Route =>
  (Object.hasOwn(routes, pathname) ? routes[pathname] : undefined) ?? 'file';

/**
 * Is this request from a window of our own page? Looks at the request line and headers only. Host keeps a foreign name
 * that was made to point here (DNS rebinding) out; Origin and Sec-Fetch-Site keep other pages out, also those on
 * another port of this machine, which count as the same site and so carry the cookie.
 */
export function guard(
  request: IncomingMessage,
  door: Pick<OpenDoor, 'hosts' | 'scheme'>,
): Refusal | undefined {
  const hosts = request.headersDistinct.host ?? [];
  const host = hosts[0];
  if (hosts.length !== 1 || host === undefined || !door.hosts.includes(host))
    return refusal(421, 'foreign-host', 'the printed address');

  const target = request.url ?? '';
  if (!/^\/(?!\/)/.test(target) || target.length > 2_000)
    return refusal(400, 'target', 'an address that starts with one "/"');

  const route = routeOf(pathOf(request));
  const allowed = READ.includes(route) ? ['GET', 'HEAD'] : ['POST'];
  if (!allowed.includes(request.method ?? ''))
    return refusal(405, 'method', allowed.join(', '), { allow: allowed.join(', ') });

  const from = request.headers['sec-fetch-site'];
  const foreignPage = from !== undefined && from !== 'same-origin' && from !== 'none';
  // A link to the printed address may stand anywhere; a page may not load our files or post to us from elsewhere.
  const isVisit = route === 'file' && request.headers['sec-fetch-mode'] === 'navigate';
  if (foreignPage && !isVisit) return refusal(403, 'foreign-origin', 'the page of this program');

  if (READ.includes(route)) return undefined;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `${door.scheme}://${host}`)
    return refusal(403, 'foreign-origin', 'the page of this program');
  if (!/^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(request.headers['content-type'] ?? ''))
    return refusal(415, 'content-type', 'application/json');
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    return refusal(415, 'content-encoding', 'a body that is not compressed');
  return undefined;
}

export const pathOf = (request: IncomingMessage): string => (request.url ?? '').replace(/[?#].*$/s, '');
