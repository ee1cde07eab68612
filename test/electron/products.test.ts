import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Output } from '../../bridge/contract.ts';
import { PIECE_BYTES } from '../../bridge/products.ts';
import { k } from '../../db/schema.ts';
import { openOffice, staffed, draftOrder, type Window } from './office.ts';

/*
 * Rows as FDA's National Drug Code Directory has them (January 2015, human prescription drugs): meperidine and hydromorphone of
 * Hospira, and a combination. The codes of eleven digits beside them are HIPAA's 5-4-2 of the same.
 */
const COLUMNS =
  'PRODUCTNDC\tPRODUCTTYPENAME\tPROPRIETARYNAME\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tROUTENAME\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT';
const RX = 'HUMAN PRESCRIPTION DRUG';
const MORPHINE = `0409-1134\t${RX}\tMorphine Sulfate\tMORPHINE SULFATE\tINJECTION, SOLUTION\tINTRAVENOUS\tHospira, Inc.\tMORPHINE SULFATE\t25\tmg/mL`;
const DILAUDID = `0409-2540\t${RX}\tHydromorphone Hydrochloride\tHYDROMORPHONE HYDROCHLORIDE\tINJECTION, SOLUTION\tINTRAVENOUS\tHospira, Inc.\tHYDROMORPHONE HYDROCHLORIDE\t.2\tmg/mL`;
const BOTH = `0409-7338\t${RX}\tMarcaine with epinephrine\tbupivacaine and epinephrine\tINJECTION\tEPIDURAL\tHospira, Inc.\tBUPIVACAINE HYDROCHLORIDE; EPINEPHRINE\t2.5; .005\tmg/mL; mg/mL`;
const PRODUCTS = [COLUMNS, MORPHINE, DILAUDID, BOTH, ''].join('\n');
const PACKAGES = [
  'PRODUCTNDC\tNDCPACKAGECODE\tPACKAGEDESCRIPTION',
  '0409-1134\t0409-1134-03\t1 VIAL in 1 CARTON (0409-1134-03)  > 4 mL in 1 VIAL',
  '0409-2540\t0409-2540-01\t25 VIAL in 1 CARTON (0409-2540-01)  > 1 mL in 1 VIAL',
  '',
].join('\n');

interface Sent {
  readonly stopped?: boolean;
  readonly whole?: boolean;
  readonly encoding?: 'utf-8' | 'windows-1252';
  readonly name?: string;
}

/** Sends a file as a window does, and collects what each piece says. */
async function send(by: Window, content: string | Uint8Array, sent: Sent = {}) {
  const bytes = Buffer.from(content as string);
  const { job } = await by.do('product.import-start', {
    file: sent.name ?? 'product.txt',
    bytes: bytes.length,
    encoding: sent.encoding ?? 'utf-8',
  });
  const refusals: Output<'product.import-piece'>['refusals'] = [];
  const changes: Output<'product.import-piece'>['changes'] = [];
  let last: Output<'product.import-piece'> | undefined;
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    last = await by.do('product.import-piece', {
      job,
      at,
      bytes: bytes.subarray(at, at + PIECE_BYTES).toString('base64'),
    });
    refusals.push(...last.refusals);
    changes.push(...last.changes);
  }
  const { stopped = false, whole = false } = sent;
  let end = await by.do('product.import-end', { job, stopped, whole });
  while (end.left > 0) end = await by.do('product.import-end', { job, stopped, whole });
  const { added, changed, unchanged, refused } = last!;
  return { counts: { added, changed, unchanged, refused }, refusals, changes, end };
}

/** Of a file that is refused as a whole: with its first piece, or before it. */
async function refusedFile(by: Window, content: string | Uint8Array) {
  const bytes = Buffer.from(content as string);
  const { job } = await by.do('product.import-start', { file: 'list.csv', bytes: bytes.length });
  const failure = await by.no('product.import-piece', {
    job,
    at: 0,
    bytes: bytes.subarray(0, PIECE_BYTES).toString('base64'),
  });
  await by.do('product.import-end', { job, stopped: true, whole: false });
  return failure.code === 'refused' ? failure.issues.map(({ code, given }) => [code, given]) : failure;
}

