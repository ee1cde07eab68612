import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { form } from '../../../bridge/forms.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { renderTemplate } from '../../../electron/print/artefact.tsx';
import { readPdf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import type { Template } from '../../../electron/print/template.ts';
import { templates } from '../../../electron/print/templates.ts';
import { fentanyl, hydromorphone, library } from './fixture.ts';
import { inkOf } from './ink.ts';
import { bupivacaineWithMorphine } from './mixture-fixture.ts';

/** What a form was: compare a changed one at its picture, give it a new version, and write anew with `npm run golden`. */
interface Golden {
  /** the packer of the bytes: another one writes the same page in other bytes */
  readonly packer: string;
  readonly sha256: string;
  readonly pages: readonly { readonly text: readonly string[]; readonly ink: readonly string[] }[];
}

const folder = join(import.meta.dirname, '../../golden/print');
const packer = `zlib ${process.versions['zlib'] ?? ''} ${process.arch}`;
/** Levels of ink, of 15, by which a cell may differ: another renderer smooths edges in another way. */
const TOLERANCE = 2;

const fileOf = (name: string): string => `${name.replace('/', '-').replace(' of ', '-')}.json`;

async function made(t: Template, view: OrderView): Promise<Golden> {
  const record = artefactRecord(view, library, form(t.kind).needs);
  if (!record.ok) throw new Error(record.failure.code);
  const file = await renderTemplate(t, record.value);
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  const { pdf, sha256 } = file.value;
  const texts = (await readPdf(pdf)).map((p) => p.runs.map((r) => r.text).filter((x) => x.trim() !== ''));
  const pages: Golden['pages'][number][] = [];
  for (const [i, text] of texts.entries()) pages.push({ text, ink: await inkOf(pdf, i + 1) });
  return { packer, sha256, pages };
}

/** The flag has no room for the long names of the second fixture: that it is refused is tested with the labels. */
const ofMixture = ['label-4x3/1', 'label-4x6/1', 'pump-sheet-letter/1', 'worksheet-letter/2'];
const cases = templates.flatMap((t) =>
  [hydromorphone(), fentanyl()]
    .slice(0, t.kind === 'flag' ? 1 : 2)
    .concat(ofMixture.includes(t.version) ? [bupivacaineWithMorphine()] : [])
    .map((view) => [`${t.version} of ${view.content.drug}`, t, view] as const),
);

describe('each form on each paper is what it was', () => {
  test.each(cases)('%s: as text, as picture, as bytes', async (name, t, view) => {
    const path = join(folder, fileOf(name));
    const now = await made(t, view);
    if (process.env['MENISCUS_GOLDEN'] === 'write') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, `${JSON.stringify(now, null, 1)}\n`);
    }
    expect(existsSync(path), 'npm run golden').toBe(true);
    const was = JSON.parse(readFileSync(path, 'utf8')) as Golden;
    expect(now.pages.map((p) => p.text)).toEqual(was.pages.map((p) => p.text));
    const apart = now.pages.flatMap(({ ink }, page) =>
      ink.flatMap((row, y) =>
        [...row].flatMap((level, x) => {
          const before = was.pages[page]?.ink[y]?.[x] ?? '';
          const by = Math.abs(parseInt(level, 16) - parseInt(before, 16));
          return by <= TOLERANCE ? [] : [`page ${page + 1}, row ${y}, column ${x}: ${before} is ${level}`];
        }),
      ),
    );
    expect(apart).toEqual([]);
    expect(now.pages.map((p) => p.ink.length)).toEqual(was.pages.map((p) => p.ink.length));
    if (was.packer === packer) expect(now.sha256).toBe(was.sha256);
  });

  test('no golden file is left of a form that is no longer', () => {
    expect(readdirSync(folder).toSorted()).toEqual(cases.map(([name]) => fileOf(name)).toSorted());
  });
});
