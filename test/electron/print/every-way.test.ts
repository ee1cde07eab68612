import { describe, expect, test } from 'vitest';
import type { OrderView } from '../../../bridge/records.ts';
import { directions } from '../../../electron/print/content/words.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { renderArtefact } from '../../../electron/print/artefact.tsx';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { checkOrder } from '../../../engine/checks/check-order.ts';
import { pumpModels } from '../../../engine/pumps/models.ts';
import { unwrap } from '../../../engine/number/result.ts';
import { library as shipped, questionOf, type Changes } from '../../engine/base-order.ts';
import { hydromorphone, library } from './fixture.ts';

const epidural: Changes = {
  'order.drug': 'ropivacaine',
  'order.route': 'epidural',
  'order.naloxone': 'none',
  'order.preparation.vial': { strength: '2 mg/mL', volume: '100 mL' },
  'order.preparation.drugAmount': '200 mg',
  'order.preparation.diluent': 'none',
};
const block = (regimen: object): Changes => ({
  ...epidural,
  'order.route': 'perineural',
  'order.regimen': regimen,
});

const SOLIS_PIB = {
  kind: 'pca',
  demand: '8 mg',
  lockout: '15 min',
  basal: '0 mg/h',
  limit: { kind: 'none' },
};

/** Every way of delivery on a pump that has it; what its sheet must show, by hand. */
const WAYS: Readonly<Record<string, readonly [pump: string, changes: Changes, shown: readonly string[]]>> = {
  'a continuous epidural': [
    'cadd-solis',
    { ...epidural, 'order.regimen': { kind: 'continuous', rate: '8 mL/h' } },
    ['Continuous Rate 16 mg/h 8 mL/h', 'NOT FOR IV'],
  ],
  'a rate and a button of an epidural mixture': [
    'cadd-solis',
    {
      ...epidural,
      'order.drug': 'bupivacaine',
      'order.regimen': {
        kind: 'pca',
        demand: '4 mL',
        lockout: '15 min',
        basal: '8 mL/h',
        limit: { kind: 'none' },
      },
      'order.preparation': {
        method: 'exact-fill',
        vial: { strength: '5 mg/mL', volume: '30 mL' },
        diluent: 'ns09',
        drugAmount: '125 mg',
        finalVolume: '250 mL',
        container: 'bag',
        capacity: '250 mL',
        containers: '2',
        priming: '2 mL',
        residual: '3 mL',
        storage: 'room',
        also: [{ drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '10 mL' }, amount: '500 mcg' }],
      },
    },
    // by hand: 0.5 mg/mL, and 2 mcg/mL of fentanyl
    [
      'Continuous Rate 4 mg/h 8 mL/h',
      'PCA Dose 2 mg 4 mL',
      'NOT FOR IV',
      '8 mcg',
      'The whole container: 250 mL (bupivacaine 125 mg, fentaNYL 500 mcg)',
    ],
  ],
  'a continuous nerve block': [
    'cadd-solis',
    block({ kind: 'nerve-block', rate: '8 mL/h', through: { kind: 'pump' } }),
    ['Continuous Rate 16 mg/h 8 mL/h'],
  ],
  // CADD-Solis manual, page 49: intermittent bolus, its interval and PCA dose run together
  'boluses by the clock beside a button': [
    'cadd-solis',
    { ...epidural, 'order.regimen': { ...SOLIS_PIB, scheduled: { dose: '20 mg', every: '60 min' } } },
    ['Intermittent Bolus 20 mg 10 mL', 'Bolus Interval 60 min', 'PCA Dose 8 mg 4 mL'],
  ],
  // Curlin manual, pages 58 and 61: PCA with basal alone, and a clinician dose at any time
  'a rate with a nurse’s boluses and no button': [
    'curlin-4000',
    {
      ...epidural,
      'order.regimen': {
        kind: 'continuous',
        rate: '8 mL/h',
        clinicianBolus: { dose: '4 mL', interval: '30 min', most: '2', per: '4 h' },
      },
    },
    [
      'BASL RATE 16 mg/h 8 mL/h',
      'BOLUS 0 mg',
      'Clinician dose 8 mg 4 mL',
      'Clinician bolus: 8 mg, max 2 in 4 h, 30 min or more apart.',
    ],
  ],
  // Curlin manual, page 101: the variable program; the session of 8 h starts at 20:00 and the night at 22:00
  'a day and a night rate as steps': [
    'curlin-4000',
    {
      'order.regimen': {
        kind: 'continuous',
        rate: { day: '0.1 mg/h', night: '0.2 mg/h', nightFrom: '22:00', nightTo: '06:00' },
      },
    },
    [
      'rate 1, day rate 0.1 mg/h 0.5 mL/h',
      'rate 2, night rate 0.2 mg/h 1 mL/h',
      'time 1 120 min',
      'time 2 360 min',
      'Night rate: The steps count from the start and follow no clock: start at the time of the first session',
    ],
  ],
  // Joint Commission MM.04.01.01: start, increment, frequency, maximum and endpoint
  'a rate that a nurse may raise': [
    'cadd-solis',
    {
      'order.regimen': {
        kind: 'continuous',
        rate: '0.6 mg/h',
        titration: {
          kind: 'titration',
          of: 'rate',
          start: '0.2 mg/h',
          by: '0.1 mg/h',
          every: '4 h',
          until: 'pain 3 of 10 or less',
          changedBy: 'nurse',
        },
      },
    },
    [
      'Continuous Rate 0.2 mg/h 1 mL/h',
      'Changes: programmed at 0.2 mg/h; changed by the nurse, 0.1 mg/h at a time; not sooner than 4 h; until pain 3 of 10 or less; NEVER above 0.6 mg/h',
      '4 h 2.4 mg',
    ],
  ],
  'an elastomeric nerve block': [
    'onq-fixed',
    block({ kind: 'nerve-block', rate: '8 mL/h', through: { kind: 'elastomeric', tolerance: '20 %' } }),
    ['Nominal flow 16 mg/h 8 mL/h'],
  ],
  'a rate alone on a PCA pump': [
    'cadd-legacy-pca',
    { 'order.regimen': { kind: 'continuous', rate: '0.2 mg/h' } },
    ['Continuous Rate 0.2 mg/h 1 mL/h', 'Demand Dose 0 mg'],
  ],
  'doses by the clock': [
    'curlin-4000',
    { 'order.regimen': { kind: 'intermittent', dose: '1 mg', over: '30 min', every: '4 h' } },
    ['dose 1 mg 5 mL', 'duration of a dose 30 min', 'interval 240 min'],
  ],
  'rates in steps': [
    'curlin-4000',
    {
      'order.regimen': {
        kind: 'taper',
        steps: [
          { rate: '0.4 mg/h', lasts: '4 h' },
          { rate: '0.2 mg/h', lasts: '4 h' },
        ],
      },
    },
    [
      'rate 1 0.4 mg/h 2 mL/h',
      'rate 2 0.2 mg/h 1 mL/h',
      // by hand: 100 mL at the 400 mL/h of the Curlin manual, page 47
      'The whole container: 20 mg, in 15 min at 400 mL/h, the highest rate of this pump',
    ],
  ],
  'a pump that stands still on a bag between doses, which a notice is about': [
    'cadd-solis',
    {
      'order.regimen': { kind: 'intermittent', dose: '0.2 mg', over: '30 min', every: '4 h' },
      'order.preparation.container': 'bag',
    },
    ['New set primed at ______, first flow at ______: no more than 1 h apart.'],
  ],
  'a pump that is set in mL for a whole day': [
    'cadd-legacy-1',
    { 'order.regimen': { kind: 'continuous', rate: '0.2 mg/h' } },
    ['24 mL per 24 h 1 mL/h', 'per 24 HOURS, not per hour'],
  ],
};

