import { sentence } from '../../../words/finding.ts';
import { describe, expect, test } from 'vitest';
import { form } from '../../../bridge/forms.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { drawArtefact, renderTemplate } from '../../../electron/print/artefact.tsx';
import { familiesFor, loadFonts } from '../../../electron/print/fonts.ts';
import { compareWithRecord } from '../../../electron/print/parse-back.ts';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { fentanyl, hydromorphone, library } from './fixture.ts';
import { realOrders } from './real-orders.ts';

const templateOf = (version: string) => templates.find((t) => t.version === version)!;
const recordFor = (version: string, view: OrderView) => {
  const made = artefactRecord(view, library, form(templateOf(version).kind).needs);
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
};
const textOf = async (version: string, view = hydromorphone()) => {
  const made = await renderTemplate(templateOf(version), recordFor(version, view));
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return (await readPdf(made.value.pdf)).map((p) => wordsOf(p).join(' ')).join(' ');
};

/** What the source asks of each sheet, as it stands on the paper of the fixture. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  // compounding.md 4.2: the fields of a compounding record
  'compounding-record-letter/2': [
    'HYDROmorphone',
    '50 mg in 50 mL',
    'solution for infusion',
    'lot L261201-07',
    '2026-12-01 08:20 EST',
    'Tomas Beck, CPhT',
    'Priya Raman, PharmD',
    'Example Labs',
    '00409-0000-01',
    'DRG77',
    '2027-10-31',
    'NS12',
    '5 mL of 10 mg/mL',
    '45 mL',
    '50 mg ÷ 10 mg/mL = 5 mL',
    'Use (start) by 2026-12-11 08:20 EST',
    'Refrigerate at 2 to 8 °C. Do not freeze.',
    'to be ticked by hand when done',
    'Deviations',
    '700412',
    'Label copy attached here',
  ],
  // compounding.md 4.1: the nine items of a master formulation record
  'formulation-letter/2': [
    '1 Name, strength, dosage form',
    '2 Ingredients and their amounts',
    '3 Container and closure',
    '4 Preparation',
    '5 Physical description',
    '6 Beyond-use date and storage',
    '7 Reference for stability',
    '8 Quality control',
    '9 What else makes it repeatable',
    'exact-fill',
    'Draw 5 mL of HYDROmorphone 10 mg/mL.',
    'Measure 45 mL of 0.9% sodium chloride injection.',
  ],
  'worksheet-letter/2': [
    'lot L261201-07',
    'Draw 5 mL of HYDROmorphone 10 mg/mL.',
    'Bring both into the empty cassette; it then holds 50 mL.',
    '10 mg/mL, 5 mL; 1 in all',
    'Volumes checked before injection by',
    'Final check by a pharmacist who did not prepare it',
  ],
  // compounding.md 7: what a ledger event stores
  'controlled-log-letter/2': [
    'schedule II',
    'DRG77',
    '2027-10-31',
    '00409-0000-01',
    'OPEN',
    'USE',
    'WASTE',
    'Balance',
    'Witness',
    'Reason',
    'lot L261201-07',
    '1 × 5 mL',
  ],
  // labels_and_pumps.md 2 and 4; by hand for 1 mg/mL: 0.2 mg becomes 2 mg at 10 mg/mL and 1 mg at 5 mg/mL
  'hand-off-letter/2': [
    'Patient, by name Doe, Jane',
    'Patient, by date of birth 1960-02-14',
    'Pump: PCA Dose 0.2 mg',
    'Pump: PCA Lockout 10 min',
    'Pump: 4 Hour Limit 4 mg',
    'If the container holds another concentration than 1 mg/mL',
    '10 mg/mL 2 mg 12 mg 40 mg',
    '5 mg/mL 1 mg 6 mg 20 mg',
    '0.2 mg/mL 0.04 mg 0.24 mg 0.8 mg',
    'Person 1: name, signature, date and time',
    'Person 2: name, signature, date and time',
  ],
  'patient-card-letter/1': [
    'Doe, Jane',
    '+1 555 0100',
    'PCA Dose 0.2 mg',
    'PCA Lockout 10 min',
    'Only the patient presses the button.',
    'Rescue naloxone was ordered for this patient.',
  ],
};

describe('sheets', () => {
  test.each(Object.entries(ASKED))('%s carries what its source asks', async (version, elements) => {
    const text = await textOf(version);
    for (const element of elements) expect(text).toContain(element);
  });

  test('the patient card says what the pump sheet says, field by field', async () => {
    const record = recordFor('patient-card-letter/1', fentanyl());
    const screen = (version: string, prefix: string) =>
      templateOf(version)
        .content(record)
        .flat()
        .filter((p) => p.name.startsWith(prefix) && Array.isArray(p.text))
        .map((p) => [p.text].flat().slice(0, 2));
    const card = screen('patient-card-letter/1', 'screen.').filter(([name]) => name !== 'On the screen');
    expect(card.length).toBeGreaterThan(6);
    expect(card).toEqual(screen('pump-sheet-letter/1', 'screen:'));
  });

  test('the verification report holds every check and every derivation of a real order', async () => {
    const [real] = realOrders();
    const { report } = real!.view;
    const text = await textOf('verification-letter/1', real!.view);
    expect(report.findings.length).toBeGreaterThan(40);
    for (const f of report.findings) expect(text).toContain(sentence(f).replaceAll(/\s+/g, ' '));
    for (const d of report.derivations) expect(text).toContain(d.line);
    expect(text).toContain(`Checks: ${report.findings.length}`);
  });

  test('a master formulation record names no patient', async () => {
    expect(await textOf('formulation-letter/2')).not.toMatch(/Doe|00481516/);
  });

  test('a worksheet is made before there is a code, a label is not', async () => {
    const view: OrderView = { ...hydromorphone(), state: 'preparing', releaseCode: null };
    view.preparation = {
      ...view.preparation!,
      compoundedAt: null,
      compoundedBy: null,
      bud: null,
      budBinds: null,
    };
    expect(await textOf('worksheet-letter/2', view)).toContain('Preparation worksheet');
    expect(artefactRecord(view, library, 'prepared')).toMatchObject({
      ok: false,
      failure: { code: 'element-missing', given: expect.stringContaining('release code') },
    });
  });

  test('one altered digit of one field is found on each sheet that prints it', async () => {
    const versions = ['patient-card-letter/1', 'hand-off-letter/2', 'pump-sheet-letter/1'];
    for (const version of versions) {
      const record = recordFor(version, hydromorphone());
      const program = record.program.map((f) => (f.id === 'lockout' ? { ...f, set: '1 min' } : f));
      const drawn = await drawArtefact(templateOf(version), { ...record, program });
      if (!drawn.ok) throw new Error('not drawn');
      const found = compareWithRecord(await readPdf(drawn.value), record, templateOf(version));
      expect(found.some((d) => d.expected?.includes('10 min'))).toBe(true);
    }
  });
});

test('every character of every checked-in order is in the embedded fonts', async () => {
  await loadFonts();
  const orders = realOrders();
  let printable = 0;
  for (const { name, view } of orders) {
    const made = artefactRecord(view, library, 'prepared');
    if (!made.ok) continue;
    printable += 1;
    const texts = templates.flatMap((t) =>
      t
        .content(made.value)
        .flat()
        .flatMap((p) => [p.text].flat()),
    );
    expect([name, familiesFor('sans', texts)]).toMatchObject([name, { ok: true }]);
  }
  expect(printable).toBeGreaterThan(20);
});

const bytesOf = async (version: string, view: OrderView) => {
  const drawn = await drawArtefact(templateOf(version), recordFor(version, view));
  if (!drawn.ok) throw new Error(drawn.failure.code);
  return Buffer.from(drawn.value).toString('base64');
};

test('a sheet of one page has the same bytes before and after another of its form has run over two', async () => {
  const version = 'pump-sheet-letter/1';
  const before = await bytesOf(version, hydromorphone());
  expect(await textOf(version, fentanyl())).toContain('Page 2 of 2');
  expect(await bytesOf(version, hydromorphone())).toBe(before);
});
