import { NEEDS, type Needs } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import { parseInstant } from '../../engine/time/calendar.ts';
import { auxiliaryFor } from '../../engine/formulary/auxiliary-warning.ts';
import { findDrug } from '../../engine/formulary/formulary.ts';
import type { RegimenKind } from '../../engine/order/regimen/resolved.ts';
import type { FieldId } from '../../engine/pumps/pump.ts';
import { fail, issue, ok, Refused, unwrap, type Result } from '../../engine/number/result.ts';
import { printedAmount, printedInstant } from './format.ts';
import {
  alsoOf,
  carriedRows,
  carrier,
  scheduleOf,
  type CarriedRow,
  type DrugPart,
} from './record-mixture.ts';
import type { PrintLibrary } from './print-library.ts';
import { regimenPart, wholeContainer, type RegimenPart } from './record-regimen.ts';
import { sheetPart, type SheetPart } from './record-sheets.ts';
import {
  exposureRows,
  printedFindings,
  beforeRows,
  programRows,
  type ExposureRow,
  type PrintedFinding,
  type ProgramRow,
} from './record-rows.ts';

/** Everything that an artefact of a verified order prints: finished strings, nothing left to compute or to format. */
export interface OrderRecord extends SheetPart, RegimenPart {
  readonly patient: string;
  readonly birthDate: string;
  readonly mrn: string;
  readonly orderNumber: string;
  readonly version: string;
  readonly rx: string;
  readonly prescriber: string;
  readonly prescriberPhone: string;
  readonly pharmacy: string;
  readonly address: string;
  readonly phone: string;
  readonly drugId: string;
  /** the first drug of the container, in its name, amount and concentration; further ones are in `also` */
  readonly drug: string;
  /** `II`, or `null` for a drug without schedule */
  readonly schedule: string | null;
  /** of any drug in the container */
  readonly highAlert: boolean;
  readonly total: string;
  readonly volume: string;
  readonly concentration: string;
  /** further drugs in the same container; empty where it holds one */
  readonly also: readonly DrugPart[];
  /** of a mixture, each amount of the program as what flows of every drug */
  readonly carried: readonly CarriedRow[];
  readonly diluent: string | null;
  readonly route: string;
  /** the route is one where the same drug given into a vein would harm */
  readonly notForVein: boolean;
  readonly pump: string;
  readonly mode: string;
  readonly basal: string | null;
  /** null where the patient triggers no dose */
  readonly demand: string | null;
  readonly lockout: string | null;
  /** every line of the regimen, in exact amounts */
  readonly regimen: readonly string[];
  readonly limit: { readonly amount: string; readonly window: string } | null;
  readonly maxDosesPerHour: string | null;
  readonly loading: string | null;
  readonly clinician: {
    readonly dose: string;
    readonly interval: string;
    readonly most: string;
    readonly per: string;
  } | null;
  readonly sessions: {
    readonly start: string;
    readonly duration: string;
    readonly every: string;
    readonly count: string;
  };
  readonly exposure: readonly ExposureRow[];
  readonly wholeContainer: string | null;
  readonly kvoAtLimit: string | null;
  /** no source says what the pump does at the limit */
  readonly atLimitNotKnown: boolean;
  /** the order before, where its concentration was another: field, before, now */
  readonly before: {
    /** of a mixture of each drug, by name */
    readonly concentration: string;
    readonly now: string;
    /** what the line still holds of it: amount, times, doses; null where nobody said what the line holds */
    readonly line: string | null;
    readonly rows: readonly (readonly [name: string, before: string, now: string])[];
  } | null;
  readonly program: readonly ProgramRow[];
  readonly warnings: readonly string[];
  readonly findings: readonly PrintedFinding[];
  readonly storage: string;
  /** `Bag`, `Cassette` or `Syringe` */
  readonly container: string;
  readonly containers: number;
  /** auxiliary warnings that the library calls for */
  readonly auxiliary: readonly string[];
  /** `null`: not on record */
  readonly patientPhone: string | null;
  readonly verifiedBy: string;
  readonly verifiedAt: string;
  readonly ruleSet: string;
  /** how the rules in force came through their self-test; empty where none was run */
  readonly selfTest: string;
  /** known once the preparation is begun */
  readonly lot: string | null;
  /** known once the preparation is recorded */
  readonly releaseCode: string | null;
  /** minutes since 1970 of what it is made from: the document's own date, so that the same record gives the same bytes */
  readonly minute: number;
}

