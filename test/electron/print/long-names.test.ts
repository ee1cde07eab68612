import { expect, test } from 'vitest';
import long from '../../cases/field/name-of-46-letters-on-4x2.json' with { type: 'json' };
import { renderArtefact } from '../../../electron/print/artefact.tsx';
import { loadFonts } from '../../../electron/print/fonts.ts';
import { renderZpl } from '../../../electron/print/zpl/zpl.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { hydromorphone, library } from './fixture.ts';

const record = artefactRecord(hydromorphone(), library, 'prepared');
if (!record.ok) throw new Error(record.failure.code);
const printed = record.value;

const { family, given } = long.input;
const outcome = async (patient: string, paper: '4x2' | '4x3' | '4x6') => {
  const made = await renderArtefact('label', paper, { ...printed, patient });
  return made.ok ? 'fits' : `${made.failure.code} ${made.failure.given}`;
};

/** Double surnames, as people bear them; the last has 58 letters. */
const NAMES = [
  `${family.toUpperCase()}, ${given}`,
  `${family}, ${given}`,
  'FERNÁNDEZ DE CÓRDOBA Y ÁLVAREZ DE TOLEDO, María del Carmen',
  'WIŚNIEWSKA-KOWALCZYKIEWICZ, Małgorzata Aleksandra',
];
test.each(NAMES)('%s stands on every container label', async (patient) => {
  for (const paper of ['4x2', '4x3', '4x6'] as const)
    expect(`${paper} ${await outcome(patient, paper)}`).toBe(`${paper} fits`);
});

test.each(NAMES)('%s stands on the printer’s own 4 × 2 in label', async (patient) => {
  await loadFonts();
  for (const dpi of [203, 300] as const)
    expect(renderZpl('label', '4x2', { ...printed, patient }, { dpi, copies: 1, reprint: 0 })).toMatchObject({
      ok: true,
    });
});
