import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { refuse } from '../../services/call.ts';

/** House rule: so long before its end a certificate is spoken of at each start. */
const SOON_MS = 30 * 86_400_000;

interface SiteCertificate {
  /** PEM */
  readonly cert: string;
  readonly key: string;
  /** what windows may call the site by, as in an address */
  readonly names: readonly string[];
  /** as a person compares it, SHA-256 */
  readonly fingerprint: string;
  /** one line for a person, where it ends soon */
  readonly warning: string | null;
}

/**
 * The certificate of a site and its key, as they are to be at this instant. `names`: what the site is called; those that the
 * certificate names otherwise. Refuses by name what a browser would refuse without a word.
 */
export function siteCertificate(
  { cert: certPath, key: keyPath }: { readonly cert: string; readonly key: string },
  names: readonly string[],
  now: Date,
): SiteCertificate {
  const cert = read(certPath, '--cert');
  const key = read(keyPath, '--key');
  // Windows keeps no such bits: there the folder of the account is what keeps others out.
  if (process.platform !== 'win32' && (statSync(keyPath).mode & 0o077) !== 0)
    refuse(
      'tls-key-readable-by-others',
      keyPath,
      'a key that only the account that serves can read (chmod 600); if others have read it: a new certificate',
      '--key',
    );
  const first = parsed(() => new X509Certificate(cert), certPath, 'a certificate in PEM', '--cert');
  const secret = parsed(
    () => createPrivateKey(key),
    keyPath,
    'a private key in PEM, without a passphrase',
    '--key',
  );
  if (!isKeyOf(first, secret))
    refuse('tls-key-not-matching', keyPath, 'the key with which the certificate was made', '--key');
  const [from, to] = [first.validFromDate, first.validToDate];
  if (now < from)
    refuse('tls-certificate-not-yet-valid', from.toISOString(), 'a certificate that has begun', '--cert');
  if (now >= to)
    refuse('tls-certificate-expired', to.toISOString(), 'a certificate that has not ended', '--cert');
  const own = names.length > 0 ? names : namesIn(first);
  if (own.length === 0)
    refuse(
      'site-name-missing',
      null,
      '--name NAME: the certificate names none that can stand in an address',
      '--name',
    );
  const other = own.find((name) => !isNamed(first, name));
  if (other !== undefined)
    refuse(
      'tls-certificate-of-another-name',
      other,
      `a name of the certificate: ${first.subjectAltName ?? 'none'}`,
      '--name',
    );
  const days = Math.floor((to.getTime() - now.getTime()) / 86_400_000);
  return {
    cert,
    key,
    names: own.map((name) => (isIP(name) === 6 ? `[${name}]` : name)),
    fingerprint: first.fingerprint256,
    warning:
      to.getTime() - now.getTime() < SOON_MS
        ? `the certificate ends in ${days} ${days === 1 ? 'day' : 'days'}, on ${to.toISOString().slice(0, 10)}`
        : null,
  };
}

function read(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return refuse('tls-file-missing', path, 'a file that is there', option);
    return refuse('tls-file-not-readable', path, 'a file that this account may read', option);
  }
}

function parsed<T>(work: () => T, path: string, accepted: string, option: string): T {
  try {
    return work();
  } catch {
    return refuse('tls-file-not-read', path, accepted, option);
  }
}

const isKeyOf = (cert: X509Certificate, key: KeyObject): boolean => cert.checkPrivateKey(key);

/** Names that can stand in an address: no pattern such as *.example.org. */
const namesIn = ({ subjectAltName }: X509Certificate): string[] =>
  [...(subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)]
    .map(([, name = '']) => short(name.toLowerCase()))
    .filter((name) => !name.includes('*'));

/** An IPv6 address as browsers write it. */
const short = (name: string): string =>
  isIP(name) === 6 ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name;

const isNamed = (cert: X509Certificate, name: string): boolean =>
  (isIP(name) === 0 ? cert.checkHost(name) : cert.checkIP(name)) !== undefined;
