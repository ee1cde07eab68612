import { performance } from 'node:perf_hooks';
import { explain } from '../../engine/explain/explain.ts';
import { underContent } from '../services/order-check.ts';
import { questionOf } from '../services/question.ts';
import type { Handlers } from '../services/call.ts';
import { personNow } from '../services/merged.ts';

/** House rule: other windows wait for no more than this; a search that was cut short says so. */
const LONGEST_MS = 400;

export const orderExplainHandlers = {
  'order.explain': async ({ db, context, minute }, { patientId, content, orderId }) => {
    const patient = await personNow(db, patientId);
    const asked = { patientId: patient.id, patient: patient.record, content, at: minute };
    const question = await questionOf(db, orderId === undefined ? asked : { ...asked, order: orderId });
    const until = performance.now() + LONGEST_MS;
    return underContent(async () =>
      explain(question, await context.library(), { cancelled: () => performance.now() > until }),
    );
  },
} satisfies Partial<Handlers>;
