import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** DER: tag, length, content (X.690). */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const n = content.length;
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const text = (tag: number, words: string) => der(tag, Buffer.from(words, 'ascii'));
const bytes = (hex: string) => Buffer.from(hex, 'hex');

const ECDSA_SHA256 = sequence(der(0x06, bytes('2a8648ce3d040302')));
const COMMON_NAME = der(0x06, bytes('550403'));
const ALT_NAME = der(0x06, bytes('551d11'));
/** As RFC 5280 wants it: four digits of the year from 2050 on, two before. */
const instant = (at: Date) => {
  const digits = `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050 ? text(0x17, digits.slice(2)) : text(0x18, digits);
};
const nameOf = (host: string) =>
  isIP(host) === 4
    ? der(0x87, Buffer.from(host.split('.').map((part) => parseInt(part, 10))))
    : isIP(host) === 6
      ? der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]))
      : text(0x82, host);

const pem = (label: string, content: Buffer) =>
  `-----BEGIN ${label}-----\n${content
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END ${label}-----\n`;

interface Wanted {
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly privateKey?: KeyObject;
}

const DAY_MS = 86_400_000;

/** A certificate that vouches for itself (RFC 5280), and its key, both PEM: no test waits for a program or an authority. */
export function certificate({
  names = ['localhost', '127.0.0.1'],
  from = new Date(Date.now() - DAY_MS),
  to = new Date(Date.now() + 365 * DAY_MS),
  privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
}: Wanted = {}): { readonly cert: string; readonly key: string } {
  const who = sequence(der(0x31, sequence(COMMON_NAME, text(0x0c, 'Meniscus test'))));
  const alt = sequence(...names.map(nameOf));
  const content = sequence(
    der(0xa0, der(0x02, bytes('02'))),
    der(0x02, bytes('01')),
    ECDSA_SHA256,
    who,
    sequence(instant(from), instant(to)),
    who,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    ...(names.length > 0 ? [der(0xa3, sequence(sequence(ALT_NAME, der(0x04, alt))))] : []),
  );
  const signature = sign('sha256', content, privateKey);
  return {
    cert: pem('CERTIFICATE', sequence(content, ECDSA_SHA256, der(0x03, bytes('00'), signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
