import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Refused } from '../../engine/number/result.ts';
import { siteCertificate } from '../../electron/hosts/site/certificate.ts';
import { certificate } from './certificate.ts';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const DAY = 86_400_000;
const at = (days: number) => new Date(NOW.getTime() + days * DAY);

/** A certificate and a key as files; what is not given is as it should be. */
function files(
  wanted: Parameters<typeof certificate>[0] = {},
  own: Partial<ReturnType<typeof certificate>> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const made = { ...certificate({ from: at(-1), to: at(365), ...wanted }), ...own };
  const [cert, key] = [join(folder, 'site.pem'), join(folder, 'site.key')];
  writeFileSync(cert, made.cert);
  writeFileSync(key, made.key, { mode: 0o600 });
  return { cert, key };
}

const refusedBy = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return `${error.issues[0]?.path} ${error.issues[0]?.code}`;
    throw error;
  }
  return 'accepted';
};

const gone = (path: string) => `${path}.gone`;

describe('a certificate of a site', () => {
  // Windows keeps no such bits.
  test.skipIf(process.platform === 'win32').each([0o640, 0o644, 0o602])(
    'whose key others may use (%o) is not served',
    (mode) => {
      const of = files();
      chmodSync(of.key, mode);
      expect(refusedBy(() => siteCertificate(of, [], NOW))).toBe('--key tls-key-readable-by-others');
    },
  );

  test('names the site, where it is not said what it is called', () => {
    const names = ['Pharmacy.example', '*.pharmacy.example', '10.0.0.7', '::1'];
    expect(siteCertificate(files({ names }), [], NOW)).toMatchObject({
      names: ['pharmacy.example', '10.0.0.7', '[::1]'],
      warning: null,
    });
  });

  test('stands for each name under its pattern', () => {
    const of = files({ names: ['*.pharmacy.example'] });
    expect(siteCertificate(of, ['desk.pharmacy.example'], NOW).names).toEqual(['desk.pharmacy.example']);
    expect(refusedBy(() => siteCertificate(of, ['pharmacy.example'], NOW))).toBe(
      '--name tls-certificate-of-another-name',
    );
    expect(refusedBy(() => siteCertificate(of, [], NOW))).toBe('--name site-name-missing');
  });

  test.each([
    [31, null],
    [29, 'the certificate ends in 29 days, on 2026-12-29'],
    [1, 'the certificate ends in 1 day, on 2026-12-01'],
  ])('that ends in %i days is spoken of: %s', (days, warning) => {
    expect(siteCertificate(files({ to: at(days) }), [], NOW).warning).toBe(warning);
  });

  test.each([
    ['that has ended', { to: at(-1 / 24) }, '--cert tls-certificate-expired'],
    ['that has not begun', { from: at(1 / 24) }, '--cert tls-certificate-not-yet-valid'],
    ['without a name', { names: [] }, '--name site-name-missing'],
  ])('%s is refused', (_, wanted, code) => {
    expect(refusedBy(() => siteCertificate(files(wanted), [], NOW))).toBe(code);
  });

  test.each([
    ['whose key is of another', { key: certificate().key }, '--key tls-key-not-matching'],
    ['that is none', { cert: 'hello' }, '--cert tls-file-not-read'],
    ['whose key is none', { key: certificate().cert }, '--key tls-file-not-read'],
  ])('%s is refused', (_, own, code) => {
    expect(refusedBy(() => siteCertificate(files({}, own), [], NOW))).toBe(code);
  });

  test('that is not there, or can not be read, is refused, and so is its key', () => {
    const { cert, key } = files();
    expect(refusedBy(() => siteCertificate({ cert: gone(cert), key }, [], NOW))).toBe(
      '--cert tls-file-missing',
    );
    expect(refusedBy(() => siteCertificate({ cert, key: gone(key) }, [], NOW))).toBe(
      '--key tls-file-missing',
    );
    // Whoever may read everything reads a file without rights; a folder nobody reads as a file.
    chmodSync(key, 0);
    const unread = process.getuid?.() === 0 ? tmpdir() : key;
    expect(refusedBy(() => siteCertificate({ cert, key: unread }, [], NOW))).toBe(
      '--key tls-file-not-readable',
    );
  });
});
