import { Font } from '@react-pdf/renderer';
import { beforeAll, expect, test } from 'vitest';
import { renderArtefact } from '../../../electron/print/artefact.tsx';
import { familiesFor, loadFonts } from '../../../electron/print/fonts.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { sfntOf } from '../../../electron/print/sfnt.ts';
import { hydromorphone, library } from './fixture.ts';

beforeAll(loadFonts);

test.each([400, 600])(
  'figures of weight %i have one width, so that columns of numbers line up',
  (fontWeight) => {
    const font = Font.getFont({ fontFamily: 'ibm-plex-sans-latin', fontWeight })?.data as unknown as {
      layout(text: string): { advanceWidth: number };
    };
    expect(new Set([...'0123456789'].map((d) => font.layout(d).advanceWidth)).size).toBe(1);
  },
);

test('another script is embedded only for a text that needs it', () => {
  expect(familiesFor('sans', ['HYDROmorphone 0.2 mg, 2 to 8 °C, −25 °C, é'])).toEqual({
    ok: true,
    value: ['ibm-plex-sans-latin'],
  });
  expect(familiesFor('sans', ['Wałęsa'])).toEqual({
    ok: true,
    value: ['ibm-plex-sans-latin', 'ibm-plex-sans-latin-ext'],
  });
  expect(familiesFor('sans', ['≥'])).toMatchObject({
    ok: false,
    failure: { code: 'glyph-missing', given: '≥' },
  });
});

test('a label carries its own fonts and leans on none of the machine', async () => {
  const record = artefactRecord(hydromorphone(), library, 'prepared');
  if (!record.ok) throw new Error(record.failure.code);
  const label = await renderArtefact('label', '4x2', record.value);
  if (!label.ok) throw new Error(label.failure.code);
  const file = Buffer.from(label.value.pdf).toString('latin1');
  expect(file).toMatch(/\+IBMPlexSans/);
  expect(file.match(/\/FontFile2/g)).toHaveLength(3);
  expect(file).not.toContain('Helvetica');
});

test('a file that is not WOFF is refused', () => {
  expect(() => sfntOf(Buffer.from('OTTO, and so on'))).toThrow('not a WOFF file');
});
