import { describe, expect, test } from 'vitest';
import type { OrderView } from '../../../bridge/records.ts';
import { renderTemplate } from '../../../electron/print/artefact.tsx';
import { compareWithRecord } from '../../../electron/print/parse-back.ts';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { renderZpl } from '../../../electron/print/zpl/zpl.ts';
import { library } from './fixture.ts';
import { bupivacaineWithMorphine } from './mixture-fixture.ts';

const recordOf = (view: OrderView) => {
  const made = artefactRecord(view, library, 'prepared');
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
};
const form = (version: string) => templates.find((t) => t.version === version)!;
const made = async (version: string, view = bupivacaineWithMorphine()) => {
  const file = await renderTemplate(form(version), recordOf(view));
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  return readPdf(file.value.pdf);
};
const textOf = async (version: string, view?: OrderView) =>
  (await made(version, view)).map((p) => wordsOf(p).join(' ')).join(' ');

const EACH = ['bupivacaine', '62.5 mg', '0.625 mg/mL', 'morphine', '5 mg', '0.05 mg/mL'];
const PER_DOSE = ['bupivacaine 1.875 mg, morphine 0.15 mg'];

describe('a mixture prints each drug, its amount and its concentration', () => {
  // The amounts: by hand at the fixture.
  test.each([
    ['label-4x3/1', [...EACH, ...PER_DOSE, 'Worst case bupivacaine 22.5 mg and morphine 1.8 mg in any 1 h']],
    ['label-4x6/1', [...EACH, ...PER_DOSE, 'bupivacaine 90 mg and morphine 7.2 mg in any 4 h', 'C-II']],
    ['overwrap-4x3/1', [...EACH, 'C-II', 'HIGH ALERT']],
    ['overwrap-4x6/1', EACH],
    ['auxiliary-4x2/1', ['bupivacaine with morphine', 'May cause drowsiness.', 'local anaesthetic']],
    ['pump-sheet-letter/1', [...EACH, ...PER_DOSE, '4 h, morphine 7.2 mg', '24 h, bupivacaine 270 mg']],
    ['pump-sheet-a4/1', [...EACH, ...PER_DOSE]],
    ['patient-card-letter/1', [...EACH, ...PER_DOSE]],
    ['hand-off-letter/2', [...EACH, ...PER_DOSE, 'Concentration on the container, morphine 0.05 mg/mL']],
    ['worksheet-letter/2', [...EACH, 'Draw 25 mL of bupivacaine', 'Draw 10 mL of morphine 0.5 mg/mL.']],
    ['formulation-letter/2', [...EACH, 'Strength, morphine 5 mg in 100 mL, 0.05 mg/mL']],
    ['compounding-record-letter/2', [...EACH, 'BUP77', 'MOR12', '10 mL of 0.5 mg/mL']],
    ['verification-letter/1', [...EACH, ...PER_DOSE, '3 mL', '1.8 mg', '1.95 mg']],
  ])('%s', async (version, elements) => {
    const text = await textOf(version);
    for (const element of elements) expect(text).toContain(element);
  });

  test('the log of controlled substances is of the morphine alone', async () => {
    const text = await textOf('controlled-log-letter/2');
    for (const element of ['morphine 0.5 mg/mL, 10 mL, schedule II', 'MOR12', '1 × 10 mL'])
      expect(text).toContain(element);
    expect(text).not.toContain('BUP77');
  });

  test('two controlled drugs have lines of their own', async () => {
    const view = bupivacaineWithMorphine();
    view.report.drug.schedule = 'II';
    const text = await textOf('controlled-log-letter/2', view);
    expect(text).toContain('Events, bupivacaine');
    expect(text).toContain('Events, morphine');
  });

  test('what a container with another concentration of either drug would give', async () => {
    // 0.05 mg/mL taken for 0.5 mg/mL: ten times 0.15, 1.8 and 7.2 mg.
    expect(await textOf('hand-off-letter/2')).toContain('morphine 0.5 mg/mL 1.5 mg 18 mg 72 mg');
  });

  test('a share that is no decimal is said to be shortened, and none is left out', () => {
    const view = bupivacaineWithMorphine();
    view.report.preparation.also[0]!.concentration = '1/30 mg/mL';
    // 3 mL of 1/30 mg/mL are 0.1 mg; 6 mL/h are 0.2 mg/h.
    expect(recordOf(view).demand).toBe('3 mL (bupivacaine 1.875 mg, morphine 0.1 mg)');
    expect(recordOf(view).also[0]?.concentration).toBe('about 0.0333333 mg/mL');
  });
});

describe('a label that can not hold a mixture', () => {
  test.each(['label-4x2/1', 'flag-2x1/1'])('%s refuses it', async (version) =>
    expect(await renderTemplate(form(version), recordOf(bupivacaineWithMorphine()))).toMatchObject({
      ok: false,
      failure: { code: 'text-does-not-fit' },
    }),
  );
});

test.each(['label-4x3/1', 'label-4x6/1', 'pump-sheet-letter/1', 'worksheet-letter/2'])(
  '%s with another amount or concentration of the second drug does not read back',
  async (version) => {
    const pages = await made(version);
    const record = recordOf(bupivacaineWithMorphine());
    expect(compareWithRecord(pages, record, form(version))).toEqual([]);
    for (const wrong of [{ total: '50 mg' }, { concentration: '0.5 mg/mL' }, { name: 'HYDROmorphone' }]) {
      const also = record.also.map((x) => ({ ...x, ...wrong }));
      expect(compareWithRecord(pages, { ...record, also }, form(version))).not.toEqual([]);
    }
  },
);

test.each([203, 300] as const)('a thermal printer of %i dpi gives each drug a line of its own', (dpi) => {
  const zpl = renderZpl('label', '4x3', recordOf(bupivacaineWithMorphine()), { dpi, copies: 1, reprint: 0 });
  if (!zpl.ok) throw new Error(JSON.stringify(zpl.failure));
  const fields = [
    ...Buffer.from(zpl.value.bytes)
      .toString('utf8')
      .matchAll(/\^FO(\d+),(\d+)[^\n]*?\^FD([^^]*)/g),
  ];
  const at = (text: string) => fields.find((f) => f[3] === text);
  expect(at('morphine')?.[1]).toBe(at('bupivacaine')?.[1]);
  expect(at('5 mg in 100 mL')?.[2]).toBeDefined();
  expect(Number(at('morphine')?.[2])).toBeGreaterThan(Number(at('bupivacaine')?.[2]));
  expect(at('0.05 mg/mL')).toBeDefined();
});

test('a drug of the mixture that the formulary does not have is refused: its schedule is not known', () => {
  const view = bupivacaineWithMorphine();
  view.report.preparation.also[0]!.id = 'unknown';
  expect(artefactRecord(view, library, 'prepared')).toMatchObject({
    ok: false,
    failure: { code: 'element-missing', given: 'schedule of unknown' },
  });
});
