import type { PatientRecord } from '../../bridge/records.ts';
import type { OrderState } from '../../bridge/order-state.ts';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { personOf, wentTo } from '../../db/merges.ts';
import { patientAt, patientNow } from '../../db/records.ts';
import { checkOrder } from '../../engine/checks/check-order.ts';
import { blocks, type Finding, type OrderReport } from '../../engine/checks/report.ts';
import type { OrderCheck } from '../../engine/facts/compute.ts';
import { issue, Refused, type Issue } from '../../engine/number/result.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { sentence } from '../../words/finding.ts';
import type { Services } from './bound.ts';
import { found } from './call.ts';
import { leavesThatDiffer } from './change.ts';
import { refuseDoubtful } from './clock.ts';
import type { Order } from './loaded-order.ts';
import { personNow } from './merged.ts';
import { newlyBlocking, reportOn } from './order-check.ts';
import { CHECKED_AGAIN, heldState, stateOf } from './order-life.ts';
import { factsIn, patientOf } from './patient-records.ts';
import { keptGrounds, questionFrom, questionOf } from './question.ts';
import { ruleSetAt } from './rule-sets.ts';

interface Standing {
  readonly patient: ReturnType<typeof patientOf>;
  /** the facts of the patient that are others than the ones that the report was computed with */
  readonly differs: readonly string[];
  /** the order is of a record that went into another one */
  readonly merged: boolean;
  /** what blocks now and does not stand so in the report: of the patient, other orders, given doses, rules */
  readonly fresh: readonly Finding[];
  /** what keeps it from being computed with what is known now */
  readonly issues: readonly Issue[];
  /** nobody need have it checked again before going on */
  readonly holds: boolean;
  readonly question: OrderCheck | null;
}

/** Where an order stands on what is known now, held against the report that people work by. */
export async function standing(context: Services, db: Read, order: Order, at: Minute): Promise<Standing> {
  const { version, finding } = order;
  const state = heldState(order.row);
  const patient = await personNow(db, version.patient_id);
  const then = patientOf(found(await patientAt(db, version.patient_id, finding.patient_version), 'patient'));
  const differs = factsThatDiffer(then.record, patient.record);
  const merged = (await wentTo(db, version.patient_id)) !== undefined;
  const stands = { patient, differs, merged };
  if (!CHECKED_AGAIN.includes(stateOf(order.row)))
    return { ...stands, fresh: [], issues: [], holds: true, question: null };
  const question = await questionOf(db, {
    patientId: patient.id,
    patient: patient.record,
    content: order.content,
    at,
    self: { id: order.row.id, version: order.row.version },
  });
  // What goes back to wait for its verification is asked there.
  if (state === 'submitted' && order.row.held_from !== null)
    return { ...stands, fresh: [], issues: [], holds: true, question };
  try {
    const now = await reportOn(context, question);
    const fresh = freshIn(now, order.report, await asKnownThen(context, db, order, then, at), state);
    // Before it is verified a new report costs nothing but a look; a container that is made is not thrown away for a
    // fact that changes no finding.
    const holds = fresh.length === 0 && (state !== 'submitted' || (differs.length === 0 && !merged));
    return { ...stands, fresh, issues: [], holds, question };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ...stands, fresh: [], issues: error.issues, holds: false, question };
  }
}

/** Are facts of a patient others than in the version of the record that an order was checked with? */
export async function factsMoved(db: Read, patientId: string, version: number): Promise<boolean> {
  const person = await personOf(db, patientId);
  if (person === patientId && (await patientNow(db, person))?.version === version) return false;
  try {
    const then = patientOf(found(await patientAt(db, patientId, version), 'patient'));
    return factsThatDiffer(then.record, (await personNow(db, patientId)).record).length > 0;
  } catch (error) {
    // A record that does not read holds up no list; whoever opens the order is told of it.
    if (error instanceof Refused) return true;
    throw error;
  }
}

const factsThatDiffer = (then: PatientRecord, now: PatientRecord): string[] => [
  ...new Set(leavesThatDiffer(factsIn(then), factsIn(now)).map((path) => path.split('.')[0] ?? path)),
];

/** The order by the records and rules that its report stands on, as of now: what differs from that is no passing of time. */
async function asKnownThen(
  context: Services,
  db: Read,
  { finding, version, report, content, row }: Order,
  patient: ReturnType<typeof patientOf>,
  at: Minute,
): Promise<OrderReport> {
  if (finding.grounds === null) return report;
  const { program: _, ...on } = kept(keptGrounds, finding.grounds, 'finding', finding.id);
  const asked = {
    patientId: version.patient_id,
    patient: patient.record,
    patientVersion: patient.version,
    content,
    at,
    self: { id: row.id, version: row.version },
  };
  try {
    return checkOrder(
      await questionFrom(db, asked, on),
      (await ruleSetAt(db, report.ruleSet)) ?? (await context.library()),
    );
  } catch (error) {
    if (error instanceof Refused) return report;
    throw error;
  }
}

/**
 * What blocks now and is not said so, to the observed figure, by what was known then. Before an order is verified, what
 * came with the passing of time counts as well.
 */
function freshIn(now: OrderReport, report: OrderReport, then: OrderReport, state: OrderState): Finding[] {
  const said = new Set(then.findings.filter(blocks).map(exactly));
  const late = new Set(state === 'submitted' ? newlyBlocking(report, now) : []);
  return now.findings.filter((f) => blocks(f) && (!said.has(exactly(f)) || late.has(f.key)));
}

const exactly = (f: Finding): string =>
  JSON.stringify([f.key, f.outcome, f.severity, f.message, f.observed, f.limit, f.source.id]);

const AGAIN = 'the order checked again with what is known now';

/**
 * Refuses where something blocks that did not block when the report was made, or, before it is verified, where the
 * patient is not what the report says: what people resolved and signed is then not the whole of it. So it does while nobody
 * knows what time "now" is.
 */
export async function stillHolds(context: Services, db: Read, order: Order, at: Minute): Promise<OrderCheck> {
  await refuseDoubtful(db);
  const { holds, fresh, issues, differs, question } = await standing(context, db, order, at);
  if (holds && question !== null) return question;
  throw new Refused(
    ...issues,
    ...fresh.map((f) => issue('findings-changed', sentence(f), AGAIN)),
    ...(differs.length === 0 || fresh.length > 0
      ? []
      : [issue('facts-changed', differs.map(inWords).join(', '), AGAIN)]),
  );
}

const inWords = (fact: string): string => fact.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
