import type { IncomingMessage } from 'node:http';

/** Where the host is reached: on this machine, or by the names of a site, where a certificate stands for them. */
export interface Door {
  /** address that is listened on */
  readonly address: string;
  /** 0: any free port */
  readonly port: number;
  /** what a window may call it, without the port; an IPv6 address in brackets */
  readonly names: readonly string[];
  /** PEM: the certificate with those above it, and its key; null only on this machine */
  readonly tls: { readonly cert: string; readonly key: string } | null;
}

export const onThisMachine = (port: number): Door => ({
  address: '127.0.0.1',
  port,
  names: ['127.0.0.1', 'localhost'],
  tls: null,
});

/** A door that is open, on the port that it got: what a request must say to come in by it, and what its cookies are called. */
export interface OpenDoor {
  readonly port: number;
  readonly origin: string;
  /** what Host may say */
  readonly hosts: readonly string[];
  /** of an Origin that fits the Host of the same request */
  readonly scheme: 'http' | 'https';
  /** headers of every answer */
  readonly headers: Readonly<Record<string, string>>;
  setCookie(name: string, value: string, seconds?: number): string;
  /** each cookie of that name that was sent: another port of this machine can plant one */
  cookies(request: IncomingMessage, name: string): string[];
}

/** House rule: a browser that was here once comes back by TLS alone for a year. */
const STRICT_SECONDS = 31_536_000;

export function openDoor({ names, tls }: Door, port: number): OpenDoor {
  const scheme = tls === null ? 'http' : 'https';
  const isUsual = port === (tls === null ? 80 : 443);
  const at = (name: string) => (isUsual ? name : `${name}:${port}`);
  // Cookies are shared by all ports of a host, so the name carries ours; the prefix keeps every other host from setting it.
  const called = (name: string) => `${tls === null ? '' : '__Host-'}meniscus${name}-${port}`;
  return {
    port,
    scheme,
    origin: `${scheme}://${at(names[0] ?? 'localhost')}`,
    hosts: names.flatMap((name) => [at(name), ...(isUsual ? [`${name}:${port}`] : [])]),
    headers: tls === null ? {} : { 'strict-transport-security': `max-age=${STRICT_SECONDS}` },
    setCookie: (name, value, seconds) =>
      [
        `${called(name)}=${value}`,
        ...(seconds === undefined ? [] : [`Max-Age=${seconds}`]),
        ...(tls === null ? [] : ['Secure']),
        'HttpOnly',
        'SameSite=Strict',
        'Path=/',
      ].join('; '),
    cookies: (request, name) => {
      const start = `${called(name)}=`;
      return (request.headers.cookie ?? '')
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part.startsWith(start))
        .map((part) => part.slice(start.length));
    },
  };
}
