import { ZodError } from 'zod';
import type { OrderState } from '../../bridge/order-state.ts';
import type { Read } from '../../db/handle.ts';
import { ALTERED, kept, keptJson } from '../../db/kept.ts';
import { programOf, signaturesUnder } from '../../db/orders.ts';
import { codeOfVersion, currentCode, preparationOf } from '../../db/preparations.ts';
import { patientAt, prescriberAt } from '../../db/records.ts';
import { keptReport } from '../../engine/checks/check-order.ts';
import type { OrderReport } from '../../engine/checks/report.ts';
import { recheckAll } from '../../engine/derivation/reread.ts';
import { parseInstant } from '../../engine/time/calendar.ts';
import { issue, Refused, unwrap } from '../../engine/number/result.ts';
import { releaseCode } from '../print/release-code.ts';
import { leavesThatDiffer } from './change.ts';
import type { Context } from './context.ts';
import type { Order } from './loaded-order.ts';
import { heldState } from './order-life.ts';
import { patientOf } from './patient-records.ts';
import { preparationContent } from './preparation-content.ts';
import { keptGrounds, questionFrom } from './question.ts';
import { ruleSetAt } from './rule-sets.ts';
import { signedOtherwise } from './signed-again.ts';
import type { Meaning } from './signing.ts';

/** A record that is not what it was when people worked by it: which, and the paths that differ, without their values. */
interface Alteration {
  readonly record: string;
  readonly id: string;
  readonly differs: readonly string[];
}

/** The failure `record-altered`: names each record. Whoever catches it writes it down (`alteration.ts`). */
export class Altered extends Refused {
  readonly order: Order;
  readonly found: readonly Alteration[];
  constructor(order: Order, found: readonly Alteration[]) {
    super(...found.map((a) => issue(ALTERED, `${a.record} ${a.id}`, ACCEPTED)));
    this.name = 'Altered';
    this.order = order;
    this.found = found;
  }
}
const ACCEPTED = 'the record as it was kept: a backup of before, or the order saved again as a new version';

export type Services = Pick<Context, 'store' | 'library' | 'version'>;

/**
 * Refuses an order that is not what was checked, signed and bound. Everything that its papers, its signatures and its
 * scans rely on is computed again and compared: what is kept is not believed because it is kept.
 */
export async function bound(context: Services, db: Read, order: Order): Promise<void> {
  const found = await alterations(context, db, order);
  if (found.length > 0) throw new Altered(order, found);
}

export const alterations = async (context: Services, db: Read, order: Order): Promise<Alteration[]> => [
  ...(await rulesInForce(context, db)),
  ...(await reportAgain(context, db, order)),
  ...(await programAgain(db, order)),
  ...(await codeAgain(db, order)),
  ...(await unsigned(db, order)),
  ...(await signedOtherwise(db, order)).map(({ id, differs }) => ({ record: 'signature', id, differs })),
];

const altered = (record: string, id: string, ...differs: readonly string[]): Alteration[] => [
  { record, id, differs },
];

async function rulesInForce({ library }: Services, db: Read): Promise<Alteration[]> {
  const { version } = await library();
  return (await ruleSetAt(db, version)) === null ? altered('rule set', version) : [];
}

/** The kept report comes out again, word for word, of the records that it was computed from. */
async function reportAgain({ version }: Services, db: Read, order: Order): Promise<Alteration[]> {
  const { finding, report, content, asKept } = order;
  const rules = await ruleSetAt(db, report.ruleSet);
  if (rules === null) return altered('rule set', report.ruleSet);
  const { patient_id: patientId, prescriber_id: prescriberId } = order.version;
  const patient = await patientAt(db, patientId, finding.patient_version);
  if (patient === undefined) return altered('patient', patientId);
  if ((await prescriberAt(db, prescriberId, finding.prescriber_version)) === undefined)
    return altered('prescriber', prescriberId);
  const grounds = finding.grounds === null ? null : kept(keptGrounds, finding.grounds, 'finding', finding.id);
  // Where this version of the program gives each line again, word for word, no line needs a second reading.
  if (grounds?.program !== version) {
    const wrong = recheckAll(report.derivations);
    if (wrong.length > 0)
      return altered('kept report', finding.id, ...wrong.map((w) => `derivations.${w.path}`));
  }
  // A report of before the records were named that it stands on is vouched for by its derivations alone.
  if (grounds === null) return [];
  const { program, ...on } = grounds;
  const asked = {
    patientId,
    patient: patientOf(patient).record,
    patientVersion: patient.version,
    content,
    at: unwrap(parseInstant(report.at)),
  };
  const again = await computed(async () => keptReport(await questionFrom(db, asked, on), rules));
  if (again === null) return altered('kept report', finding.id);
  // Another version of the program may find more, or say it otherwise; the doses are the same.
  const differs =
    program === version
      ? leavesThatDiffer(asKept.report, again)
      : leavesThatDiffer(doses(report), doses(again));
  return differs.length > 0 ? altered('kept report', finding.id, ...differs) : [];
}

