import { describe, expect, test } from 'vitest';
import { form } from '../../../bridge/forms.ts';
import { renderArtefact } from '../../../electron/print/artefact.tsx';
import { WATERMARK } from '../../../electron/print/parse-back.ts';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { fentanyl, hydromorphone, library } from './fixture.ts';

/** The fixture with the long names where it fits, so that several containers and pages are seen. */
const printed = async (t: (typeof templates)[number], options: { reprint?: number; watermark?: boolean }) => {
  const view = t.kind === 'flag' ? hydromorphone() : fentanyl();
  const record = artefactRecord(view, library, form(t.kind).needs);
  if (!record.ok) throw new Error(record.failure.code);
  const made = await renderArtefact(t.kind, t.paper, record.value, options);
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return { ...made.value, pages: (await readPdf(made.value.pdf)).map((p) => wordsOf(p).join(' ')) };
};

describe('a reprint', () => {
  test.each(templates.map((t) => [t.version, t] as const))(
    '%s says its number on every page; the first print stays byte for byte what it was',
    async (_, t) => {
      const first = await printed(t, { reprint: 0 });
      const second = await printed(t, { reprint: 2 });
      expect(second.sha256).not.toBe(first.sha256);
      expect(first.pages.join(' ')).not.toContain('Reprint');
      expect(second.pages.filter((p) => p.includes('Reprint 2'))).toHaveLength(second.pages.length);
    },
  );
});

test.each(templates.map((t) => [t.version, t] as const))(
  'a preview of %s is marked as such on every page',
  async (_, t) => {
    const { pages } = await printed(t, { watermark: true });
    expect(pages.filter((p) => p.includes(WATERMARK))).toHaveLength(pages.length);
  },
);
