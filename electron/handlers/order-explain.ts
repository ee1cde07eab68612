import { performance } from 'node:perf_hooks';
import { patientNow } from '../../db/records.ts';
import { explain } from '../../engine/explain/explain.ts';
import { underContent, questionOf } from '../services/order-check.ts';
import { found, type Handlers } from './handler.ts';
import { patientOf } from './patient.ts';

/** House rule: other windows wait for no more than this; a search that was cut short says so. */
const LONGEST_MS = 400;

export const orderExplainHandlers = {
  'order.explain': ({ db, context, minute }, { patientId, content, orderId }) => {
    const patient = patientOf(found(patientNow(db, patientId), 'patient'));
    const asked = { patientId, patient: patient.record, content, at: minute };
    const question = questionOf(db, orderId === undefined ? asked : { ...asked, order: orderId });
    const until = performance.now() + LONGEST_MS;
    return underContent(() =>
      explain(question, context.library, { cancelled: () => performance.now() > until }),
    );
  },
} satisfies Partial<Handlers>;
