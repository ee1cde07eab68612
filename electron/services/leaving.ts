import { drugsOfOrder } from '../../engine/order/order.ts';
import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import { appendEvent } from '../../db/event-log.ts';
import type { UserRow } from '../../db/people.ts';
import { unwrap, type Result } from '../../engine/number/result.ts';
import type { ReadCall } from './call.ts';

interface Form {
  readonly kind: PrintKind;
  readonly paper: Paper;
}

/** Who wants a form, where and when. */
export type Asking = Pick<ReadCall<UserRow>, 'context' | 'user' | 'session' | 'now'>;

/**
 * The file that was made, if it may leave. One that does not read back as the record says is refused, and the refusal
 * stands in the log: a template, a font or a library that prints another number is a fault that somebody must see.
 */
export async function leaving<T>(call: Asking, view: OrderView, form: Form, made: Result<T>): Promise<T> {
  if (!made.ok && made.failure.code === 'parse-back-differs')
    await call.context.store.write((db) =>
      appendEvent(db, {
        at: call.now,
        user: call.user.username,
        station: call.session.station,
        command: 'print.refused',
        subject: 'order',
        subjectId: view.id,
        version: view.version,
        about: { order: view.id, patient: view.patient.id, drug: drugsOfOrder(view.content) },
        change: {
          kind: form.kind,
          paper: form.paper,
          code: made.failure.code,
          differences: made.failure.given,
        },
      }),
    );
  return unwrap(made);
}