describe.each(Object.entries(WAYS))('the pump sheet of %s', (_, [pump, changes, shown]) => {
  const question = questionOf({ ...changes, 'order.pump': pump });
  const view: OrderView = {
    ...hydromorphone(),
    content: question.order,
    report: checkOrder(question, shipped),
    open: [],
  };
  test('prints and reads back', async () => {
    const record = unwrap(artefactRecord(view, library, 'prepared'));
    const sheet = unwrap(await renderArtefact('pump-sheet', 'letter', record));
    const pages = await readPdf(sheet.pdf);
    const text = pages.flatMap(wordsOf).join(' ');
    for (const s of shown) expect(text).toContain(s);
  });
  test('is refused where the pump has no value for it', () => {
    const fields = view.report.program.fields.map((f) =>
      ['dose-volume', 'continuous-rate', 'daily-rate', 'nominal-flow', 'step-rate-1'].includes(f.id)
        ? { ...f, programmed: null }
        : f,
    );
    const without = { ...view, report: { ...view.report, program: { ...view.report.program, fields } } };
    expect(artefactRecord(without, library, 'prepared')).toMatchObject({
      ok: false,
      failure: { code: 'element-missing', given: expect.stringContaining('on the pump') },
    });
  });
});

// by hand: 0.2 mg is 0.2 mL of 1 mg/mL and 1 mL of 0.2 mg/mL; 4 mg are 4 mL and 20 mL
test('a change of concentration stands on label and sheet, old and new values side by side', async () => {
  const previous = {
    worst24h: '12 mg',
    concentration: '1 mg/mL',
    regimen: { demand: '0.2 mg', lockout: '10 min', limit: '4 mg in 4 h' },
  };
  const question = questionOf({}, previous);
  const view: OrderView = {
    ...hydromorphone(),
    content: question.order,
    report: checkOrder(question, shipped),
    open: [],
  };
  const record = unwrap(artefactRecord(view, library, 'prepared'));
  const textOf = async (kind: 'pump-sheet' | 'label', paper: 'letter' | '4x2') =>
    (await readPdf(unwrap(await renderArtefact(kind, paper, record)).pdf)).flatMap(wordsOf).join(' ');
  const sheet = await textOf('pump-sheet', 'letter');
  for (const row of [
    'concentration 1 mg/mL 0.2 mg/mL',
    'demand dose 0.2 mg, 0.2 mL 0.2 mg, 1 mL',
    'limit 4 mg, 4 mL in 4 h 4 mg, 20 mL in 4 h',
  ])
    expect(sheet).toContain(row);
  expect(await textOf('label', '4x2')).toContain('CONCENTRATION CHANGED, was 1 mg/mL');
  // by hand: a line of 2 mL (the priming volume) holds 2 × 1 mg, 1 ÷ 0.2 times; a press moves 0.2 ÷ 0.2 = 1 mL, so two empty it
  expect(sheet).toContain('Line at the change: 2 mg in the line, 5 times what the pump counts, 2 doses');
  const same = unwrap(artefactRecord(hydromorphone(), library, 'prepared'));
  expect(same.before).toBeNull();
});