/** The same, of a finished preparation. */
export interface ArtefactRecord extends OrderRecord {
  readonly bud: string;
  /** the same as an ISO 8601 instant, for the barcode */
  readonly budAt: string;
  readonly lot: string;
  readonly preparedAt: string;
  readonly preparedBy: string;
  readonly checkedBy: string | null;
  readonly checkedAt: string | null;
  readonly releaseCode: string;
}

/** A form that prints a finished preparation refuses any other record. */
export const ofPrepared =
  <T>(content: (record: ArtefactRecord) => T) =>
  (record: OrderRecord): T => {
    if (!isPrepared(record))
      throw new Refused(issue('element-missing', 'finished preparation', 'the record of a preparation'));
    return content(record);
  };
const isPrepared = (record: OrderRecord): record is ArtefactRecord => record.releaseCode !== null;

const ROUTES: Readonly<Record<string, string>> = {
  IV: 'INTRAVENOUS',
  SC: 'SUBCUTANEOUS',
  IM: 'INTRAMUSCULAR',
};
const NOT_FOR_VEIN = /epidural|perineural|intrathecal|infiltration/i;

/** Temperatures: USP <797> storage ranges (compounding.md 2). */
const STORAGE: Readonly<Record<OrderView['content']['preparation']['storage'], string>> = {
  room: 'Store at 20 to 25 °C.',
  refrigerated: 'Refrigerate at 2 to 8 °C. Do not freeze.',
  frozen: 'Keep frozen at −25 to −10 °C.',
};

const CONTAINERS = { bag: 'Bag', cassette: 'Cassette', syringe: 'Syringe' } as const;

const person = (name: string, credentials: string): string =>
  [name, credentials].filter((t) => t !== '').join(', ');

type Element = readonly [name: string, value: unknown];

const preparedElements = ({ preparation: p, releaseCode }: OrderView): Element[] => [
  ['CSP lot', p?.lot],
  ['date of preparation', p?.compoundedAt],
  ['name of who prepared it', p?.compoundedBy],
  ['beyond-use date', p?.bud],
  ['release code', releaseCode],
];

/** What a regimen can not be set without on any pump: one of the fields named. */
const SETTINGS: Readonly<
  Record<RegimenKind, readonly (readonly [name: string, fields: readonly FieldId[]])[]>
> = {
  pca: [
    ['demand dose on the pump', ['demand-dose', 'bolus-volume']],
    ['basal rate on the pump', ['continuous-rate', 'nominal-flow']],
    ['lockout on the pump', ['lockout', 'bolus-refill']],
  ],
  continuous: [['rate on the pump', ['continuous-rate', 'daily-rate', 'nominal-flow', 'step-rate']]],
  'nerve-block': [
    [
      'rate or dose on the pump',
      ['continuous-rate', 'daily-rate', 'nominal-flow', 'demand-dose', 'bolus-volume', 'dose-volume'],
    ],
  ],
  intermittent: [
    ['dose on the pump', ['dose-volume']],
    ['interval of doses on the pump', ['dose-interval']],
  ],
  taper: [
    ['first rate on the pump', ['step-rate']],
    ['time of the first rate on the pump', ['step-time']],
  ],
};

function settingElements({ report }: OrderView): Element[] {
  const isSet = (wanted: readonly FieldId[]) =>
    report.program.fields.some(
      (f) => f.programmed !== null && wanted.some((id) => f.id === id || f.id === `${id}-1`),
    );
  return SETTINGS[report.regimen.kind].map(([name, fields]) => [name, isSet(fields)]);
}

