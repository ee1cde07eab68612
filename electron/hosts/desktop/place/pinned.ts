import type { X509Certificate } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { issue, Refused } from '../../../../engine/number/result.ts';
import type { FoundCertificate } from '../../../../bridge/place.ts';

/** Where a site is, as it was typed and read. */
export interface SiteAddress {
  readonly origin: string;
  /** an IPv6 address without its brackets */
  readonly host: string;
  readonly port: number;
}

/** Reads `https://NAME:PORT`, which may be typed without its scheme and with "/" at its end; refuses anything besides. */
export function siteAddress(typed: string): SiteAddress {
  const text = typed.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (
    url?.protocol !== 'https:' ||
    url.hostname === '' ||
    `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` !== '/'
  )
    throw new Refused(
      issue(
        'site-address-not-read',
        typed,
        'https://NAME:PORT, as `meniscus serve` prints it where the site runs',
        'address',
      ),
    );
  return {
    origin: url.origin,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 443 : parseInt(url.port, 10),
  };
}

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** House rule: no answer of a site is longer. The longest are sheets and exports, as base64. */
const MOST_BYTES = 256 * 1_048_576;

/** What a certificate is refused for; nothing of a request goes out before it was looked at. */
type LookAt = (found: FoundCertificate) => void;

/**
 * Connections to one site by TLS, each of which is looked at before a byte of a request is sent. Who vouches for the certificate is not
 * asked: that it is the one which a person has compared is more. That the other end has its key is what the handshake proves.
 */
export class PinnedSite {
  readonly #address: SiteAddress;
  readonly #agent: LookingAgent;

  constructor(address: SiteAddress, lookAt: LookAt, now: () => Date) {
    this.#address = address;
    this.#agent = new LookingAgent(address, (certificate) => {
      refuseUnfit(certificate, address, now());
      lookAt(shownOf(certificate));
    });
  }

  ask({ method, path, headers = {}, body, signal }: Asked): Promise<Heard> {
    const { host, port } = this.#address;
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          agent: this.#agent,
          host,
          port,
          method,
          path,
          ...(signal && { signal }),
          headers: {
            ...headers,
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(body)),
            }),
          },
        },
        (answer) => {
          const parts: Buffer[] = [];
          let size = 0;
          answer.on('data', (part: Buffer) => {
            size += part.length;
            if (size > MOST_BYTES) answer.destroy(new Error('an answer that is too long'));
            else parts.push(part);
          });
          answer.once('error', reject);
          answer.once('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(parts).toString('utf8'),
            }),
          );
        },
      );
      asked.once('error', reject);
      asked.end(body);
    });
  }

  /** Whatever waits is given up: it waits on connections that lead nowhere any more. */
  cut(): void {
    this.#agent.destroy();
  }
}

class LookingAgent extends Agent {
  readonly #address: SiteAddress;
  readonly #refuseUnfit: (certificate: X509Certificate) => void;

  constructor(address: SiteAddress, refuseUnfitting: (certificate: X509Certificate) => void) {
    super({ keepAlive: true, maxCachedSessions: 0 });
    this.#address = address;
    this.#refuseUnfit = refuseUnfitting;
  }

  override createConnection(
    _options: RequestOptions,
    done: (error: Error | null, socket: Duplex) => void = () => undefined,
  ): undefined {
    const { host, port } = this.#address;
    const socket = connect({
      host,
      port,
      // By its address a name is not sent: RFC 6066, section 3.
      ...(isIP(host) === 0 && { servername: host }),
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      // What stands in its place is below, and refuses more.
      rejectUnauthorized: false,
    });
    const failed = (error: Error): void => {
      socket.destroy();
      done(error, socket);
    };
    socket.once('error', failed);
    socket.once('secureConnect', () => {
      socket.off('error', failed);
      try {
        const certificate = socket.getPeerX509Certificate();
        if (certificate === undefined) throw new Error('a site without a certificate');
        this.#refuseUnfit(certificate);
      } catch (error) {
        failed(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      done(null, socket);
    });
    return undefined;
  }
}

const shownOf = (certificate: X509Certificate): FoundCertificate => ({
  fingerprint: certificate.fingerprint256,
  names: (certificate.subjectAltName ?? '').replaceAll(/(?:DNS|IP Address):/g, ''),
  until: certificate.validToDate.toISOString(),
});

/** What every browser refuses, by name. The time is that of this computer. */
function refuseUnfit(certificate: X509Certificate, { host }: SiteAddress, now: Date): void {
  const { validFromDate: from, validToDate: to } = certificate;
  if (now < from)
    throw new Refused(
      issue(
        'site-certificate-not-yet-valid',
        from.toISOString(),
        'a certificate that has begun, by a clock that is right',
      ),
    );
  if (now >= to)
    throw new Refused(
      issue(
        'site-certificate-expired',
        to.toISOString(),
        'a new certificate at the site, by a clock that is right',
      ),
    );
  const named = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
  if (named === undefined)
    throw new Refused(
      issue(
        'site-of-another-name',
        host,
        `a name of its certificate: ${certificate.subjectAltName ?? 'none'}`,
      ),
    );
}
