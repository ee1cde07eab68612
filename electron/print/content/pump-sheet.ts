import type { ArtefactRecord } from '../record.ts';
import { everyPage, part, when, type Content } from './content.ts';
import { CARRIED_HEAD, CARRIED_TITLE } from './carried.ts';
import { further } from './label.ts';
import {
  clinicianText,
  titrationText,
  CAUTION,
  HIGH_ALERT,
  lineText,
  needsCaution,
  NOT_FOR_VEIN,
  NOT_HELD,
  notHeldText,
  scheduleParts,
} from './words.ts';

/** Pump-programming sheet: labels_and_pumps.md 2. Everything comes from the verified order and its program. */
export const pumpSheetContent = (r: ArtefactRecord): readonly Content[] => [
  [
    everyPage(
      'running',
      `${r.patient} · DOB ${r.birthDate} · MRN ${r.mrn} · Order ${r.orderNumber} version ${r.version}`,
    ),
    part('title', 'Pump programming sheet'),
    part('pump', `${r.pump}, ${r.mode}`),
    ...when(r.highAlert, part('high alert', HIGH_ALERT)),
    ...scheduleParts(r),
    part('route', r.route),
    ...when(r.notForVein, part('not for vein', NOT_FOR_VEIN)),
    part('code.label', 'Release code'),
    part('release code', r.releaseCode),
    part('drug', r.drug),
    part('total in volume', `${r.total} in ${r.volume}`),
    part('concentration', r.concentration),
    ...further(r),
    part('diluent', r.diluent === null ? 'undiluted' : `in ${r.diluent}`),
    ...identity(r),
    ...settings(r),
    ...before(r),
    ...carried(r),
    ...exposure(r),
    ...screen(r),
    ...notes(r),
    ...signatures(r),
    everyPage('rule set', r.selfTest === '' ? `Rules ${r.ruleSet}` : `Rules ${r.ruleSet}, ${r.selfTest}`),
  ],
];

const identity = (r: ArtefactRecord): Content => [
  part('fact.patient', 'Patient', r.patient),
  part('fact.born', 'Date of birth', r.birthDate),
  part('fact.mrn', 'MRN', r.mrn),
  part('fact.order', 'Order', `${r.orderNumber}, version ${r.version}`),
  part('fact.rx', 'Rx', r.rx),
  part('fact.prescriber', 'Prescriber', `${r.prescriber}, ${r.prescriberPhone}`),
  part(
    'fact.lot',
    'CSP lot',
    `${r.lot}, ${r.containers === 1 ? '1 container' : `${r.containers} containers`}`,
  ),
  part('fact.use', 'Use (start) by', r.bud),
  part('fact.storage', 'Storage', r.storage),
  part('fact.start', 'First session', `${r.sessions.start}, runs ${r.sessions.duration}`),
  part(
    'fact.sessions',
    'Sessions',
    r.sessions.count === '1' ? '1' : `${r.sessions.count}, every ${r.sessions.every} from start to start`,
  ),
  part('fact.pharmacy', 'Pharmacy', `${r.pharmacy}, 24 h ${r.phone}`),
];

const settings = (r: ArtefactRecord): Content => [
  part('settings.title', 'Program, in the order of the pump’s screens'),
  part(
    'settings.head',
    'Field on screen',
    'Set to',
    'Equals',
    'Deviation',
    'Range and step',
    'Nurse 1',
    'Nurse 2',
  ),
  ...r.program.map((f) => part(`field.${f.id}`, f.label, f.set, f.equals, f.deviation, f.range)),
  part('sensor.air', 'Air detector', 'ON'),
  part('sensor.pressure', 'Upstream and downstream sensors', 'ON'),
  part('sensor.keypad', 'Keypad', 'LOCKED'),
  part(
    'loading',
    'Loading dose:',
    r.loading === null ? 'none ordered.' : `${r.loading}, once, at the first start only.`,
  ),
  part(
    'clinician',
    'Clinician bolus:',
    r.clinician === null
      ? 'none ordered.'
      : `${clinicianText(r)}. Outside the pump’s limit, and the pump sets no frequency: record each one.`,
  ),
  ...r.limitsNotHeld.map((limit, i) => part(`not held.${i}`, `${NOT_HELD}:`, notHeldText(limit))),
  ...when(r.titration !== null, part('titration', 'Changes:', titrationText(r))),
  ...when(
    r.nightBySteps,
    part(
      'night',
      'Night rate:',
      `The steps count from the start and follow no clock: start at the time of the first session, ${r.sessions.start}. Started later, the night comes later by as much.`,
    ),
  ),
  part('kvo', 'After the limit is reached:', [kvoText(r), ...fixedText(r)].join(' ')),
];