/** What can not be computed any more is another record as well. */
async function computed(ask: () => Promise<OrderReport>): Promise<OrderReport | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refused || error instanceof ZodError) return null;
    throw error;
  }
}

const doses = ({ drug, regimen, preparation, exposure, program }: OrderReport) => ({
  drug: drug.id,
  concentration: preparation.concentration,
  drugAmount: preparation.drugAmount,
  finalVolume: preparation.finalVolume,
  demand: regimen.demand,
  basal: regimen.basal,
  lockout: regimen.lockout,
  worst: exposure.windows.map((w) => w.worst),
  program: program.fields.map((f) => [f.id, f.programmed]),
});

/** States that an order reaches only with a verified program. */
const VERIFIED: readonly OrderState[] = [
  'verified',
  'preparing',
  'prepared',
  'checked',
  'released',
  'completed',
];

async function programAgain(db: Read, order: Order): Promise<Alteration[]> {
  const { row, version, asKept } = order;
  const id = `${row.number}.${version.version}`;
  const program = await programOf(db, row.id, version.version);
  if (program === undefined)
    return row.version === version.version && VERIFIED.includes(heldState(row))
      ? altered('pump program', id)
      : [];
  const differs = leavesThatDiffer(
    keptJson(program.content, 'program', row.id, version.version),
    asKept.program,
  );
  return differs.length > 0 ? altered('pump program', id, ...differs) : [];
}

/** The signatures by which an order came into its state: a state alone is only a word in a row. */
const SIGNED: readonly (readonly [Meaning, readonly OrderState[]])[] = [
  ['verify', VERIFIED],
  ['final-check', ['checked', 'released', 'completed']],
  ['release', ['released', 'completed']],
];

async function unsigned(db: Read, { row, version }: Order): Promise<Alteration[]> {
  if (row.version !== version.version) return [];
  const state = heldState(row);
  const given = new Set((await signaturesUnder(db, row.id, row.version)).map((s) => s.meaning));
  const missing = SIGNED.filter(([of, states]) => states.includes(state) && !given.has(of));
  return missing.length > 0
    ? altered('orders', row.id, ...missing.map(([of]) => `state without its ${of}`))
    : [];
}

/** States in which there is a code. */
const CODED: readonly string[] = ['prepared', 'checked', 'released', 'completed'];

/** The release code comes out again of order, preparation, program and rule set. */
async function codeAgain(db: Read, order: Order): Promise<Alteration[]> {
  const { row, asKept, report } = order;
  const { version: n } = order.version;
  const isCurrent = row.version === n;
  const code = await codeOfVersion(db, row.id, n);
  const made = await preparationOf(db, row.id, n);
  if (code === undefined || made === undefined || made.content === null)
    return code !== undefined ||
      (made !== undefined && made.content !== null) ||
      (isCurrent && CODED.includes(heldState(row)))
      ? altered('release code', `${row.number}.${n}`)
      : [];
  const preparation = kept(preparationContent, made.content, 'preparation_record', made.id);
  if (preparation.lot !== made.lot) return altered('compounding record', made.id, 'lot');
  const again = releaseCode({
    order: row.id,
    version: n,
    content: asKept.content,
    preparation,
    program: asKept.program,
    ruleSet: report.ruleSet,
  });
  if (again !== code.code || code.preparation_id !== made.id) return altered('release code', code.code);
  // What still counts was not withdrawn, and what was withdrawn does not count.
  const counts = isCurrent && row.state !== 'void';
  // Papers find it by an index of those that count, which can be another than its table.
  if (counts && (await currentCode(db, row.id))?.code !== code.code)
    return altered('release code', code.code, 'current');
  return counts === (code.superseded_at === null) ? [] : altered('release code', code.code, 'superseded_at');
}
