import * as z from 'zod';
import { orderState } from '../../bridge/order-state.ts';
import { paper, printKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import type { Read } from '../../db/handle.ts';
import { kept, keptValue } from '../../db/kept.ts';
import { orderById, orderHistory, resolutionsOf, resolutionsUnder, signaturesOf } from '../../db/orders.ts';
import { currentCode, madeResolutionsOf, preparationOf, printOutsOf } from '../../db/preparations.ts';
import { personOf } from '../../db/merges.ts';
import { patientAt, prescriberAt } from '../../db/records.ts';
import { doubleCheckAsked } from '../../db/double-checks.ts';
import { carriedLines } from '../print/record-mixture.ts';
import { madeFindings } from './as-made.ts';
import { found } from './call.ts';
import { patientOf, prescriberOf } from './patient-records.ts';
import { otherThanPrinted } from './merged.ts';
import { doubleCheckViews } from './double-check.ts';
import { labelOf } from './labelled.ts';
import { loadOrder } from './loaded-order.ts';
import { blockingKeys } from './order-check.ts';
import { stateOf } from './order-life.ts';
import { preparationContent } from './preparation-content.ts';
import { signatureMeaning } from './signing.ts';
import { shownIn } from './shown.ts';

/** What a person sees of an order, and what its artefacts are made from: everything as it was checked and kept. */
export async function viewOf(db: Read, id: string): Promise<OrderView> {
  const row = found(await orderById(db, id), 'order');
  const order = await loadOrder(db, row);
  const { version, finding, content, report } = order;
  const patient = await patientAt(db, version.patient_id, finding.patient_version);
  const prescriber = await prescriberAt(db, version.prescriber_id, finding.prescriber_version);
  if (!patient || !prescriber) throw new Error('an order without its patient or prescriber');
  const resolutions = await resolutionsOf(db, finding.id);
  const closed = new Set(resolutions.flatMap((r) => (r.position === r.needed ? [r.key] : [])));
  const code = await currentCode(db, id);
  const passed = new Map(
    [...(await resolutionsUnder(db, id, row.version)), ...(await madeResolutionsOf(db, id, row.version))].map(
      (r) => [r.signature_id, r.key],
    ),
  );
  const gone = (await otherThanPrinted(db, version.patient_id, finding.patient_version)) !== null;
  const view: OrderView = {
    id,
    number: row.number,
    rx: version.rx,
    state: stateOf(row),
    version: row.version,
    patient: patientOf(patient),
    prescriber: prescriberOf(prescriber),
    recordNow: await personOf(db, version.patient_id),
    content,
    report,
    carried: [],
    resolutions: resolutionViews(resolutions, closed),
    open: blockingKeys(report).filter((key) => !closed.has(key)),
    signatures: (await signaturesOf(db, 'order', id, row.version)).map(
      ({ id: signatureId, meaning, user, credentials, at, hash }) => ({
        finding: passed.get(signatureId) ?? null,
        meaning: keptValue(signatureMeaning, meaning, 'signature', signatureId),
        user,
        credentials,
        at,
        hash,
      }),
    ),
    preparation: await preparationView(db, id, row.version),
    releaseCode: code?.version === row.version ? code.code : null,
    printOuts: (await printOutsOf(db, id)).map((p) => ({
      id: p.id,
      kind: keptValue(printKind, p.kind, 'print_out', p.id),
      paper: keptValue(paper, p.paper, 'print_out', p.id),
      template: p.template,
      sha256: p.sha256,
      copies: p.copies,
      reprint: p.reprint,
      reason: p.reason,
      by: p.by,
      at: p.at,
      version: p.version,
      code: p.code,
      stale:
        p.version !== row.version ||
        (p.code !== null && p.code !== code?.code) ||
        row.state === 'void' ||
        gone,
    })),
    label: await labelOf(db, id, row.version),
    history: await orderHistory(db, id),
    heldFrom: keptValue(orderState.nullable(), row.held_from, 'orders', id),
    doubleCheck: {
      asked: await doubleCheckAsked(db, id, row.version),
      checks: await doubleCheckViews(db, order),
    },
    shown: await shownIn(db, order),
  };
  return { ...view, carried: carriedLines(view) };
}

const resolutionKind = z.enum(['override', 'acknowledge']);

const resolutionViews = (
  list: Awaited<ReturnType<typeof madeResolutionsOf>> | Awaited<ReturnType<typeof resolutionsOf>>,
  closed: ReadonlySet<string>,
): OrderView['resolutions'] =>
  list.map((r) => ({
    key: r.key,
    kind: keptValue(resolutionKind, r.kind, 'signature', r.signature_id),
    reason: r.reason,
    text: r.words,
    prescriberContact: r.prescriber_contact,
    by: r.by,
    at: r.at,
    complete: closed.has(r.key),
  }));

async function preparationView(db: Read, id: string, version: number): Promise<OrderView['preparation']> {
  const p = await preparationOf(db, id, version);
  if (!p) return null;
  const record = p.content === null ? null : kept(preparationContent, p.content, 'preparation_record', p.id);
  const made = await madeFindings(db, id, version);
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
    findings: [...made.findings],
    resolutions: resolutionViews(made.resolutions, made.closed),
    open: made.open,
  };
}