const office = async () => {
  const opened = await openOffice();
  onTestFinished(() => opened.close());
  return opened;
};
const listed = async (by: Window) => {
  await send(by, PRODUCTS);
  await send(by, PACKAGES, { name: 'package.txt' });
};

describe('an import', () => {
  test('adds, and a second time finds everything as it is; the file’s digest stands in the log', async () => {
    const { supervisor, context } = await office();
    const first = await send(supervisor, PRODUCTS);
    expect(first.counts).toEqual({ added: 3, changed: 0, unchanged: 0, refused: 0 });
    const digest = createHash('sha256').update(PRODUCTS).digest('hex');
    expect(first.end.sha256).toBe(digest);
    expect((await send(supervisor, PRODUCTS)).counts).toEqual({
      added: 0,
      changed: 0,
      unchanged: 3,
      refused: 0,
    });
    const events = await context.store.read((db) =>
      db.all(k.selectFrom('event').select('change').where('command', '=', 'product.import-end')),
    );
    expect(events).toHaveLength(2);
    expect(events[0]?.change).toContain(digest);
    expect((await supervisor.do('product.list', { search: '' })).total).toBe(3);
  });

  test('says what changed and what the list does not have any more, and takes nothing away', async () => {
    const { supervisor } = await office();
    await send(supervisor, PRODUCTS);
    const next = [COLUMNS, MORPHINE.replace('Hospira, Inc.', 'Pfizer Laboratories'), BOTH, ''].join('\n');
    const { counts, changes, end } = await send(supervisor, next, { whole: true });
    expect(counts).toEqual({ added: 0, changed: 1, unchanged: 1, refused: 0 });
    expect(changes).toEqual([
      {
        line: 2,
        key: '00409-1134',
        fields: [{ name: 'maker', from: 'Hospira, Inc.', to: 'Pfizer Laboratories' }],
      },
    ]);
    expect(end).toMatchObject({ absent: 1, left: 0 });
    const gone = await supervisor.do('product.get', { code: '00409-2540' });
    expect(gone).toMatchObject({ absent: true, absentFrom: { file: 'product.txt' } });
    // It is back with the next list.
    const back = await send(supervisor, PRODUCTS, { whole: true });
    expect(back.counts).toMatchObject({ changed: 2 });
    expect(await supervisor.do('product.get', { code: '00409-2540' })).toMatchObject({ absent: false });
  });

  test('keeps out each row that is wrong, by line, column and name, and takes the others', async () => {
    const { supervisor } = await office();
    const rows = [
      COLUMNS,
      MORPHINE,
      MORPHINE.replace('0409-1134', '04-09'),
      DILAUDID.replace('\t.2\t', '\t.2; 3\t'),
      DILAUDID.replace('Hospira, Inc.', ''),
      DILAUDID.replace('INTRAVENOUS', 'INTRA\0VENOUS'),
      `${DILAUDID}\tone cell too many`,
      MORPHINE.replace('\t25\t', '\t10\t'),
      DILAUDID,
      MORPHINE,
    ];
    const { counts, refusals } = await send(supervisor, rows.join('\r\n'));
    expect(refusals.map(({ line, field, code }) => [line, field, code])).toEqual([
      [3, 'PRODUCTNDC', 'ndc-not-read'],
      [4, 'ACTIVE_NUMERATOR_STRENGTH', 'product-lists-differ'],
      [5, 'LABELERNAME', 'product-text-missing'],
      [6, '', 'product-text-nul'],
      [7, '', 'product-row-cells'],
      [8, 'strengths', 'product-listed-twice'],
    ]);
    expect(refusals.at(-1)?.accepted).toContain('line 2');
    expect(counts).toEqual({ added: 2, changed: 0, unchanged: 1, refused: 6 });
    expect((await supervisor.do('product.get', { code: '00409-1134' })).strength).toBe('25 mg/mL');
    const flagged = [
      `${COLUMNS}\tSTARTMARKETINGDATE\tNDC_EXCLUDE_FLAG`,
      `${BOTH}\t20051301\tN`,
      `${BOTH}\t20051001\tE`,
    ];
    const left = await send(supervisor, flagged.join('\n'));
    expect(left.refusals.map(({ field, code }) => [field, code])).toEqual([
      ['STARTMARKETINGDATE', 'date-not-read'],
      ['NDC_EXCLUDE_FLAG', 'product-excluded'],
    ]);
  });

  test('reads a byte-order mark, semicolons, quotes and Windows-1252 where that is said', async () => {
    const { supervisor } = await office();
    const csv = [
      COLUMNS.replaceAll('\t', ';'),
      MORPHINE.replaceAll('\t', ';').replace('Morphine Sulfate', '"Morphine; ""sulfate"""'),
      DILAUDID.replaceAll('\t', ';').replace('Hydromorphone Hydrochloride', 'Hydro"morphone'),
      '',
    ].join('\r\n');
    const { counts, refusals } = await send(supervisor, `\ufeff${csv}`);
    expect(counts).toMatchObject({ added: 1, refused: 1 });
    expect(refusals[0]).toMatchObject({ line: 3, code: 'product-row-quotes' });
    expect(await supervisor.do('product.get', { code: '00409-1134' })).toMatchObject({
      name: 'Morphine; "sulfate"',
    });
    const latin = Buffer.from(
      PRODUCTS.replace('Dilaudid', '').replace('Hospira, Inc.', 'Labor Müller'),
      'latin1',
    );
    const utf8 = await send(supervisor, latin);
    expect(utf8.refusals).toMatchObject([{ line: 2, code: 'product-text-encoding' }]);
    await send(supervisor, latin, { encoding: 'windows-1252' });
    expect(await supervisor.do('product.get', { code: '00409-1134' })).toMatchObject({
      maker: 'Labor Müller',
    });
  });

  test('is refused as a whole where the file is no list of products', async () => {
    const { supervisor } = await office();
    const without = PRODUCTS.replace('LABELERNAME', 'MAKER').replace('PROPRIETARYNAME', 'BRAND');
    expect(await refusedFile(supervisor, without)).toEqual([
      ['product-column-missing', 'PROPRIETARYNAME, LABELERNAME'],
    ]);
    expect(await refusedFile(supervisor, `GTIN,gtin\n`)).toEqual([['product-column-twice', 'GTIN']]);
    expect(await refusedFile(supervisor, 'Dear colleague,\nplease find\n')).toEqual([
      ['product-file-not-csv', 'DEAR COLLEAGUE, '],
    ]);
    expect(await refusedFile(supervisor, Buffer.from('504b0304140000000800', 'hex'))).toEqual([
      ['product-file-not-csv', 'bytes that are no text'],
    ]);
    expect(await refusedFile(supervisor, Buffer.from(`\ufeff${PRODUCTS}`, 'utf16le'))).toMatchObject([
      ['product-file-encoding', 'UTF-16'],
    ]);
    const open = `${COLUMNS.replaceAll('\t', ',')}\n"${'x,'.repeat(33_000)}`;
    const { job } = await supervisor.do('product.import-start', { file: 'x', bytes: open.length });
    const piece = (at: number) => ({
      job,
      at,
      bytes: Buffer.from(open.slice(at, at + PIECE_BYTES)).toString('base64'),
    });
    await supervisor.do('product.import-piece', piece(0));
    expect(await supervisor.no('product.import-piece', piece(PIECE_BYTES))).toMatchObject({
      issues: [{ code: 'product-file-broken' }],
    });
    await supervisor.do('product.import-end', { job, stopped: true, whole: false });
    expect(await supervisor.do('product.list', { search: '' })).toMatchObject({ total: 0 });
    expect(await supervisor.no('product.import-start', { file: 'x', bytes: 0 })).toMatchObject({
      issues: [{ code: 'product-file-empty' }],
    });
    expect(await supervisor.no('product.import-start', { file: 'x', bytes: 600_000_000 })).toMatchObject({
      issues: [{ code: 'product-file-large' }],
    });
  });

  test('is one at a time, in order, each piece once, and to its end or stopped', async () => {
    const { supervisor } = await office();
    const bytes = Buffer.from(PRODUCTS);
    const { job } = await supervisor.do('product.import-start', { file: 'x', bytes: bytes.length });
    expect(await supervisor.no('product.import-start', { file: 'y', bytes: 10 })).toMatchObject({
      issues: [{ code: 'product-import-running' }],
    });
    const first = { job, at: 0, bytes: bytes.subarray(0, 500).toString('base64') };
    const once = await supervisor.do('product.import-piece', first);
    expect(await supervisor.do('product.import-piece', first)).toEqual(once);
    expect(await supervisor.no('product.import-piece', { ...first, at: 100 })).toMatchObject({
      issues: [{ code: 'product-import-piece' }],
    });
    const end = { job, stopped: false, whole: true };
    expect(await supervisor.no('product.import-end', end)).toMatchObject({
      issues: [{ code: 'product-import-not-whole' }],
    });
    expect(await supervisor.do('product.import-end', { ...end, stopped: true })).toMatchObject({
      absent: 0,
      sha256: null,
    });
    // What was taken before it was stopped stays, and the file goes in a second time.
    expect((await supervisor.do('product.list', { search: '' })).total).toBe(once.added);
    expect((await send(supervisor, PRODUCTS)).counts).toEqual({
      added: 3 - once.added,
      changed: 0,
      unchanged: once.added,
      refused: 0,
    });
  });

  test('of packages and barcodes maps every way of writing to one code', async () => {
    const { supervisor } = await office();
    const early = await send(supervisor, PACKAGES);
    expect(early.refusals.map(({ code }) => code)).toEqual(['product-unknown', 'product-unknown']);
    await listed(supervisor);
    const stray = [
      'PRODUCTNDC,NDCPACKAGECODE,PACKAGEDESCRIPTION',
      '0409-1134,0409-2540-01,another’s',
      '0409-1134,0409113403,ten digits',
      '',
    ].join('\n');
    expect((await send(supervisor, stray)).refusals.map(({ code }) => code)).toEqual([
      'package-of-another-product',
      'ndc-ambiguous',
    ]);
    // GTIN = indicator, 03, the ten digits, check digit: GS1 General Specifications 7.9.1, by hand.
    const gtins = [
      'GTIN,NDC',
      '00304091134034,',
      '10304092540015,0409-2540-01',
      '00304091134039,',
      '4006381333931,0409-1134-03',
      '00304091134034,0409-2540-01',
      '',
    ].join('\n');
    expect((await send(supervisor, gtins)).refusals.map(({ line, code }) => [line, code])).toEqual([
      [4, 'gtin-check-digit'],
      [6, 'gtin-of-another-ndc'],
    ]);
    expect((await send(supervisor, 'GTIN\n123\n')).refusals[0]?.code).toBe('gtin-not-read');
    const ndc = '00409-1134-03';
    const ways = [
      '0409-1134-03',
      '00409-1134-03',
      '0409113403',
      '00409113403',
      '00304091134034',
      '304091134034',
    ];
    for (const code of [...ways, '4006381333931', ']d20100304091134034'])
      expect([code, (await supervisor.do('product.lookup', { code, vial: null })).ndc]).toEqual([code, ndc]);
  });

  test('is a supervisor’s', async () => {
    const { office: house, one } = await staffed();
    onTestFinished(() => house.close());
    expect(await one.no('product.import-start', { file: 'x', bytes: 3 })).toMatchObject({
      code: 'not-allowed',
    });
  });
});