function orderElements(view: OrderView, library: PrintLibrary): Element[] {
  const { pharmacy } = library.site;
  const window = (hours: string) => view.report.exposure.windows.some((w) => w.window === hours);
  return [
    ['resolution of every finding', view.open.length === 0],
    ['verification by a pharmacist', view.signatures.some((s) => s.meaning === 'verify')],
    ['patient name', view.patient.record.family && view.patient.record.given],
    ['medical record number', view.patient.record.mrn],
    ['prescription number', view.rx],
    ['prescriber', view.prescriber.record.name],
    ['pharmacy name', pharmacy?.name],
    ['pharmacy address', pharmacy?.address],
    ['pharmacy telephone, 24 h', pharmacy?.phone],
    ['fields that the pump is set by', view.report.program.fields.some((f) => f.programmed !== null)],
    ...settingElements(view),
    ['worst case in 1 h', window('1 h')],
    ['worst case in 4 h', window('4 h')],
  ];
}

/** Names of the elements that no artefact may lack and this order does not have. */
function missingElements(view: OrderView, library: PrintLibrary, needs: Needs): string[] {
  const { states, words } = NEEDS[needs];
  const present: Element[] = [
    [`${words} (the order is ${view.state})`, states.includes(view.state)],
    ...orderElements(view, library),
    ...(needs === 'prepared' ? preparedElements(view) : []),
  ];
  return present
    .filter(([, value]) => value === undefined || value === null || value === '' || value === false)
    .map(([name]) => name);
}

/**
 * The printed record of an order. In: the order as stored, the library with the site's own data, and what the form is
 * made from. Out: every string that an artefact prints. Only formatting happens here: doses, worst cases and dates come from the
 * report and the preparation. Refuses with `element-missing` and the list, and amounts or instants that do not read.
 */
export function artefactRecord(
  view: OrderView,
  library: PrintLibrary,
  needs: 'prepared',
): Result<ArtefactRecord>;
export function artefactRecord(view: OrderView, library: PrintLibrary, needs: Needs): Result<OrderRecord>;
export function artefactRecord(view: OrderView, library: PrintLibrary, needs: Needs): Result<OrderRecord> {
  const missing = missingElements(view, library, needs);
  if (missing.length > 0)
    return fail(
      issue(
        'element-missing',
        missing.join(', '),
        `a ${NEEDS[needs].words} with every element that is printed`,
      ),
    );
  try {
    const record = orderRecord(view, library);
    return ok(needs === 'prepared' ? { ...record, ...preparedPart(view, library) } : record);
  } catch (error) {
    if (error instanceof Refused && error.issues[0]) return fail(error.issues[0]);
    throw error;
  }
}

