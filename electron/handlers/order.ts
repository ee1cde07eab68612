import { orderState } from '../../bridge/order-state.ts';
import { countByState, insertOrder, listOrders, orderById, orderWithRx, setOrder } from '../../db/orders.ts';
import { lastOrderSeq } from '../../db/issued.ts';
import { keptValue } from '../../db/kept.ts';
import { personOf } from '../../db/merges.ts';
import { patientNow, prescriberNow } from '../../db/records.ts';
import { drugsOfOrder } from '../../engine/order/order.ts';
import { changeOf, differing } from '../services/change.ts';
import { notMerged, ofPersonNow, personNow } from '../services/merged.ts';
import { waitingCheck } from '../services/double-check.ts';
import { newId } from '../services/ids.ts';
import { reportFor } from '../services/order-check.ts';
import { askSecondEntry, checkAndKeep, writeVersion } from '../services/order-write.ts';
import { CHECKED_AGAIN, EDITABLE, inState, life, move, orderFor, stateOf } from '../services/order-life.ts';
import { viewOf } from '../services/order-view.ts';
import { labelOf } from '../services/labelled.ts';
import { lineOf } from '../services/order-line.ts';
import { loadEntered, loadOrder } from '../services/loaded-order.ts';
import { found, refuse, sameVersion, type Handlers } from '../services/call.ts';
import { patientOf } from '../services/patient-records.ts';
import { factsMoved } from '../services/standing.ts';

export const orderHandlers = {
  'order.list': async ({ db, context }, { states, search, ...page }) => {
    const { rows, ...total } = await listOrders(db, { states, search }, page);
    const orders = await Array.fromAsync(rows, async (o) => {
      const state = keptValue(orderState, o.state, 'orders', o.id);
      return {
        id: o.id,
        number: o.number,
        rx: o.rx,
        version: o.version,
        state,
        patient: `${o.family}, ${o.given}`,
        birthDate: o.birth_date,
        ...lineOf(await context.library(), o),
        updatedAt: o.updated_at,
        blocking: o.blocking - (o.closed ?? 0),
        doubleCheck: state === 'submitted' ? await waitingCheck(db, o) : null,
        label: state === 'prepared' ? await labelOf(db, o.id, o.version) : null,
        factsChanged:
          CHECKED_AGAIN.includes(state) && (await factsMoved(db, o.patient_id, o.patient_version)),
      };
    });
    return { orders, ...total };
  },

  'order.counts': async ({ db }) => Object.fromEntries((await countByState(db)).map((c) => [c.state, c.n])),

  'order.get': ({ db }, { id }) => viewOf(db, id),

  'order.check': async ({ db, context, minute }, { patientId, content, orderId }) => {
    const patient = await personNow(db, patientId);
    const asked = { patientId: patient.id, patient: patient.record, content, at: minute };
    return reportFor(context, db, orderId === undefined ? asked : { ...asked, order: orderId });
  },

  'order.save': async (call, input) => {
    const { db, context, now } = call;
    const { prescriberId, rx, content, reason } = input;
    const patient = await personNow(db, input.patientId);
    const patientId = patient.id;
    // An order that is there goes on under the record that counts by now; a new one is entered for nobody who went.
    if (input.id === null) await notMerged(db, input.patientId, 'patientId');
    const prescriber = found(await prescriberNow(db, prescriberId), 'prescriber');
    const before = input.id === null ? null : found(await orderById(db, input.id), 'order');
    const old = before ? await loadEntered(db, before) : null;
    const after = { rx, patientId, prescriberId, content };
    const earlier = old && {
      rx: old.version.rx,
      patientId: old.version.patient_id,
      prescriberId: old.version.prescriber_id,
      content: old.content,
    };
    sameVersion(
      before?.version ?? 0,
      before === null ? (input.expectedVersion ?? 0) : input.expectedVersion,
      'order',
      () => (earlier === null ? [] : differing(earlier, after)),
    );
    if (before) inState(stateOf(before), EDITABLE);
    const change = changeOf(earlier, after);
    if (before && before.state === 'draft' && Object.keys(change.fields).length === 0)
      return viewOf(db, before.id);
    if (before && before.state !== 'draft' && reason === null)
      refuse('reason-missing', null, `a reason: the order is ${before.state} and starts again`, 'reason');
    if (old && (await personOf(db, old.version.patient_id)) !== patientId)
      refuse('order-of-another-patient', null, 'the patient for whom the order was made', 'patientId');

    const taken = rx === earlier?.rx ? undefined : await orderWithRx(db, rx, before?.id ?? null);
    if (taken)
      refuse('rx-taken', rx, `a prescription number that no other order has: ${taken.number} has it`, 'rx');
    const id = before?.id ?? newId(context, 'ord');
    const version = (before?.version ?? 0) + 1;
    if (before) await setOrder(db, id, { version, state: 'draft', held_from: null, updated_at: now });
    else {
      const seq = (await lastOrderSeq(db)) + 1;
      await insertOrder(db, {
        id,
        seq,
        number: `M${String(seq).padStart(6, '0')}`,
        version,
        state: 'draft',
        held_from: null,
        updated_at: now,
      });
    }
    const superseded = await writeVersion(call, {
      order_id: id,
      version,
      rx,
      patient_id: patientId,
      prescriber_id: prescriberId,
      content,
      reason,
    });
    await checkAndKeep(call, {
      id,
      version,
      seq: 1,
      purpose: 'save',
      content,
      patient,
      prescriberVersion: prescriber.version,
    });
    await call.event({
      subject: 'order',
      subjectId: id,
      version,
      reason,
      about: { order: id, patient: patientId, drug: drugsOfOrder(content) },
      change: { ...change, state: { from: before?.state ?? null, to: 'draft' }, codesSuperseded: superseded },
    });
    return viewOf(db, id);
  },

  'order.submit': async (call, input) => {
    const { db, now } = call;
    const order = await loadOrder(db, await orderFor(db, input, life['order.submit'].from));
    const { patient_id: patientId, prescriber_id: prescriberId } = order.version;
    await ofPersonNow(db, order);
    const patient = patientOf(found(await patientNow(db, patientId), 'patient'));
    const prescriber = found(await prescriberNow(db, prescriberId), 'prescriber');
    const report = await checkAndKeep(call, {
      ...input,
      seq: order.finding.seq + 1,
      purpose: 'submit',
      content: order.content,
      patient,
      prescriberVersion: prescriber.version,
    });
    await askSecondEntry(call, input.id, input.version, order.content);
    const state = await move(db, order.row, 'order.submit', now);
    await call.event({
      subject: 'order',
      subjectId: input.id,
      version: input.version,
      about: { order: input.id, patient: patientId, drug: drugsOfOrder(order.content) },
      change: {
        state,
        ruleSet: report.ruleSet,
        blocking: report.blocking,
        patientVersion: patient.version,
      },
    });
    return viewOf(db, input.id);
  },
} satisfies Partial<Handlers>;