/** The second figure of each window that has one, in words and not in the table: the sheet stays on its page. */
function fixedText(r: ArtefactRecord): string[] {
  const more = r.exposure.flatMap((e) => (e.ifFixed === null ? [] : [`${e.ifFixed} in any ${e.window}`]));
  return more.length === 0 ? [] : [`If the limit window does not roll: ${more.join('; ')}.`];
}

function kvoText(r: ArtefactRecord): string {
  if (r.demand === null) return 'no limit is set: the program itself is all that is given.';
  if (r.limit === null) return 'no pump limit is set; nothing but the lockout holds doses back.';
  if (r.atLimitNotKnown)
    return 'its sources do not say. The worst case counts the basal rate running on and a dose begun below the limit finished.';
  return r.kvoAtLimit === null ? 'no drug flows until the window moves on.' : `${r.kvoAtLimit} still flows.`;
}

const before = (r: ArtefactRecord): Content =>
  when(
    r.before !== null,
    part('before.title', 'CONCENTRATION CHANGED: enter it afresh, and mind what the line still holds'),
    part('before.head', '', 'Before', 'Now'),
    ...(r.before?.rows ?? []).map((cells, i) => part(`before:${i}`, ...cells)),
    part('line at change', `Line at the change: ${lineText(r.before?.line ?? null)}`),
  );

const carried = (r: ArtefactRecord): Content =>
  when(
    r.carried.length > 0,
    part('carried.title', CARRIED_TITLE),
    part('carried.head', ...CARRIED_HEAD),
    ...r.carried.map((c, i) => part(`carried:${i}`, c.label, c.volume, c.amounts)),
  );

const exposure = (r: ArtefactRecord): Content => [
  part('exposure.title', 'The most this patient can receive'),
  part(
    'exposure.head',
    'In any',
    'Worst case',
    'Counted by pump limit',
    'With one more dose',
    'What binds',
    'Oral equivalent',
  ),
  ...r.exposure.map((e) =>
    part(`window.${e.window}`, e.window, e.worst, e.counted, e.plusOne, e.binds, e.mme),
  ),
  ...when(r.wholeContainer !== null, part('whole', 'The whole container:', r.wholeContainer ?? '')),
];

const screen = (r: ArtefactRecord): Content => [
  part('screen.title', 'Expected on the pump’s review screen'),
  part('screen.note', 'Stop and call the pharmacy if any value differs.'),
  ...r.program.filter((f) => f.used).map((f) => part(`screen:${f.id}`, f.label, f.set)),
];

const notes = (r: ArtefactRecord): Content => [
  part('warnings.title', 'Warnings for this pump'),
  ...r.warnings.map((w, i) => part(`warning.${i}`, w)),
  ...when(r.findings.length > 0, part('findings.title', 'Findings that a pharmacist passed')),
  ...r.findings.map((f, i) => part(`finding.${i}`, f.message, f.reason)),
  ...when(needsCaution(r), part('caution', CAUTION)),
];

const signatures = (r: ArtefactRecord): Content => [
  part('signed.verified', 'Verified by', r.verifiedBy),
  part('signed.prepared', 'Prepared by', `${r.preparedBy}, ${r.preparedAt}`),
  r.checkedBy === null
    ? part('signed.checked', 'Checked by')
    : part('signed.checked', 'Checked by', `${r.checkedBy}, ${r.checkedAt ?? ''}`),
  part('nurse.1', 'Nurse 1: name, signature, date and time'),
  part('nurse.2', 'Nurse 2: name, signature, date and time'),
];
