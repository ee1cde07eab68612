import type { OrderState } from '../../bridge/records.ts';
import {
  countByState,
  insertFinding,
  insertOrder,
  insertOrderVersion,
  listOrders,
  nextOrderSeq,
  orderById,
  setOrder,
} from '../../db/orders.ts';
import { askDoubleCheck } from '../../db/double-checks.ts';
import { supersedeCode } from '../../db/preparations.ts';
import { patientNow, prescriberNow } from '../../db/records.ts';
import { drugName, findDrug } from '../../engine/formulary.ts';
import type { OrderContent } from '../../engine/order.ts';
import { regimenSummary } from '../../engine/regimen/summary.ts';
import type { OrderReport } from '../../engine/report.ts';
import { changeOf } from '../services/change.ts';
import { newId } from '../services/ids.ts';
import { asksForDoubleCheck } from '../services/double-check.ts';
import { keptReportFor, reportFor } from '../services/order-check.ts';
import { EDITABLE, inState, life, move, orderFor, stateOf } from '../services/order-life.ts';
import { loadOrder, viewOf } from '../services/order-view.ts';
import { found, refuse, sameVersion, type Handlers, type WriteCall } from './handler.ts';
import { patientOf } from './patient.ts';

const MOST = 500;

export const orderHandlers = {
  'order.list': ({ db, context }, { state, search }) => ({
    counts: Object.fromEntries(countByState(db).map((c) => [c.state, c.n])),
    orders: listOrders(db, { state, search }, MOST).map((o) => {
      const content = JSON.parse(o.content) as OrderContent;
      const drug = findDrug(context.library, o.drug);
      return {
        id: o.id,
        number: o.number,
        rx: o.rx,
        version: o.version,
        state: o.state as OrderState,
        patient: `${o.family}, ${o.given}`,
        birthDate: o.birth_date,
        drug: drug ? drugName(drug) : o.drug,
        summary: regimenSummary(content.regimen),
        start: content.sessions.start,
        updatedAt: o.updated_at,
        blocking: o.blocking - (o.closed ?? 0),
      };
    }),
  }),

  'order.get': ({ db }, { id }) => viewOf(db, id),

  'order.check': ({ db, context, minute }, { patientId, content, orderId }) => {
    const patient = patientOf(found(patientNow(db, patientId), 'patient'));
    const asked = { patientId, patient: patient.record, content, at: minute };
    return reportFor(context, db, orderId === undefined ? asked : { ...asked, order: orderId });
  },

  'order.save': (call, input) => {
    const { db, context, user, now } = call;
    const { patientId, prescriberId, rx, content, reason } = input;
    const patient = patientOf(found(patientNow(db, patientId), 'patient'));
    const prescriber = found(prescriberNow(db, prescriberId), 'prescriber');
    const before = input.id === null ? null : found(orderById(db, input.id), 'order');
    sameVersion(
      before?.version ?? 0,
      before === null ? (input.expectedVersion ?? 0) : input.expectedVersion,
      'order',
    );
    if (before) inState(stateOf(before), EDITABLE);
    const old = before ? loadOrder(db, before) : null;
    const after = { rx, patientId, prescriberId, content };
    const earlier = old && {
      rx: old.version.rx,
      patientId: old.version.patient_id,
      prescriberId: old.version.prescriber_id,
      content: old.content,
    };
    const change = changeOf(earlier, after);
    if (before && before.state === 'draft' && Object.keys(change.fields).length === 0)
      return viewOf(db, before.id);
    if (before && before.state !== 'draft' && reason === null)
      refuse('reason-missing', null, `a reason: the order is ${before.state} and starts again`, 'reason');
    if (old && old.version.patient_id !== patientId)
      refuse('order-of-another-patient', null, 'the patient for whom the order was made', 'patientId');

    const id = before?.id ?? newId(context, 'ord');
    const version = (before?.version ?? 0) + 1;
    const report = keptReportFor(context, db, {
      patientId,
      patient: patient.record,
      content,
      at: call.minute,
      self: { id, version },
    });
    if (before) setOrder(db, id, { version, state: 'draft', held_from: null, updated_at: now });
    else {
      const seq = nextOrderSeq(db);
      insertOrder(db, {
        id,
        seq,
        number: `M${String(seq).padStart(6, '0')}`,
        version,
        state: 'draft',
        held_from: null,
        updated_at: now,
      });
    }
    insertOrderVersion(db, {
      order_id: id,
      version,
      rx,
      patient_id: patientId,
      prescriber_id: prescriberId,
      content: JSON.stringify(content),
      by_user: user.id,
      at: now,
      reason,
    });
    keepReport(call, {
      id,
      version,
      seq: 1,
      purpose: 'save',
      patientVersion: patient.version,
      prescriberVersion: prescriber.version,
      report,
    });
    const superseded = supersedeCode(db, id, now);
    call.event({
      subject: 'order',
      subjectId: id,
      version,
      reason,
      about: { order: id, patient: patientId, drug: content.drug },
      change: { ...change, state: { from: before?.state ?? null, to: 'draft' }, codesSuperseded: superseded },
    });
    return viewOf(db, id);
  },

  'order.submit': (call, input) => {
    const { db, context, now } = call;
    const order = loadOrder(db, orderFor(db, input, life['order.submit'].from));
    const { patient_id: patientId, prescriber_id: prescriberId } = order.version;
    const patient = patientOf(found(patientNow(db, patientId), 'patient'));
    const prescriber = found(prescriberNow(db, prescriberId), 'prescriber');
    const report = keptReportFor(context, db, {
      patientId,
      patient: patient.record,
      content: order.content,
      at: call.minute,
      self: input,
    });
    keepReport(call, {
      ...input,
      seq: order.finding.seq + 1,
      purpose: 'submit',
      patientVersion: patient.version,
      prescriberVersion: prescriber.version,
      report,
    });
    if (asksForDoubleCheck(context.library, order.content))
      askDoubleCheck(db, { order_id: input.id, version: input.version, at: now });
    const state = move(db, order.row, 'order.submit', now);
    call.event({
      subject: 'order',
      subjectId: input.id,
      version: input.version,
      about: { order: input.id, patient: patientId, drug: order.content.drug },
      change: { state, ruleSet: report.ruleSet, blocking: report.blocking, patientVersion: patient.version },
    });
    return viewOf(db, input.id);
  },
} satisfies Partial<Handlers>;

interface Kept {
  readonly id: string;
  readonly version: number;
  readonly seq: number;
  readonly purpose: 'save' | 'submit';
  readonly patientVersion: number;
  readonly prescriberVersion: number;
  readonly report: OrderReport;
}

function keepReport(call: WriteCall, kept: Kept): void {
  insertFinding(call.db, {
    id: newId(call.context, 'fnd'),
    order_id: kept.id,
    version: kept.version,
    seq: kept.seq,
    purpose: kept.purpose,
    at: call.now,
    by_user: call.user.id,
    patient_version: kept.patientVersion,
    prescriber_version: kept.prescriberVersion,
    report: JSON.stringify(kept.report),
  });
}
