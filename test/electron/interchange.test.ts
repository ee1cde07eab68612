import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { canonical } from '../../db/canonical.ts';
import { k } from '../../db/schema.ts';
import { limitChange } from './limit-change.ts';
import { openOffice, PASSWORD, type Office, type Window } from './office.ts';
import { otherKey, theirs, type FileParts, type Json } from './other-pharmacy.ts';

let office: Office & { supervisor: Window };
let pam: Window;
beforeEach(async () => {
  office = await openOffice();
  pam = await office.person('pam', 'pharmacist');
});
afterEach(() => office.close());

const signed = { password: PASSWORD };
const codes = (failure: Failure) =>
  'issues' in failure ? failure.issues.map((i) => `${i.path} ${i.code}`) : [failure.code];
const packed = (bytes: string | Uint8Array) => gzipSync(bytes).toString('base64');
const exported = async () => (await office.supervisor.do('library.export', signed)).text;
const look = (text: string | Uint8Array) => pam.do('library.look-into', { file: packed(text) });
const refusedFor = async (text: string | Uint8Array) =>
  codes(await pam.no('library.look-into', { file: packed(text) }));
const countChanges = async () =>
  (await office.context.store.read((db) => db.all(k.selectFrom('library_change').select('id')))).length;

async function trust() {
  const { id } = await pam.do('library.propose', {
    collection: 'trusted-keys',
    op: 'put',
    record: { name: 'North Pharmacy', key: otherKey },
    reference: 'Read to us on the telephone',
    reason: 'we share a library',
  });
  await office.supervisor.do('library.approve', { id, ...signed });
}
const limit = (file: FileParts, key: string): Json => {
  const found = file.records['limits']?.find(({ record }) => record['id'] === key);
  if (!found) throw new Error(`no limit ${key}`);
  return found.record;
};

