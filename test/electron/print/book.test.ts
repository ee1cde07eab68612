import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { bookPdf, type Book } from '../../../electron/print/book.ts';
import { readPdf } from '../../../electron/print/read-pdf.ts';
import { bookOf, printedBook } from '../../../electron/services/book/book.ts';
import { inkOf } from './ink.ts';

const entry = (i: number) => ({
  says: `A single dose: at most ${i} mg, IV; from 18 years.`,
  facts: `Amount: ${i} · Unit: mg · Severity: hard · ${'Words of a study that go on and on. '.repeat(1 + (i % 9))}`,
  source: `Source: Package insert, section ${i}, 2024; sourced`,
  marks: i % 3 === 0 ? ['TO BE VERIFIED'] : i % 3 === 1 ? ['HOUSE RULE'] : [],
});
/** Made up, so that no change of the seed changes a picture. */
const sample: Book = {
  title: 'Formulary',
  about: ['Riverside Home Infusion', 'Rule set 2026.1.1', `SHA-256 of the rule set ${'ab12'.repeat(16)}`],
  running: 'Riverside Home Infusion · formulary, rule set 2026.1.1',
  at: '2026-11-23T15:00:00.000Z',
  chapters: ['HYDROmorphone', 'morphine'].map((title, c) => ({
    title,
    sections: [
      { title: 'Limits', entries: Array.from({ length: 30 }, (_, i) => entry(i + c * 100)) },
      { title: 'Stability', entries: [entry(7)] },
    ],
  })),
};
const textsOf = async (pdf: Uint8Array) =>
  (await readPdf(pdf)).map((p) => p.runs.map((r) => r.text).join(''));

test('a book has its contents with pages, each page its number of all, and begins each chapter where it says', async () => {
  const pdf = await bookPdf(sample);
  const pages = await textsOf(pdf);
  expect(pages.length).toBeGreaterThan(5);
  pages.forEach((text, i) => expect(text).toContain(`Page ${i + 1} of ${pages.length}`));
  const contents = (await readPdf(pdf))[0]!.runs;
  for (const { title } of sample.chapters) {
    const line = contents.find((r) => r.text === title);
    const said = contents.find((r) => Math.abs(r.y - (line?.y ?? 0)) < 0.1 && /^\d+$/.test(r.text))?.text;
    const at = pages.findIndex((text) => text.includes(`${title}Limits (30)`));
    expect(said).toBe(String(at + 1));
    expect(at).toBeGreaterThan(0);
  }
});

test('the same book gives the same bytes', async () => {
  const [one, two] = [await bookPdf(sample), await bookPdf(sample)];
  expect(Buffer.compare(one, two)).toBe(0);
});

test('no number parts from its unit at the end of a line', async () => {
  const pages = await readPdf(await bookPdf(sample));
  const ends = pages.flatMap((p) => p.runs.map((r) => r.text.trimEnd()));
  expect(ends.filter((t) => /\bat most \d+$/.test(t))).toEqual([]);
});

test('what the book looks like', async () => {
  const pdf = await bookPdf(sample);
  const now = { text: (await textsOf(pdf)).slice(0, 2), ink: [await inkOf(pdf, 1), await inkOf(pdf, 2)] };
  const path = join(import.meta.dirname, '../../golden/book/formulary-book.json');
  if (process.env['MENISCUS_GOLDEN'] === 'write') writeFileSync(path, `${JSON.stringify(now, null, 1)}\n`);
  expect(existsSync(path), 'npm run golden').toBe(true);
  const was = JSON.parse(readFileSync(path, 'utf8')) as typeof now;
  expect(now.text).toEqual(was.text);
  const apart = now.ink.flatMap((page, n) =>
    page.flatMap((row, y) =>
      [...row].filter(
        // two levels of ink of 15: another renderer smooths edges in another way
        (level, x) => Math.abs(parseInt(level, 16) - parseInt(was.ink[n]?.[y]?.[x] ?? '', 16)) > 2,
      ),
    ),
  );
  expect(apart).toEqual([]);
});

describe('the shipped library as a book', () => {
  const library = seedLibrary();

  test('has every drug and every record of it with its source, and marks what is to be verified and what is a house rule', async () => {
    const book = bookOf(library, 'ab12'.repeat(16), '2026-11-23T15:00:00.000Z');
    expect(book.chapters.map((c) => c.title)).toEqual(
      expect.arrayContaining(['HYDROmorphone', 'morphine', 'naloxone']),
    );
    // formulary.json: 19 drugs, and a chapter of what is of none of them
    expect(book.chapters).toHaveLength(20);
    const entries = book.chapters.flatMap((c) => c.sections.flatMap((s) => s.entries));
    expect(entries.every((e) => e.source.startsWith('Source: '))).toBe(true);
    const marks = new Set(entries.flatMap((e) => e.marks));
    expect([...marks].toSorted()).toEqual(['HOUSE RULE', 'TO BE VERIFIED']);
    const pdf = await printedBook(book);
    const text = (await textsOf(pdf)).join('').replaceAll(/\s/g, '');
    // hm-04, from formulary.json
    expect(text).toContain('Asingledose(PCAdemand):atmost0.4mg,IV;from18years,opioid-naive.');
    expect(text).toContain('ab12'.repeat(16));
  });
});
