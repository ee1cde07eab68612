import { paper, printKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import type { Read } from '../../db/handle.ts';
import {
  lastFinding,
  orderById,
  orderHistory,
  orderVersion,
  resolutionsOf,
  signaturesOf,
  type FindingRow,
  type OrderRow,
  type OrderVersionRow,
} from '../../db/orders.ts';
import { currentCode, preparationOf, printOutsOf } from '../../db/preparations.ts';
import { patientAt, prescriberAt } from '../../db/records.ts';
import type { OrderContent } from '../../engine/order.ts';
import type { OrderReport } from '../../engine/report.ts';
import { doubleCheckAsked } from '../../db/double-checks.ts';
import { found } from '../handlers/handler.ts';
import { patientOf } from '../handlers/patient.ts';
import { prescriberOf } from '../handlers/prescriber.ts';
import { doubleCheckViews } from './double-check.ts';
import { blockingKeys } from './order-check.ts';
import { stateOf } from './order-life.ts';
import type { PreparationContent } from './preparation-content.ts';

/** An order with its current version and the report that counts for it. */
export interface Order {
  readonly row: OrderRow;
  readonly version: OrderVersionRow;
  readonly content: OrderContent;
  readonly finding: FindingRow;
  readonly report: OrderReport;
}

export function loadOrder(db: Read, row: OrderRow): Order {
  const version = orderVersion(db, row.id, row.version);
  const finding = lastFinding(db, row.id, row.version);
  if (!version || !finding) throw new Error('an order without its version or report');
  const content = JSON.parse(version.content) as OrderContent;
  return { row, version, content, finding, report: JSON.parse(finding.report) as OrderReport };
}

/** Keys of the findings that still block: not resolved, or waiting for a second pharmacist. */
export function openKeys(db: Read, { finding, report }: Order): string[] {
  const closed = new Set(
    resolutionsOf(db, finding.id).flatMap((r) => (r.position === r.needed ? [r.key] : [])),
  );
  return blockingKeys(report).filter((key) => !closed.has(key));
}

/** What a person sees of an order, and what its artefacts are made from: everything as it was checked and kept. */
export function viewOf(db: Read, id: string): OrderView {
  const row = found(orderById(db, id), 'order');
  const order = loadOrder(db, row);
  const { version, finding, content, report } = order;
  const patient = patientAt(db, version.patient_id, finding.patient_version);
  const prescriber = prescriberAt(db, version.prescriber_id, finding.prescriber_version);
  if (!patient || !prescriber) throw new Error('an order without its patient or prescriber');
  const resolutions = resolutionsOf(db, finding.id);
  const closed = new Set(resolutions.flatMap((r) => (r.position === r.needed ? [r.key] : [])));
  const code = currentCode(db, id);
  return {
    id,
    number: row.number,
    rx: version.rx,
    state: stateOf(row),
    version: row.version,
    patient: patientOf(patient),
    prescriber: prescriberOf(prescriber),
    content,
    report,
    resolutions: resolutions.map((r) => ({
      key: r.key,
      kind: r.kind as 'override' | 'acknowledge',
      reason: r.reason,
      text: r.words,
      prescriberContact: r.prescriber_contact,
      by: r.by,
      at: r.at,
      complete: closed.has(r.key),
    })),
    open: blockingKeys(report).filter((key) => !closed.has(key)),
    signatures: signaturesOf(db, 'order', id, row.version).map(
      ({ meaning, user, credentials, at, hash }) => ({
        meaning: meaning as OrderView['signatures'][number]['meaning'],
        user,
        credentials,
        at,
        hash,
      }),
    ),
    preparation: preparationView(db, id, row.version),
    releaseCode: code?.version === row.version ? code.code : null,
    printOuts: printOutsOf(db, id).map((p) => ({
      id: p.id,
      kind: printKind.parse(p.kind),
      paper: paper.parse(p.paper),
      template: p.template,
      sha256: p.sha256,
      copies: p.copies,
      reprint: p.reprint,
      reason: p.reason,
      by: p.by,
      at: p.at,
      version: p.version,
      code: p.code,
      stale: p.version !== row.version || (p.code !== null && p.code !== code?.code) || row.state === 'void',
    })),
    history: orderHistory(db, id),
    heldFrom: row.held_from as OrderView['heldFrom'],
    doubleCheck: {
      asked: doubleCheckAsked(db, id, row.version),
      checks: doubleCheckViews(db, order),
    },
  };
}

function preparationView(db: Read, id: string, version: number): OrderView['preparation'] {
  const p = preparationOf(db, id, version);
  if (!p) return null;
  const record = p.content === null ? null : (JSON.parse(p.content) as PreparationContent);
  return {
    id: p.id,
    lot: p.lot,
    startedBy: p.startedBy,
    startedAt: p.startedAt,
    compoundedBy: p.compoundedBy,
    compoundedAt: p.compoundedAt,
    ingredients: record === null ? [] : [...record.ingredients],
    deviations: record?.deviations ?? null,
    bud: record?.bud ?? null,
    budBinds: record?.budBinds ?? null,
  };
}