describe('a library file', () => {
  test('says again what is in force: nothing differs, and every record of the seed reads by its form', async () => {
    const view = await look(await exported());
    expect(view).toMatchObject({ differing: [], answers: [], otherParts: [], waiting: 0, ended: 0 });
    // formulary.json, stability.json and the others, counted by hand on 2026-12-01; at least so many
    expect(view.same).toBeGreaterThanOrEqual(452);
    expect(view.signedBy.name).toBe('this pharmacy');
  });

  test('is signed with one key, which is made once, shown with its fingerprint, and never handed out', async () => {
    expect(await pam.do('library.key', {})).toEqual({ own: null, trusted: [] });
    const first = await office.supervisor.do('library.export', signed);
    const second = await office.supervisor.do('library.export', signed);
    const { own } = await pam.do('library.key', {});
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(own?.fingerprint).toBe(first.fingerprint);
    expect(first.text).toContain(own?.key);
    const row = await office.context.store.read((db) => db.one(k.selectFrom('signing_key').selectAll()));
    expect(row?.seed).toMatch(/^[0-9a-f]{64}$/);
    const { events } = await pam.do('log.list', { filter: {}, before: null, limit: 50 });
    for (const said of [first.text, JSON.stringify(events), JSON.stringify(own)])
      expect(said).not.toContain(row?.seed);
    expect(await pam.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('of which any byte is another one is refused, wherever it stands', async () => {
    const bytes = Buffer.from(await exported());
    const places = fc.oneof(
      fc.integer({ min: 0, max: bytes.length - 1 }),
      fc.integer({ min: bytes.length - 300, max: bytes.length - 1 }),
    );
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ by;
        expect(await refusedFor(changed)).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  test('cut off anywhere is refused', async () => {
    const bytes = Buffer.from(await exported());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        expect(await refusedFor(bytes.subarray(0, length))).toEqual([
          length === bytes.length - 1 ? 'file library-file-written-anew' : 'file library-file-not-json',
        ]);
      }),
      { numRuns: 20 },
    );
    expect(await refusedFor(bytes.subarray(0, bytes.length - 1))).toEqual(['file library-file-written-anew']);
  });

  test('is refused by name where it is no such file', async () => {
    const text = await exported();
    const file = JSON.parse(text) as FileParts;
    expect(await refusedFor(`\ufeff${text}`)).toEqual(['file library-file-byte-order-mark']);
    expect(await refusedFor(Buffer.from([0x7b, 0xff, 0x7d]))).toEqual(['file library-file-not-text']);
    expect(await refusedFor('{}')).toEqual(['kind library-file-other-kind']);
    expect(await refusedFor('[]')).toEqual(['kind library-file-other-kind']);
    expect(await refusedFor(canonical({ ...file, version: 2 }))).toEqual(['version library-file-version']);
    expect(await refusedFor(JSON.stringify(file, null, 2))).toEqual(['file library-file-written-anew']);
    expect(await refusedFor(text.replace('"kind":', '"kind":"meniscus-library","kind":'))).toEqual([
      'file library-file-name-twice',
    ]);
    expect(await refusedFor(text.replace('"kind":', '"k\\u0069nd":"x","kind":'))).toEqual([
      'file library-file-name-twice',
    ]);
    const { signature: _, ...bare } = file;
    expect(await refusedFor(`${canonical(bare)}\n`)).toEqual(['signature library-file-signature']);
    expect(await refusedFor(Buffer.alloc(8_388_609, 0x20))).toEqual(['file library-file-large']);
    expect(codes(await pam.no('library.look-into', { file: 'bm8=' }))).toEqual([
      'file library-file-not-packed',
    ]);
  });

  test('of a pharmacy that is not trusted is refused with its fingerprint, and read once it is', async () => {
    const text = theirs(await exported(), () => undefined);
    const failure = await pam.no('library.look-into', { file: packed(text) });
    expect(codes(failure)).toEqual(['signature.key library-file-key']);
    expect(JSON.stringify(failure)).toContain(otherKey);
    await trust();
    expect(await look(text)).toMatchObject({ signedBy: { name: 'North Pharmacy' }, differing: [] });
    const [row] = (await pam.do('library.key', {})).trusted;
    expect(row).toMatchObject({ name: 'North Pharmacy', key: otherKey });
  });

  test('whose signature is of another key than it names does not hold', async () => {
    await trust();
    const text = theirs(await exported(), () => undefined);
    const { own } = await pam.do('library.key', {});
    expect(await refusedFor(text.replace(otherKey, own?.key ?? ''))).toEqual([
      'signature.value library-file-signature',
    ]);
    expect(await refusedFor(text.replace(otherKey, '0'.repeat(64)))).toEqual([
      'signature.value library-file-signature',
    ]);
  });

  test('a key that is none is refused by name', async () => {
    const record = { name: 'North Pharmacy', key: 'AB' };
    const proposed = {
      collection: 'trusted-keys',
      op: 'put' as const,
      record,
      reference: 'a call',
      reason: 'x',
    };
    expect(codes(await pam.no('library.propose', proposed))).toEqual(['record.key public-key-not-read']);
  });
});

describe('an import', () => {
  test('is a proposal of each record that differs, reviewed and approved like any other, and of nothing else', async () => {
    await trust();
    const text = theirs(await exported(), (file) => {
      // formulary.json hm-04: at most 0.4 mg
      limit(file, 'hm-04')['amount'] = '0.3';
      file.about['pharmacy'] = 'North Pharmacy';
      file.records['stability'] = file.records['stability']?.slice(1) ?? [];
    });
    const before = await countChanges();
    const view = await look(text);
    expect(view.differing).toMatchObject([
      {
        collection: 'limits',
        key: 'hm-04',
        drugs: ['HYDROmorphone'],
        differences: [{ field: 'Amount', before: '0.4', after: '0.3' }],
        laxer: false,
      },
    ]);
    expect(await countChanges()).toBe(before);
    const asked = { file: packed(text), reason: 'as our partner has it' };
    expect(await pam.do('library.import', asked)).toMatchObject({ proposed: 1, waiting: 0 });
    expect(await countChanges()).toBe(before + 1);
    const [proposal] = await pam.do('library.changes', {});
    expect(proposal).toMatchObject({ by: 'pam the pharmacist', decision: null, unfit: null });
    expect(proposal?.change).toMatchObject({ id: 'hm-04' });
    expect(JSON.stringify(proposal?.change)).toContain('library of North Pharmacy');
    const amount = async () =>
      (await pam.do('library.rules', { drug: 'hydromorphone' })).find((r) => r.rule.id === 'hm-04')?.rule
        .amount;
    expect(await amount()).toBe('0.4');
    // a second time there is nothing that is not proposed yet
    expect(codes(await pam.no('library.import', asked))).toEqual(['file library-file-nothing-new']);
    await office.supervisor.do('library.approve', { id: proposal?.id ?? '', ...signed });
    expect(await amount()).toBe('0.3');
    expect((await look(text)).differing).toEqual([]);
    expect(await pam.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('of a laxer limit takes two supervisors, as any laxer one does', async () => {
    await trust();
    const text = theirs(await exported(), (file) => void (limit(file, 'hm-04')['amount'] = '0.5'));
    expect((await look(text)).differing).toMatchObject([{ key: 'hm-04', laxer: true }]);
    await pam.do('library.import', { file: packed(text), reason: 'palliative care' });
    const [proposal] = await pam.do('library.changes', {});
    const first = await office.supervisor.do('library.approve', { id: proposal?.id ?? '', ...signed });
    expect(first).toMatchObject({ decision: null, endorsed: [{ by: 'Ada Chief' }] });
  });

  test('of a new drug brings what speaks of it after it; of its records alone it is refused by name', async () => {
    await trust();
    const text = theirs(await exported(), (file) => {
      const like = (collection: string, is: (r: Json) => boolean, more: Json) => {
        const list = file.records[collection] ?? [];
        const found = list.find(({ record }) => is(record));
        if (!found) throw new Error(collection);
        list.push({ ...found, record: { ...found.record, ...more } });
      };
      like('drugs', (r) => r['id'] === 'hydromorphone', {
        id: 'novum',
        generic_name: 'novum',
        tall_man: null,
      });
      like('vials', (r) => r['drug'] === 'hydromorphone', { drug: 'novum' });
    });
    expect((await look(text)).differing.map((d) => d.collection)).toEqual(['drugs', 'vials']);
    const only = { file: packed(text), collection: 'vials' };
    const at = (JSON.parse(text) as FileParts).records['vials']!.length - 1;
    expect(codes(await pam.no('library.look-into', only))).toEqual([
      `records.vials.${at}.record.drug drug-not-in-formulary`,
    ]);
    expect((await pam.do('library.look-into', { file: packed(text), drug: 'morphine' })).differing).toEqual(
      [],
    );
    await pam.do('library.import', { file: packed(text), drug: 'novum', reason: 'asked for' });
    const waits = await pam.do('library.changes', {});
    expect(
      waits
        .filter((c) => c.decision === null)
        .map((c) => c.unfit)
        .toSorted(),
    ).toEqual([null, 'drug-not-in-formulary'].toSorted());
  });

  test.each([
    [
      'a record that its form refuses',
      (file: FileParts) => void (limit(file, 'hm-04')['amount'] = '.5'),
      /^records\.limits\.\d+\.record\.amount number-without-leading-zero$/,
    ],
    [
      'a record that stands in it twice',
      (file: FileParts) => void file.records['limits']!.push(file.records['limits']![0]!),
      /^records\.limits\.\d+ library-file-record-twice$/,
    ],
    [
      'a reference that leads nowhere',
      (file: FileParts) => void (file.records['stability']![3]!.record['drug'] = 'nowhere'),
      /^records\.stability\.3\.record\.drug drug-not-in-formulary$/,
    ],
    [
      'a collection that nobody knows',
      (file: FileParts) => void (file.records['recipes'] = []),
      /^records\.recipes unknown-key$/,
    ],
  ])('of %s is refused with its place, and nothing is proposed', async (_, change, expected) => {
    await trust();
    const before = await countChanges();
    const text = theirs(await exported(), change);
    const failure = await pam.no('library.import', { file: packed(text), reason: 'x' });
    expect(codes(failure)[0]).toMatch(expected);
    expect(await countChanges()).toBe(before);
  });

  test('of more records than anybody reviews at once is refused, and a collection of it is not', async () => {
    await trust();
    const text = theirs(await exported(), (file) => {
      for (const { record } of file.records['stability']!) record['finding'] = 'as their paper says';
      for (const { record } of file.records['compatibility']!) record['note'] = 'as their paper says';
    });
    const refused = await pam.no('library.look-into', { file: packed(text) });
    expect(codes(refused)).toEqual([' library-file-differs-much']);
    const view = await pam.do('library.look-into', { file: packed(text), drug: 'naloxone' });
    expect(view.differing.every((d) => d.drugs.length > 0)).toBe(true);
  });

  test('of an exception that has ended proposes nothing of it; one with its end ahead keeps that end', async () => {
    await trust();
    const change = limitChange({
      rule: 'hm-04',
      amount: '0.3',
      severity: null,
      reason: 'for a week',
      until: '2026-11-30T00:00-05:00',
    });
    const { id } = await pam.do('library.propose', change);
    await office.supervisor.do('library.approve', { id, ...signed });
    const text = theirs(await exported(), () => undefined);
    expect(text).toContain('"until":"2026-11-30T05:00:00.000Z"');
    office.later(8 * 86_400_000);
    await pam.do('session.sign-in', { username: 'pam', password: PASSWORD });
    expect(await look(text)).toMatchObject({ ended: 1, differing: [] });
  });
});
