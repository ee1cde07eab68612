import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { madeResolutionsOf, preparationOf } from '../../db/preparations.ts';
import { patientAt } from '../../db/records.ts';
import { checkOrder } from '../../engine/checks/check-order.ts';
import type { Finding, OrderReport } from '../../engine/checks/report.ts';
import type { MadeRecord } from '../../engine/order/ingredient.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import type { Services } from './bound.ts';
import { found, refuse } from './call.ts';
import type { Order } from './loaded-order.ts';
import { newlyBlocking } from './order-check.ts';
import { patientOf } from './patient-records.ts';
import { preparationContent } from './preparation-content.ts';
import { groundsOf, keptGrounds, questionFrom } from './question.ts';
import { ruleSetAt } from './rule-sets.ts';

/** The key of a finding that came up once the container was made: the same rule may have been passed before, of the plan. */
const asMadeKey = (key: string): string => `made:${key}`;

/**
 * The whole checks once more, of what really went in and of when: by the rules and records that the order was verified on,
 * so that what differs comes from the container. Answers the report, and of its findings those that block and were not
 * passed with the order.
 */
export async function checkAsMade(
  context: Services,
  db: Read,
  order: Order,
  made: MadeRecord,
  at: Minute,
): Promise<{ readonly report: OrderReport; readonly findings: readonly Finding[] }> {
  const { content, finding, report, version, row } = order;
  const patient = patientOf(
    found(await patientAt(db, version.patient_id, finding.patient_version), 'patient'),
  );
  const asked = {
    patientId: patient.id,
    patient: patient.record,
    patientVersion: patient.version,
    content,
    at,
    self: { id: row.id, version: row.version },
  };
  const { program: _p, ...on } =
    finding.grounds === null
      ? { ...(await groundsOf(db, asked)), program: '' }
      : kept(keptGrounds, finding.grounds, 'finding', finding.id);
  const rules = (await ruleSetAt(db, report.ruleSet)) ?? (await context.library());
  const again = checkOrder({ ...(await questionFrom(db, asked, on)), made }, rules);
  const fresh = new Set(newlyBlocking(report, again));
  return {
    report: again,
    findings: again.findings.flatMap((f) => (fresh.has(f.key) ? [{ ...f, key: asMadeKey(f.key) }] : [])),
  };
}

/** Findings of the container as it was made, with what was said of them, and the keys of those that still block. */
export async function madeFindings(db: Read, id: string, version: number) {
  const made = await preparationOf(db, id, version);
  const record = made?.content ? kept(preparationContent, made.content, 'preparation_record', made.id) : null;
  const findings = record?.findings ?? [];
  const resolutions = await madeResolutionsOf(db, id, version);
  const closed = new Set(resolutions.flatMap((r) => (r.position === r.needed ? [r.key] : [])));
  return { findings, resolutions, closed, open: findings.flatMap((f) => (closed.has(f.key) ? [] : [f.key])) };
}

/** Nobody signs for a container while a finding of it is open. */
export async function madeResolved(db: Read, order: Order): Promise<void> {
  const { open } = await madeFindings(db, order.row.id, order.row.version);
  if (open.length > 0)
    refuse('findings-open', open.join(', '), 'a preparation whose findings are all resolved', 'open');
}
