import { refusalsOf } from '../../words/refusal.ts';
import { orderById, setOrder } from '../../db/orders.ts';
import { prescriberNow } from '../../db/records.ts';
import { found, refuse, type Handlers } from '../services/call.ts';
import { changeOf } from '../services/change.ts';
import { loadOrder, type Order } from '../services/loaded-order.ts';
import { CHECKED_AGAIN, orderFor, stateOf } from '../services/order-life.ts';
import { viewOf } from '../services/order-view.ts';
import { stepsOf } from '../services/order-steps.ts';
import { askSecondEntry, checkAndKeep, writeVersion } from '../services/order-write.ts';
import { standing } from '../services/standing.ts';

export const orderAgainHandlers = {
  'order.now': async ({ db, context, minute }, { id }) => {
    const order = await loadOrder(db, found(await orderById(db, id), 'order'));
    const { patient, differs, merged, fresh, issues, holds } = await standing(context, db, order, minute);
    return {
      patient,
      differs: [...differs],
      merged,
      fresh: [...fresh],
      issues: refusalsOf(issues),
      holds,
      steps: await stepsOf(db, id, order.row.version),
      again: holds ? null : onlyReport(order, merged) ? 'report' : 'version',
    };
  },

  'order.check-again': async (call, input) => {
    const { db, context, now } = call;
    const order = await loadOrder(db, await orderFor(db, input, CHECKED_AGAIN));
    const { holds, patient, merged } = await standing(context, db, order, call.minute);
    if (holds)
      refuse('nothing-to-check-again', null, 'an order for which something is otherwise by now', 'version');
    const from = stateOf(order.row);
    const sameVersion = onlyReport(order, merged);
    const version = sameVersion ? input.version : input.version + 1;
    const reason = `checked again: patient version ${patient.version}`;
    const { rx, patient_id: patientBefore, prescriber_id: prescriberId } = order.version;
    const { content } = order;
    const prescriber = found(await prescriberNow(db, prescriberId), 'prescriber');
    const before = { rx, patientId: patientBefore, prescriberId, content };
    const after = { ...before, patientId: patient.id };
    const superseded = sameVersion
      ? 0
      : await writeVersion(call, {
          order_id: input.id,
          version,
          rx,
          patient_id: patient.id,
          prescriber_id: prescriberId,
          content,
          reason,
        });
    const report = await checkAndKeep(call, {
      id: input.id,
      version,
      seq: sameVersion ? order.finding.seq + 1 : 1,
      purpose: 'submit',
      content,
      patient,
      prescriberVersion: prescriber.version,
    });
    await askSecondEntry(call, input.id, version, content);
    await setOrder(db, input.id, { version, state: 'submitted', held_from: null, updated_at: now });
    await call.event({
      subject: 'order',
      subjectId: input.id,
      version,
      reason,
      about: { order: input.id, patient: patient.id, drug: content.drug },
      change: {
        ...(sameVersion ? {} : { ...changeOf(before, after), codesSuperseded: superseded }),
        state: { from, to: 'submitted' },
        ruleSet: report.ruleSet,
        blocking: report.blocking,
        patientVersion: patient.version,
      },
    });
    return viewOf(db, input.id);
  },
} satisfies Partial<Handlers>;

/**
 * Of a submitted order its version gets another report, which is answered anew. What was verified since is signed under
 * the report that it was verified on, so that goes on as a new version; so does an order of a record that went.
 */
const onlyReport = ({ row }: Order, merged: boolean): boolean => stateOf(row) === 'submitted' && !merged;
