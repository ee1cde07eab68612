import { describe, expect, test } from 'vitest';
import { misfits } from '../../../electron/print/fit.ts';
import { compareWithRecord } from '../../../electron/print/parse-back.ts';
import type { PageText, Run } from '../../../electron/print/read-pdf.ts';
import { readPdf } from '../../../electron/print/read-pdf.ts';
import { drawArtefact } from '../../../electron/print/artefact.tsx';
import { artefactRecord } from '../../../electron/print/record.ts';
import type { Template } from '../../../electron/print/template.ts';
import { findTemplate } from '../../../electron/print/templates.ts';
import { hydromorphone, library } from './fixture.ts';

const found = findTemplate('label', '4x2');
if (!found.ok) throw new Error(found.failure.code);
const label: Template = {
  ...found.value,
  margin: 5,
  barcode: { left: 200, right: 280, bottom: 40, top: 120 },
};
const run = (change: Partial<Run> = {}): Run => ({
  text: '50 mg in 50 mL',
  x: 20,
  y: 60,
  width: 80,
  size: 10,
  upright: true,
  ...change,
});
const page = (...runs: Run[]): PageText => ({ ...label.pageSize, runs });

// Letters stand 0.7 of their size above the line and 0.2 below it; a label of 4 × 2 in is 288 × 144 pt.
describe('what does not fit is found in the finished file', () => {
  test.each<[string, PageText, string]>([
    ['text under 6 pt', page(run({ size: 5.9 })), 'smaller than 6 pt'],
    ['over the left edge', page(run({ x: 4 })), 'runs over the edge'],
    ['over the right edge', page(run({ x: 204, y: 130 })), 'runs over the edge'],
    ['over the lower edge', page(run({ y: 6 })), 'runs over the edge'],
    ['over the upper edge', page(run({ y: 133 })), 'runs over the edge'],
    ['two texts on each other', page(run(), run({ text: 'Rx 700412', y: 66 })), 'runs into "Rx 700412"'],
    ['text on the barcode', page(run({ x: 121 })), 'runs into the barcode'],
    ['a page that grew', { ...page(run()), height: 145 }, 'the page needs 145 pt of height and has 144'],
  ])('%s', (_, wrong, words) => {
    const told = misfits([wrong], label);
    expect(told.join('; ')).toContain(words);
  });

  test.each<[string, PageText]>([
    ['text of 6 pt', page(run({ size: 6 }))],
    ['up to the edges', page(run({ x: 5, y: 7 }), run({ x: 203, y: 132 }))],
    ['two lines of text', page(run(), run({ text: 'Rx 700412', y: 69.5 }))],
    ['up to the barcode', page(run({ x: 120 }))],
    ['nothing but spaces on the barcode', page(run({ x: 210, text: ' ' }))],
  ])('%s fits', (_, right) => expect(misfits([right], label)).toEqual([]));
});

test('a page too many is found, though it says nothing', async () => {
  const record = artefactRecord(hydromorphone(), library, 'prepared');
  if (!record.ok) throw new Error(record.failure.code);
  const drawn = await drawArtefact(found.value, record.value);
  if (!drawn.ok) throw new Error(drawn.failure.code);
  const pages = await readPdf(drawn.value);
  expect(compareWithRecord(pages, record.value, found.value)).toEqual([]);
  expect(compareWithRecord([...pages, page()], record.value, found.value)).toEqual([
    { page: 0, element: 'pages', expected: '1', printed: '2' },
  ]);
});
