import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input } from '../../bridge/contract.ts';
import { readCsv } from '../../db/csv.ts';
import { textExport } from '../../db/exported.ts';
import { verifyExport } from '../../db/verify-export.ts';
import { readPdf } from '../../electron/print/read-pdf.ts';
import { asked, checked, done as doneBy, fetched as fetchedBy } from './fetched-export.ts';
import { PASSWORD, type Office, type Window } from './office.ts';

const verifyText = (text: string) => verifyExport(textExport(text));

let office: Office & { supervisor: Window };
let tech: Window;
beforeEach(async () => {
  ({ office } = await checked());
  tech = office.window('tess');
});
afterEach(() => office.close());

const done = (input: Input<'export.start'>) => doneBy(input, office.supervisor);
const fetched = (change: Partial<Input<'export.start'>>) => fetchedBy(change, office.supervisor);
const table = async (change: Partial<Input<'export.start'>>) => {
  const [header = [], ...rows] = [...readCsv((await fetched(change)).toString())];
  const trailer = rows.pop() ?? [];
  return { rows: rows.map((r) => Object.fromEntries(header.map((h, i) => [h, r[i] ?? '']))), trailer };
};

describe('the audit log', () => {
  test('as CSV is the file that `log verify` reads, with or without a filter', async () => {
    const whole = (await fetched({})).toString();
    const { events } = await tech.do('log.list', {
      filter: { command: 'export.start' },
      before: null,
      limit: 1,
    });
    const { seq, previous } = events[0]!;
    expect(verifyText(whole)).toMatchObject({ events: seq - 1, head: previous, broken: null, why: null });
    expect(verifyText(whole.replace(',"pam",', ',"pat",')).broken).not.toBeNull();
    expect(verifyText((await fetched({ filter: { drug: 'morphine' } })).toString())).toMatchObject({
      broken: null,
      events: expect.any(Number),
    });
  });

  test('as JSON Lines says what it is, holds every event, and ends with the digest', async () => {
    const lines = (await fetched({ format: 'jsonl' })).toString().trimEnd().split('\n');
    const all = lines.map((l) => JSON.parse(l) as Record<string, unknown>);
    expect(all[0]).toMatchObject({ export: { kind: 'audit', user: 'ada', identifiers: 'full' } });
    expect(all.at(-1)).toMatchObject({
      end: { rows: all.length - 2, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(all[1]).toMatchObject({ seq: '1', command: 'library.seed' });
  });

  test.each(['none', 'pseudonym'] as const)('with identifiers %s names no patient', async (identifiers) => {
    const { rows } = await table({ identifiers });
    const { patients } = await tech.do('patient.list', {});
    const text = JSON.stringify(rows);
    for (const secret of [patients[0]!.id, 'Marsh', 'MRN-1', 'Iris', 'looked at for the test', 'Dr. Lee'])
      expect(text).not.toContain(secret);
    const saved = rows.filter((r) => r['command'] === 'patient.save').map((r) => r['subject_id']);
    expect(saved[0]).toMatch(identifiers === 'none' ? /^\(left out\)$/ : /^P-[0-9a-f]{16}$/);
  });
});

describe('the other logs', () => {
  test('a compounding log tells what went into the bag, who did what, and until when it is good', async () => {
    const { rows, trailer } = await table({ kind: 'compounding' });
    expect(rows).toMatchObject([
      {
        lot: '261123-01',
        order: 'M000001',
        rx: 'RX-1',
        patient: 'Marsh, Iris',
        mrn: 'MRN-1',
        drug_amount: '100 mg',
        final_volume: '100 mL',
        compounded_by: 'tess the technician',
        verified_by: 'pam the pharmacist, RPh',
        checked_by: 'paul the pharmacist, RPh',
        released_by: '',
        state: 'checked',
        ingredients: expect.stringContaining(
          'drug: morphine sulfate 10 mg/mL, lot L-100, expires 2027-06-30',
        ),
      },
    ]);
    expect(JSON.parse(trailer[1] ?? '')).toMatchObject({ kind: 'compounding', rows: 1, user: 'ada' });
  });

  test('a controlled-substance log has the schedule (morphine: CII, 21 CFR 1308.12) and the lot', async () => {
    const { rows } = await table({ kind: 'controlled' });
    expect(rows).toMatchObject([
      { schedule: expect.stringMatching(/II/), ingredient_lot: 'L-100', bag_lot: '261123-01' },
    ]);
  });

  test('an override report has each signature with its finding', async () => {
    const { rows } = await table({ kind: 'override', identifiers: 'pseudonym' });
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(row).toMatchObject({
        order: 'M000001',
        words: '(left out)',
        signature_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
  });

  test('the signals have a row for each rule that stood in the way, the same as on the screen', async () => {
    const { rows } = await table({ kind: 'signal' });
    const seen = await office.supervisor.do('signal.report', {});
    expect(rows.map((r) => [r['rule'], r['alerts'], r['useless_reasons']])).toEqual(
      seen.map((r) => [r.rule, String(r.alerts), String(r.useless)]),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(
      await office.supervisor.no('export.start', asked({ kind: 'signal', filter: { drug: 'morphine' } })),
    ).toMatchObject({ issues: [{ code: 'filter-not-for-kind' }] });
  });

  test.each([
    [{ filter: { lot: 'L-100' } }, 1],
    [{ filter: { lot: '261123-01', drug: 'morphine' } }, 1],
    [{ filter: { lot: 'L-999' } }, 0],
    [{ filter: { drug: 'fentanyl' } }, 0],
    [{ filter: { order: 'M000001' } }, 1],
    [{ filter: { to: '2026-11-23T00:00Z' } }, 0],
  ])('%j gives %i bags', async (change, count) => {
    expect((await table({ kind: 'compounding', ...change })).rows).toHaveLength(count);
  });

  test('a filter that a log does not have is refused by name', async () => {
    expect(
      await office.supervisor.no('export.start', asked({ kind: 'override', filter: { text: 'x' } })),
    ).toMatchObject({ issues: [{ code: 'filter-not-for-kind', path: 'filter.text' }] });
  });
});

describe('a workbook', () => {
  test('holds every cell as text, so that nothing in it is a formula', async () => {
    const { events } = await tech.do('log.list', {
      filter: { command: 'order.save' },
      before: null,
      limit: 1,
    });
    await office.supervisor.do('log.correct', {
      event: events[0]!.seq,
      reason: '=1+1 & <more>',
      text: 'x',
      password: PASSWORD,
    });
    const parts = unzipSync(await fetched({ format: 'xlsx' }));
    const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString();
    expect(sheet).toContain('<t xml:space="preserve">=1+1 &amp; &lt;more&gt;</t>');
    expect(sheet).not.toMatch(/<f[ >]/);
    expect(sheet.match(/<c /g)?.length).toBe(sheet.match(/<c t="inlineStr">/g)?.length);
    const about = Buffer.from(parts['xl/worksheets/sheet2.xml'] ?? []).toString();
    expect(about).toContain('head of the hash chain');
    expect(Object.keys(parts).toSorted()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
      'xl/worksheets/sheet2.xml',
    ]);
  });
});

describe('a PDF', () => {
  test('has on each page its number, the filter, the head and who exported it', async () => {
    const read = await readPdf(await fetched({ format: 'pdf', filter: { drug: 'morphine' } }));
    const pages = read.map((p) => p.runs.map((r) => r.text).join(''));
    const head = (await tech.do('log.list', { filter: { command: 'export.start' }, before: null, limit: 1 }))
      .events[0]!.previous;
    pages.forEach((text, i) => {
      expect(text).toContain(`Audit log, page ${i + 1}.`);
      expect(text).toContain('by ada at station-supervisor. Filter {"drug":"morphine"}');
      expect(text).toContain(head);
    });
    expect(pages.at(-1)).toMatch(/End: \d+ rows on \d+ pages/);
    expect(pages.join('')).toContain('order.final-check');
  });
});

describe('a job', () => {
  test('is its owner’s alone, and only of a supervisor', async () => {
    const { job } = await done(asked({}));
    const other = await office.person('sue', 'supervisor');
    expect(await other.no('export.fetch', { job, offset: 0 })).toEqual({ code: 'not-found', what: 'export' });
    expect(await tech.no('export.start', asked({}))).toMatchObject({ code: 'not-allowed' });
  });

  test('that is cancelled leaves no file, and can not be fetched', async () => {
    const { job } = await office.supervisor.do('export.start', asked({}));
    await office.supervisor.do('export.cancel', { job });
    let state = 'running';
    while (state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 5));
      ({ state } = await office.supervisor.do('export.status', { job }));
    }
    expect(state).toBe('cancelled');
    expect(readdirSync(join(office.dir, 'exports'))).toEqual([]);
    expect(await office.supervisor.no('export.fetch', { job, offset: 0 })).toMatchObject({
      issues: [{ code: 'export-not-done' }],
    });
  });

  test('is in the log when it begins and when it ends; its file is its owner’s and names nobody', async () => {
    const { job, name } = await done(asked({ kind: 'compounding', filter: { order: 'M000001' } }));
    const file = join(office.dir, 'exports', `${job}.csv`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(name).toMatch(/^meniscus-compounding-\d{8}T\d{6}Z\.csv$/);
    const { events } = await tech.do('log.list', { filter: {}, before: null, limit: 2 });
    expect(events.map((e) => [e.command, e.subjectId, e.user])).toEqual([
      ['export.done', job, 'ada'],
      ['export.start', job, 'ada'],
    ]);
  });
});