const continuous = pumpModels.filter((p) => p.modes.continuous && p.withdrawn?.kind !== 'removed');
test.each(continuous.map((p) => p.id))(
  'a continuous epidural and a nerve block have every value of their sheet on %s',
  (pump) => {
    const sheets = [
      { ...epidural, 'order.regimen': { kind: 'continuous', rate: '8 mL/h' } },
      block({ kind: 'nerve-block', rate: '8 mL/h', through: { kind: 'pump' } }),
    ].map((changes) => {
      const question = questionOf({ ...changes, 'order.pump': pump });
      const report = checkOrder(question, shipped);
      const view: OrderView = { ...hydromorphone(), content: question.order, report, open: [] };
      return artefactRecord(view, library, 'prepared');
    });
    expect(sheets.map((s) => (s.ok ? 'printable' : s.failure))).toEqual(['printable', 'printable']);
  },
);

const labelOf = async (changes: Changes) => {
  const question = questionOf(changes);
  const report = checkOrder(question, shipped);
  const view: OrderView = { ...hydromorphone(), content: question.order, report, open: [] };
  const record = unwrap(artefactRecord(view, library, 'prepared'));
  const { pdf } = unwrap(await renderArtefact('label', '4x2', record));
  return (await readPdf(pdf)).flatMap(wordsOf).join(' ');
};

test('the label of a rate on a PCA pump says nothing of a button, that of a PCA says its boluses by the clock', async () => {
  const [, rate] = WAYS['a rate alone on a PCA pump'] ?? [];
  const alone = await labelOf({ ...rate, 'order.pump': 'cadd-legacy-pca' });
  expect(alone).toContain('Do not change the flow or any setting.');
  expect(alone).not.toContain('dose, lockout');
  const [, byClock] = WAYS['boluses by the clock beside a button'] ?? [];
  const pib = await labelOf({ ...byClock, 'order.pump': 'cadd-solis' });
  expect(pib).toContain('20 mg by the clock every 60 min');
  expect(pib).toContain('Only the patient presses the button.');
});

// two rates by the clock of the pump: CADD-MS 3, several basal profiles on an internal clock (K051568)
test('a label names the night rate and its hours', () => {
  const question = questionOf({
    'order.pump': 'cadd-ms3',
    'order.regimen.basal': { day: '0.1 mg/h', night: '0.2 mg/h', nightFrom: '22:00', nightTo: '06:00' },
  });
  const report = checkOrder(question, shipped);
  const view: OrderView = { ...hydromorphone(), content: question.order, report, open: [] };
  expect(directions(unwrap(artefactRecord(view, library, 'prepared')))).toContain(
    'Basal 0.1 mg/h, 0.2 mg/h from 22:00 to 06:00',
  );
});