describe('a product', () => {
  test('is found by name, ingredient, code, barcode and maker, and by what is nearly typed', async () => {
    const { supervisor } = await office();
    await listed(supervisor);
    const found = async (search: string) => {
      const { products, instead } = await supervisor.do('product.list', { search });
      return [products.map(({ printed }) => printed), instead.map(({ word }) => word)];
    };
    expect(await found('mo')).toEqual([['0409-1134'], []]);
    expect(await found('morph')).toEqual([['0409-1134', '0409-2540'], []]);
    expect(await found('epineph hosp')).toEqual([['0409-7338'], []]);
    expect(await found('marc')).toEqual([['0409-7338'], []]);
    expect(await found('sulfate 25')).toEqual([['0409-1134'], []]);
    expect(await found('0409-25')).toEqual([['0409-2540'], []]);
    expect(await found('0409-2540-01')).toEqual([['0409-2540'], []]);
    expect(await found('00304091134034')).toEqual([['0409-1134'], []]);
    expect(await found('hydromorpone')).toEqual([['0409-2540'], ['hydromorphone']]);
    expect(await found('bupivicane hospria')).toEqual([['0409-7338'], ['bupivacaine', 'hospira']]);
    expect(await found('ketamine')).toEqual([[], []]);
    expect(await found('%_')).toEqual([[], []]);
    expect(await found('mor%h')).toEqual([[], []]);
  });

  test('that is not the vial of an order is named, and why', async () => {
    const { supervisor } = await office();
    await listed(supervisor);
    const asked = (code: string, drug: string, strength: string) =>
      supervisor.do('product.lookup', { code, vial: { drug, strength } });
    expect(await asked('0409-1134-03', 'morphine', '25 mg/mL')).toMatchObject({
      product: { name: 'Morphine Sulfate', strength: '25 mg/mL', maker: 'Hospira, Inc.' },
      package: expect.stringContaining('4 mL in 1 VIAL') as string,
      differences: [],
    });
    expect((await asked('0409-1134-03', 'morphine', '10 mg/mL')).differences).toEqual(['another-strength']);
    expect((await asked('0409-1134-03', 'hydromorphone', '10 mg/mL')).differences).toEqual(['another-drug']);
    // a package that no list has, of a product that one has
    expect(await asked('0409-7338-99', 'bupivacaine', '2.5 mg/mL')).toMatchObject({
      ndc: '00409-7338-99',
      package: null,
      differences: ['further-drug'],
    });
    expect(await asked('not a code', 'morphine', '10 mg/mL')).toMatchObject({ ndc: null, product: null });
  });

  test('is shown from its own row, whatever the texts say by which it is found', async () => {
    const { supervisor, context } = await office();
    await listed(supervisor);
    // as somebody at the file would
    await context.store.write(async (db) => {
      const words = 'ketamine 50 mg/ml';
      await db.run(k.updateTable('product_search').set({ words }).where('code', '=', '00409-1134'));
      await db.run(k.deleteFrom('product_search').where('code', '=', '00409-2540'));
    });
    const found = async (search: string) => (await supervisor.do('product.list', { search })).products;
    const morphine = { code: '00409-1134', name: 'Morphine Sulfate', strength: '25 mg/mL' };
    expect(await found('ketamine')).toMatchObject([morphine]);
    // Its text is lost: no word finds it any more. An index of SQLite that has what is gone is named; PostgreSQL's is never behind.
    const named = { failure: { code: 'refused', issues: [{ code: 'data-file-damaged' }] } };
    const lost = context.store.address === null ? named : { value: { products: [] } };
    expect(await supervisor.ask('product.list', { search: 'hydromorphone' })).toMatchObject(lost);
    expect(await found('0409-2540-01')).toMatchObject([{ code: '00409-2540', strength: '.2 mg/mL' }]);
  });

  test('that is not what its event says is not shown', async () => {
    const { supervisor, context } = await office();
    await listed(supervisor);
    await context.store.write((db) =>
      // past the handle, as somebody at the file would
      db.run({
        compile: () => ({
          ...k.updateTable('product').set({ strengths: '50' }).where('code', '=', '00409-1134').compile(),
          sql: `/* by hand */ update "product" set "strengths" = ? where "code" = ?`,
        }),
      }),
    );
    for (const ask of [
      supervisor.no('product.get', { code: '00409-1134' }),
      supervisor.no('product.lookup', { code: '0409-1134-03', vial: null }),
      supervisor.no('product.list', { search: 'morphine' }),
    ])
      expect(await ask).toMatchObject({ issues: [{ code: 'record-altered' }] });
  });
});

test('ten digits without hyphens are told at the preparation by the list of products', async () => {
  const { office: house, tech } = await staffed();
  onTestFinished(() => house.close());
  await draftOrder(tech);
  await listed(house.window('supervisor'));
  expect((await tech.do('product.lookup', { code: '0409113403', vial: null })).ndc).toBe('00409-1134-03');
});
