import { patientNow } from '../../db/records.ts';
import { factsOf } from '../../engine/facts.ts';
import { exposureOf } from '../../engine/timeline/answer.ts';
import { questionOf, underContent } from '../services/order-check.ts';
import { found, type Handlers } from './handler.ts';
import { patientOf } from './patient.ts';

export const exposureHandlers = {
  'order.exposure': ({ db, context, minute }, { patientId, content, orderId, question }) => {
    const patient = patientOf(found(patientNow(db, patientId), 'patient'));
    const asked = { patientId, patient: patient.record, content, at: minute };
    const order = questionOf(db, orderId === undefined ? asked : { ...asked, order: orderId });
    return underContent(() => exposureOf(factsOf(order, context.library), question));
  },
} satisfies Partial<Handlers>;
