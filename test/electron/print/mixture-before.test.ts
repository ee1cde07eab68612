import { expect, test } from 'vitest';
import type { PrintKind } from '../../../bridge/forms.ts';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { renderArtefact } from '../../../electron/print/artefact.tsx';
import { unwrap } from '../../../engine/number/result.ts';
import { library } from './fixture.ts';
import { bupivacaineWithMorphine } from './mixture-fixture.ts';

const view = bupivacaineWithMorphine();
view.report.before = {
  concentration: '0.625 mg/mL',
  also: [{ name: 'morphine', before: '0.1 mg/mL', now: '0.05 mg/mL' }],
  lines: [
    { name: 'demand dose', before: '1.875 mg, 3 mL', now: '1.875 mg, 3 mL' },
    { name: 'demand dose, morphine', before: '0.3 mg, 3 mL', now: '0.15 mg, 3 mL' },
  ],
};
view.report.findings = [
  {
    key: 'morphine:line',
    id: 'line-holds-stronger',
    check: 'exposure-change-over',
    outcome: 'fail',
    severity: 'soft',
    message: { code: 'line-holds-stronger' },
    subject: { code: '{drug}: {of}', drug: 'morphine', of: { code: 'line at the change of container' } },
    observed: { code: 'in-line', amount: '0.2 mg', factor: '2' },
    limit: null,
    missing: null,
    source: { id: 'HOUSE', title: 'house rule' },
    provenance: 'house rule',
    derivations: [],
    reasons: [],
  },
];
const record = unwrap(artefactRecord(view, library, 'prepared'));
const textOf = async (kind: PrintKind, paper: '4x3' | 'letter') =>
  (await readPdf(unwrap(await renderArtefact(kind, paper, record)).pdf)).flatMap(wordsOf).join(' ');

test('a mixture whose second drug alone had another concentration says both on label, sheet and hand-off', async () => {
  const was = 'bupivacaine 0.625 mg/mL, morphine 0.1 mg/mL';
  expect(await textOf('label', '4x3')).toContain(`CONCENTRATION CHANGED, was ${was}`);
  const sheet = await textOf('pump-sheet', 'letter');
  for (const row of [
    'concentration 0.625 mg/mL 0.625 mg/mL',
    'concentration, morphine 0.1 mg/mL 0.05 mg/mL',
    'demand dose, morphine 0.3 mg, 3 mL 0.15 mg, 3 mL',
    'Line at the change: morphine 0.2 mg in the line, 2 times what the pump counts, unless it is primed anew.',
  ])
    expect(sheet).toContain(row);
  expect(await textOf('hand-off', 'letter')).toContain(
    `was ${was}, is bupivacaine 0.625 mg/mL, morphine 0.05 mg/mL: enter the program afresh.`,
  );
});
