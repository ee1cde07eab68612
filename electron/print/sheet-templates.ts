import type { PrintKind } from '../../bridge/forms.ts';
import { compoundingRecord } from './content/compounding-record.ts';
import { controlledLog } from './content/controlled-log.ts';
import { sheetContent, type Sheet } from './content/document.ts';
import { formulation } from './content/formulation.ts';
import { handOff } from './content/hand-off.ts';
import { patientCard } from './content/patient-card.ts';
import { pumpSheetContent } from './content/pump-sheet.ts';
import { verification } from './content/verification.ts';
import { worksheet } from './content/worksheet.ts';
import { ofPrepared, type ArtefactRecord, type OrderRecord } from './record.ts';
import type { Box, Template } from './template.ts';
import { document } from './templates/document.tsx';
import { pumpSheet } from './templates/pump-sheet.tsx';

const SHEETS = {
  letter: {
    name: 'LETTER',
    pageSize: { width: 612, height: 792 },
    barcode: { left: 476, right: 575, bottom: 699, top: 751 },
  },
  a4: {
    name: 'A4',
    pageSize: { width: 595.28, height: 841.89 },
    barcode: { left: 459, right: 558, bottom: 749, top: 801 },
  },
} as const satisfies Record<string, { name: string; pageSize: Template['pageSize']; barcode: Box }>;
type Size = keyof typeof SHEETS;

/** labels_and_pumps.md 2. The fields are those of the pump and its way of delivery: the record is refused without them. */
const PUMP_SHEET_REQUIRED = [
  'running',
  'pump',
  'route',
  'release code',
  'drug',
  'total in volume',
  'concentration',
  'fact.rx',
  'fact.lot',
  'fact.use',
  'fact.start',
  'sensor.air',
  'sensor.pressure',
  'loading',
  'clinician',
  'kvo',
  'signed.verified',
  'nurse.1',
  'nurse.2',
];

const pump = (paper: Size): Template => ({
  kind: 'pump-sheet',
  paper,
  version: `pump-sheet-${paper}/1`,
  pageSize: SHEETS[paper].pageSize,
  pages: 'flowing',
  margin: 14,
  barcode: SHEETS[paper].barcode,
  required: PUMP_SHEET_REQUIRED,
  content: ofPrepared(pumpSheetContent),
  component: pumpSheet(SHEETS[paper].name),
});

/** Forms that were changed; 2: nothing is said to have been done that no record holds. */
const VERSIONS: Partial<Record<PrintKind, string>> = {
  'compounding-record': '2',
  'controlled-log': '2',
  formulation: '2',
  'hand-off': '2',
  worksheet: '2',
};

/** A sheet of blocks; `required` are names of its elements, each line of its source one of them. */
function sheets<R extends OrderRecord>(
  kind: PrintKind,
  sheet: (r: R) => Sheet,
  content: Template['content'],
  required: readonly string[],
  coded: boolean,
): Template[] {
  return (['letter', 'a4'] as const).map((paper) => ({
    kind,
    paper,
    version: `${kind}-${paper}/${VERSIONS[kind] ?? '1'}`,
    pageSize: SHEETS[paper].pageSize,
    pages: 'flowing',
    margin: 14,
    barcode: coded ? SHEETS[paper].barcode : null,
    required: ['running', 'title', 'subtitle', 'route', 'rule set', ...required],
    content,
    component: document(SHEETS[paper].name, sheet),
  }));
}
const ofOrder = (kind: PrintKind, sheet: (r: OrderRecord) => Sheet, required: readonly string[]) =>
  sheets(kind, sheet, sheetContent(sheet), required, false);
const ofPreparation = (kind: PrintKind, sheet: (r: ArtefactRecord) => Sheet, required: readonly string[]) =>
  sheets(kind, sheet, ofPrepared(sheetContent(sheet)), ['release code', ...required], true);

export const sheetTemplates: readonly Template[] = [
  pump('letter'),
  pump('a4'),
  ...ofPreparation('patient-card', patientCard, ['you.0', 'you.4', 'screen.0', 'know.0']),
  ...ofPreparation('hand-off', handOff, ['bedside.0', 'wrong.0', 'signed.0', 'signed.1']),
  ...ofPreparation('compounding-record', compoundingRecord, [
    'made.0',
    'made.7',
    'components.0',
    'steps.0',
    'quality.0',
  ]),
  ...ofPreparation('controlled-log', controlledLog, ['for.0', 'stock.0', 'events.0', 'events.2']),
  ...ofOrder('worksheet', worksheet, ['plan.0', 'recipe.0', 'steps.0', 'quality.0', 'signed.0', 'signed.3']),
  ...ofOrder('formulation', formulation, [
    'name.0',
    'ingredients.0',
    'container.0',
    'steps.0',
    'look.0',
    'bud.0',
    'stability.0',
    'quality.0',
    'repeat.0',
  ]),
  ...ofOrder('verification', verification, ['ordered.0', 'exposure.0', 'checks.title', 'numbers.title']),
];
