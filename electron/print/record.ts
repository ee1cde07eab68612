import type { OrderView } from '../../bridge/records.ts';
import { parseInstant } from '../../engine/calendar.ts';
import type { Library } from '../../engine/formulary.ts';
import { fail, issue, ok, Refused, unwrap, type Result } from '../../engine/result.ts';
import { printedAmount, printedInstant } from './format.ts';
import {
  exposureRows,
  printedFindings,
  programRows,
  type ExposureRow,
  type PrintedFinding,
  type ProgramRow,
} from './record-rows.ts';

/** Everything that any artefact of one order prints: finished strings, nothing left to compute or to format. */
export interface ArtefactRecord {
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
  readonly drug: string;
  /** `II`, or `null` for a drug without schedule */
  readonly schedule: string | null;
  readonly highAlert: boolean;
  readonly total: string;
  readonly volume: string;
  readonly concentration: string;
  readonly diluent: string | null;
  readonly route: string;
  /** the route is one where the same drug given into a vein would harm */
  readonly notForVein: boolean;
  readonly pump: string;
  readonly mode: string;
  readonly basal: string;
  readonly demand: string;
  readonly lockout: string;
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
  readonly kvoAtLimit: string | null;
  readonly program: readonly ProgramRow[];
  readonly warnings: readonly string[];
  readonly findings: readonly PrintedFinding[];
  readonly bud: string;
  readonly storage: string;
  readonly lot: string;
  /** `Bag`, `Cassette` or `Syringe` */
  readonly container: string;
  readonly containers: number;
  readonly preparedAt: string;
  readonly preparedBy: string;
  readonly verifiedBy: string;
  readonly checkedBy: string | null;
  readonly checkedAt: string | null;
  readonly releaseCode: string;
  readonly ruleSet: string;
  /** minutes since 1970 of the preparation: the document's own date, so that the same record gives the same bytes */
  readonly minute: number;
}

const PRINTABLE = new Set<OrderView['state']>(['prepared', 'checked', 'released', 'completed']);

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

const optional = (text: string | null): string | null => (text === null ? null : printedAmount(text));

const CONTAINERS = { bag: 'Bag', cassette: 'Cassette', syringe: 'Syringe' } as const;

const person = (name: string, credentials: string): string =>
  [name, credentials].filter((t) => t !== '').join(', ');

/** Names of the elements that no artefact may lack and this order does not have. */
function missingElements(view: OrderView, library: Pick<Library, 'site'>): string[] {
  const p = view.preparation;
  const { pharmacy } = library.site;
  const present: readonly (readonly [string, unknown])[] = [
    [`finished preparation (the order is ${view.state})`, PRINTABLE.has(view.state)],
    ['resolution of every finding', view.open.length === 0],
    ['verification by a pharmacist', view.signatures.some((s) => s.meaning === 'verify')],
    ['CSP lot', p?.lot],
    ['date of preparation', p?.compoundedAt],
    ['name of who prepared it', p?.compoundedBy],
    ['beyond-use date', p?.bud],
    ['release code', view.releaseCode],
    ['patient name', view.patient.record.family && view.patient.record.given],
    ['medical record number', view.patient.record.mrn],
    ['prescription number', view.rx],
    ['prescriber', view.prescriber.record.name],
    ['pharmacy name', pharmacy?.name],
    ['pharmacy address', pharmacy?.address],
    ['pharmacy telephone, 24 h', pharmacy?.phone],
    ['demand dose on the pump', view.report.program.fields.find((f) => f.id === 'demand-dose')?.programmed],
    [
      'basal rate on the pump',
      view.report.program.fields.find((f) => f.id === 'continuous-rate')?.programmed,
    ],
    ['lockout on the pump', view.report.program.fields.find((f) => f.id === 'lockout')?.programmed],
    ['worst case in 1 h', view.report.exposure.windows.some((w) => w.window === '1 h')],
    ['worst case in 4 h', view.report.exposure.windows.some((w) => w.window === '4 h')],
  ];
  return present
    .filter(([, value]) => value === undefined || value === null || value === '' || value === false)
    .map(([name]) => name);
}

/**
 * The printed record of an order. In: the order as stored, and the library with the site's own data.
 * Out: every string that an artefact prints. Only formatting happens here: doses, worst cases and dates come from the
 * report and the preparation. Refuses with `element-missing` and the list, and amounts or instants that do not read.
 */
export function artefactRecord(view: OrderView, library: Pick<Library, 'site'>): Result<ArtefactRecord> {
  const missing = missingElements(view, library);
  if (missing.length > 0)
    return fail(
      issue('element-missing', missing.join(', '), 'a prepared order with every element that is printed'),
    );
  try {
    return ok(recordOf(view, library));
  } catch (error) {
    if (error instanceof Refused && error.issues[0]) return fail(error.issues[0]);
    throw error;
  }
}

function recordOf(view: OrderView, library: Pick<Library, 'site'>): ArtefactRecord {
  const { content, report, preparation } = view;
  const patient = view.patient.record;
  const prescriber = view.prescriber.record;
  const at = (instant: string) => printedInstant(instant, library.site.timeZone);
  const programmed = (id: string): string | null =>
    report.program.fields.find((f) => f.id === id)?.programmed ?? null;
  const set = (id: string): string => printedAmount(programmed(id) ?? '');
  const [limit, window] = [programmed('limit'), programmed('limit-window')];
  const bolus = content.regimen.clinicianBolus;
  const bolusDose = programmed('clinician-bolus');
  const check = view.signatures.findLast((s) => s.meaning === 'final-check');
  const verification = view.signatures.findLast((s) => s.meaning === 'verify');
  const compoundedAt = preparation?.compoundedAt ?? '';
  return {
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
    drug: report.drug.name,
    schedule: report.drug.schedule,
    highAlert: report.drug.highAlert,
    total: printedAmount(report.preparation.drugAmount),
    volume: printedAmount(report.preparation.finalVolume),
    concentration: printedAmount(report.preparation.concentration),
    diluent: content.preparation.diluent === 'none' ? null : report.preparation.diluentName,
    route: ROUTES[content.route] ?? content.route.toUpperCase(),
    notForVein: NOT_FOR_VEIN.test(content.route),
    pump: report.program.model,
    mode: 'PCA',
    basal: set('continuous-rate'),
    demand: set('demand-dose'),
    lockout: set('lockout'),
    limit:
      limit === null || window === null
        ? null
        : { amount: printedAmount(limit), window: printedAmount(window) },
    maxDosesPerHour: optional(programmed('max-doses-per-hour')),
    loading: optional(report.regimen.loading),
    clinician:
      bolus && bolusDose !== null
        ? {
            dose: printedAmount(bolusDose),
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
    kvoAtLimit: optional(report.exposure.kvoAtLimit),
    program: programRows(report),
    warnings: report.program.warnings,
    findings: printedFindings(view, at),
    bud: at(preparation?.bud ?? ''),
    storage: STORAGE[content.preparation.storage],
    lot: preparation?.lot ?? '',
    container: CONTAINERS[content.preparation.container],
    containers: parseInt(content.preparation.containers, 10),
    preparedAt: at(compoundedAt),
    preparedBy: preparation?.compoundedBy ?? '',
    verifiedBy: verification ? person(verification.user, verification.credentials) : '',
    checkedBy: check ? person(check.user, check.credentials) : null,
    checkedAt: check ? at(check.at) : null,
    releaseCode: view.releaseCode ?? '',
    ruleSet: report.ruleSet,
    minute: unwrap(parseInstant(compoundedAt)),
  };
}
