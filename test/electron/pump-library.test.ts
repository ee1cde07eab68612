import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf } from '../../db/canonical.ts';
import { staffed, type Office, type Window } from './office.ts';
import { readPdf, wordsOf } from '../../electron/print/read-pdf.ts';

let office: Office & { supervisor: Window };
let tech: Window;
beforeEach(async () => {
  ({ office, tech } = await staffed());
});
afterEach(() => office.close());

const text = ({ data }: { data: string }) => Buffer.from(data, 'base64').toString();

test('the file of a pump carries a digest of all that it says, and the log knows it', async () => {
  const json = await tech.do('protocol.for-pump', { pump: 'cadd-solis', format: 'json' });
  const { digest, made: _, madeBy: __, ...sheet } = JSON.parse(text(json)) as Record<string, unknown>;
  expect([digest, hashOf(sheet)]).toEqual([json.digest, json.digest]);
  const { events } = await office.supervisor.do('log.list', {
    filter: { command: 'protocol.for-pump' },
    before: null,
    limit: 10,
  });
  expect(events.map((e) => [e.subject, e.subjectId])).toEqual([['pump', 'cadd-solis']]);
  expect(JSON.parse(events[0]?.change ?? '')).toMatchObject({ digest, format: 'json' });
});

test('a row of the table says its protocol, its approval, its rule set and the digest', async () => {
  const csv = await tech.do('protocol.for-pump', { pump: 'cadd-solis', format: 'csv' });
  const json = await tech.do('protocol.for-pump', { pump: 'cadd-solis', format: 'json' });
  expect(csv.digest).toBe(json.digest);
  const lines = text(csv).trimEnd().split('\r\n');
  const { fields } = (JSON.parse(text(json)) as { entries: { fields: unknown[] }[] }).entries.reduce(
    (all, e) => ({ fields: [...all.fields, ...e.fields] }),
    { fields: [] as unknown[] },
  );
  expect(lines.length).toBe(1 + fields.length);
  expect(
    lines.find((l) => l.startsWith('published-hydromorphone-naive') && l.includes('PCA Dose')),
  ).toContain('PCA Dose,mg,0.2,0.1,0.4,,,,,,,');
  expect(lines.slice(1).every((l) => l.endsWith(csv.digest))).toBe(true);
});

test('a pump that is not there is said by name', async () => {
  expect(await tech.no('protocol.for-pump', { pump: 'nothing', format: 'pdf' })).toEqual({
    code: 'not-found',
    what: 'pump',
  });
});

test('the page says every field, and the digest on each page', async () => {
  const pdf = await tech.do('protocol.for-pump', { pump: 'cadd-solis', format: 'pdf' });
  const pages = await readPdf(Buffer.from(pdf.data, 'base64'));
  const words = pages.map((page) => wordsOf(page).join(''));
  expect(words.every((page) => page.includes(pdf.digest))).toBe(true);
  const all = words.join('');
  for (const part of [
    'HYDROmorphone 0.2 mg/mL',
    'PCA Dose mg 0.2 0.1 0.4',
    'PCA Lockout min 10 10 10',
    'As published, not approved here',
    'This program never writes to a pump',
  ])
    expect(all).toContain(part.replaceAll(' ', ''));
});
