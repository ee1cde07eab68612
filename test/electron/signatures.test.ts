import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { Output } from '../../bridge/contract.ts';
import { draftOrder, openOffice, PASSWORD, prepareOrder, resolveAll, printLabel } from './office.ts';
import { openRaw } from '../raw.ts';

/** Canonical JSON (RFC 8785) written here a second time, so that the hash is recomputed by nothing of the program. */
function canon(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canon).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value)
    .filter((k) => (value as Record<string, unknown>)[k] !== undefined)
    .toSorted((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((k) => `${JSON.stringify(k)}:${canon((value as Record<string, unknown>)[k])}`).join(',')}}`;
}
const sha256 = (value: unknown) => createHash('sha256').update(canon(value)).digest('hex');

type View = Output<'order.get'>;
type Row = { meaning: string; username: string; hash: string; station: string; shown: string };
/** What each signature stands under: a stop is about the order and its container alone. */
const PARTS: Readonly<Record<string, readonly (keyof View['shown'])[]>> = {
  resolve: ['order', 'patient', 'findings', 'program', 'answers', 'preparation'],
  verify: ['order', 'patient', 'findings', 'program', 'answers'],
  'final-check': ['order', 'patient', 'findings', 'program', 'answers', 'preparation', 'papers'],
  release: ['order', 'patient', 'findings', 'program', 'answers', 'preparation', 'papers'],
  void: ['order', 'preparation'],
};

test('each signature is the hash of exactly what was on the screen, with person and station', async () => {
  const office = await openOffice();
  onTestFinished(() => office.close());
  const tech = await office.person('tess', 'technician');
  const [one, two] = [await office.person('pam', 'pharmacist'), await office.person('paul', 'pharmacist')];
  const draft = await draftOrder(tech);
  const { id } = draft;
  const subject = { id, version: 1 };
  const signed = { ...subject, password: PASSWORD };
  const expected: { meaning: string; by: string; said: unknown; view: View | null }[] = [];
  const seen = () => tech.do('order.get', { id });
  const expects = (meaning: string, by: string, said: unknown, view: View | null = null) =>
    expected.push({ meaning, by, said, view });

  const submitted = await tech.do('order.submit', subject);
  for (const key of submitted.open) {
    const finding = submitted.report.findings.find((f) => f.key === key)!;
    const reason = finding.reasons[0]!.code;
    const needed = finding.severity === 'hard' ? 2 : 1;
    const contact = needed === 2 ? 'Dr. Lee by telephone, 14:50' : null;
    for (let position = 1; position <= needed; position += 1)
      expects('resolve', position === 1 ? 'pam' : 'paul', {
        key,
        position,
        needed,
        kind: finding.outcome === 'fail' ? 'override' : 'acknowledge',
        reason,
        words: 'looked at for the test',
        prescriber_contact: contact,
      });
  }
  await resolveAll(submitted, one, two);
  expects('verify', 'pam', null, await seen());
  await one.do('order.verify', signed);
  await tech.do('preparation.start', subject);
  await tech.do('preparation.record', {
    ...subject,
    ingredients: (await import('./office.ts')).ingredients,
    deviations: null,
  });
  await printLabel(tech, subject);
  expects('final-check', 'paul', null, await seen());
  await two.do('order.final-check', signed);
  expects('release', 'paul', null, await seen());
  await two.do('order.release', signed);
  expects('void', 'pam', { state: 'released', reason: 'a test' }, await seen());
  await one.do('order.void', { ...signed, reason: 'a test' });

  const raw = openRaw(join(office.dir, 'meniscus.db'), { readonly: true });
  onTestFinished(() => void raw.close());
  const rows = raw
    .prepare(
      'SELECT s.meaning, u.username, s.hash, s.station, s.shown FROM signature s JOIN user u ON u.id = s.by_user ORDER BY s.at',
    )
    .all() as Row[];
  expect(rows.map((r) => [r.meaning, r.username])).toEqual(expected.map((e) => [e.meaning, e.by]));
  const { report } = raw.prepare('SELECT report FROM finding').get() as { report: Buffer };
  const findings = createHash('sha256').update(brotliDecompressSync(report)).digest('hex');
  for (const [i, { meaning, said, view }] of expected.entries()) {
    const { hash, shown: kept } = rows[i]!;
    const shown = JSON.parse(kept) as Partial<View['shown']>;
    expect(hash).toBe(sha256({ meaning, order: id, version: 1, shown, signed: said }));
    expect(Object.keys(shown).toSorted()).toEqual([...PARTS[meaning]!].toSorted());
    // the findings are what the file keeps of them, and every part is what the window had just been given
    if (meaning !== 'void') expect(shown.findings).toBe(findings);
    if (view) expect(view.shown).toMatchObject(shown);
  }
  expect(rows.every((r) => r.station === `station-${r.username}`)).toBe(true);
  // The event of each carries the same hash: the log vouches for the signature's own table.
  const events = raw
    .prepare(
      "SELECT json_extract(change, '$.signature') AS s FROM event WHERE json_extract(change, '$.signature') IS NOT NULL ORDER BY seq",
    )
    .all() as { s: string }[];
  expect(events.map((e) => e.s)).toEqual(rows.map((r) => r.hash));
});

test('every command that signs asks for the password, and a wrong one leaves no signature', async () => {
  const office = await openOffice();
  onTestFinished(() => office.close());
  const tech = await office.person('tess', 'technician');
  const [one, two] = [await office.person('pam', 'pharmacist'), await office.person('paul', 'pharmacist')];
  const bag = await prepareOrder(await draftOrder(tech), tech, one, two);
  await printLabel(tech, bag);
  const wrong = { id: bag.id, version: 1, password: 'wrong' };
  for (const [name, input] of [
    ['order.final-check', wrong],
    ['order.void', { ...wrong, reason: 'x' }],
  ] as const)
    expect(await two.no(name, input as never)).toMatchObject({ issues: [{ code: 'password-wrong' }] });
  expect((await two.do('order.get', { id: bag.id })).signatures.map((s) => s.meaning)).not.toContain('void');
});