function orderRecord(view: OrderView, library: PrintLibrary): OrderRecord {
  const { content, report } = view;
  const patient = view.patient.record;
  const prescriber = view.prescriber.record;
  const at = (instant: string) => printedInstant(instant, library.site.timeZone);
  const programmed = (id: string): string | null =>
    report.program.fields.find((f) => f.id === id)?.programmed ?? null;
  const also = alsoOf(view, library);
  const amount = carrier(view);
  const set = (id: string): string | null => {
    const found = programmed(id);
    return found === null ? null : amount(found);
  };
  const [limit, window] = [programmed('limit'), programmed('limit-window')];
  const bolus = 'clinicianBolus' in content.regimen ? content.regimen.clinicianBolus : undefined;
  const bolusDose = programmed('clinician-bolus');
  const verification = view.signatures.findLast((s) => s.meaning === 'verify');
  return {
    ...sheetPart(view, library),
    patient: `${patient.family}, ${patient.given}`,
    birthDate: patient.birthDate,
    mrn: patient.mrn,
    orderNumber: view.number,
    version: String(view.version),
    rx: view.rx,
    prescriber: person(prescriber.name, prescriber.credentials),
    prescriberPhone: prescriber.phone,
    pharmacy: library.site.pharmacy?.name ?? '',
    address: library.site.pharmacy?.address ?? '',
    phone: library.site.pharmacy?.phone ?? '',
    drugId: report.drug.id,
    drug: report.drug.name,
    schedule: scheduleOf(report.drug.schedule),
    highAlert: report.drug.highAlert || also.some((x) => x.highAlert),
    total: printedAmount(report.preparation.drugAmount),
    volume: printedAmount(report.preparation.finalVolume),
    concentration: printedAmount(report.preparation.concentration),
    also,
    carried: carriedRows(view),
    diluent: content.preparation.diluent === 'none' ? null : report.preparation.diluentName,
    route: ROUTES[content.route] ?? content.route.toUpperCase(),
    notForVein: NOT_FOR_VEIN.test(content.route),
    pump: report.program.model,
    mode: report.program.mode,
    basal: set('continuous-rate'),
    // a screen for a button that nobody ordered stands at zero
    demand: report.regimen.demand === null ? null : set('demand-dose'),
    ...regimenPart(report, amount),
    lockout: set('lockout'),
    regimen: report.regimen.lines.map((l) => `${l.name} ${amount(l.exact)}`),
    limit:
      limit === null || window === null ? null : { amount: amount(limit), window: printedAmount(window) },
    maxDosesPerHour: set('max-doses-per-hour'),
    loading: report.regimen.loading === null ? null : amount(report.regimen.loading),
    clinician:
      bolus && bolusDose !== null
        ? {
            dose: amount(bolusDose),
            interval: printedAmount(bolus.interval),
            most: printedAmount(bolus.most),
            per: printedAmount(bolus.per),
          }
        : null,
    sessions: {
      start: at(content.sessions.start),
      duration: printedAmount(content.sessions.duration),
      every: printedAmount(content.sessions.every),
      count: printedAmount(content.sessions.count),
    },
    exposure: exposureRows(report),
    wholeContainer: wholeContainer(report, amount),
    atLimitNotKnown: report.exposure.atLimitNotKnown === true,
    kvoAtLimit: report.exposure.kvoAtLimit === null ? null : amount(report.exposure.kvoAtLimit),
    before: beforeRows(report),
    program: programRows(report),
    warnings: report.program.warnings,
    findings: printedFindings(view, at),
    storage: STORAGE[content.preparation.storage],
    container: CONTAINERS[content.preparation.container],
    containers: parseInt(content.preparation.containers, 10),
    auxiliary: auxiliaryFor(library.auxiliary, {
      classes: [content.drug, ...also.map((x) => x.id)].flatMap(
        (id) => findDrug(library, id)?.class_ids ?? [],
      ),
      route: content.route,
      storage: content.preparation.storage,
    }).map((w) => w.text),
    patientPhone: patient.phone ?? null,
    verifiedBy: verification ? person(verification.user, verification.credentials) : '',
    verifiedAt: verification ? at(verification.at) : '',
    ruleSet: report.ruleSet,
    selfTest: '',
    lot: view.preparation?.lot ?? null,
    releaseCode: null,
    minute: unwrap(parseInstant(verification?.at ?? '')),
  };
}

type PreparedPart = Omit<ArtefactRecord, Exclude<keyof OrderRecord, 'lot' | 'releaseCode' | 'minute'>>;

function preparedPart(view: OrderView, library: PrintLibrary): PreparedPart {
  const { preparation } = view;
  const at = (instant: string) => printedInstant(instant, library.site.timeZone);
  const check = view.signatures.findLast((s) => s.meaning === 'final-check');
  const compoundedAt = preparation?.compoundedAt ?? '';
  return {
    bud: at(preparation?.bud ?? ''),
    budAt: preparation?.bud ?? '',
    lot: preparation?.lot ?? '',
    preparedAt: at(compoundedAt),
    preparedBy: preparation?.compoundedBy ?? '',
    checkedBy: check ? person(check.user, check.credentials) : null,
    checkedAt: check ? at(check.at) : null,
    releaseCode: view.releaseCode ?? '',
    minute: unwrap(parseInstant(compoundedAt)),
  };
}
