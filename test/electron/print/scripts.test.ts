import { expect, test } from 'vitest';
import { renderTemplate } from '../../../electron/print/artefact.tsx';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { hydromorphone, library } from './fixture.ts';

const made = artefactRecord(hydromorphone(), library, 'prepared');
if (!made.ok) throw new Error(made.failure.code);
const record = made.value;
const label = templates[0]!;

const NAMES = [
  ['Cyrillic', 'Достоевский, Фёдор'],
  ['Greek', 'Παπαδοπούλου, Ελένη'],
  ['Vietnamese', 'Nguyễn, Thị Hạnh'],
  ['Polish', 'Wałęsa, Łucja'],
  ['Hebrew', 'כהן, שרה'],
  ['Arabic', 'الأحمد, محمد'],
] as const;

test.each(NAMES)('a %s name prints and reads back: %s', async (_script, patient) => {
  const artefact = await renderTemplate(label, { ...record, patient });
  if (!artefact.ok) throw new Error(JSON.stringify(artefact.failure));
  const [page] = await readPdf(artefact.value.pdf);
  expect(wordsOf(page!).join(' ')).toContain(patient);
});

test.each(['hand-off-letter/2', 'controlled-log-a4/2', 'pump-sheet-a4/1', 'patient-card-letter/1'])(
  '%s holds names of either direction beside dates and numbers',
  async (version) => {
    const sheet = templates.find((t) => t.version === version)!;
    for (const [, patient] of NAMES)
      expect(await renderTemplate(sheet, { ...record, patient })).toMatchObject({ ok: true });
  },
);

// From right to left, the family name stands at the right (Unicode Standard Annex 9).
test('a Hebrew name is set from right to left', async () => {
  const artefact = await renderTemplate(label, { ...record, patient: 'כהן, שרה' });
  if (!artefact.ok) throw new Error(JSON.stringify(artefact.failure));
  const [page] = await readPdf(artefact.value.pdf);
  const at = (text: string) => page!.runs.find((r) => r.text === text)?.x ?? NaN;
  expect(at('כהן')).toBeGreaterThan(at('שרה'));
});

test.each([
  ['陳大文', '陳'],
  ['สมชาย', 'ส'],
  ['Doe \u{1f642}', '\u{1f642}'],
])('a script without an embedded font is refused with the character: %s', async (patient, character) =>
  expect(await renderTemplate(label, { ...record, patient })).toMatchObject({
    ok: false,
    failure: { code: 'glyph-missing', given: character },
  }),
);
