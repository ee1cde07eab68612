import { factsOf } from '../../engine/facts/compute.ts';
import { exposureOf } from '../../engine/timeline/answer.ts';
import { underContent } from '../services/order-check.ts';
import { questionOf } from '../services/question.ts';
import type { Handlers } from '../services/call.ts';
import { personNow } from '../services/merged.ts';

export const exposureHandlers = {
  'order.exposure': async ({ db, context, minute }, { patientId, content, orderId, question }) => {
    const patient = await personNow(db, patientId);
    const asked = { patientId: patient.id, patient: patient.record, content, at: minute };
    const order = await questionOf(db, orderId === undefined ? asked : { ...asked, order: orderId });
    return underContent(async () => exposureOf(factsOf(order, await context.library()), question));
  },
} satisfies Partial<Handlers>;
