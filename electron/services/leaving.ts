import type { Paper, PrintKind } from '../../bridge/forms.ts';
import { orderView, type OrderView } from '../../bridge/records.ts';
import { appendEvent } from '../../db/event-log.ts';
import type { UserRow } from '../../db/people.ts';
import { unwrap, type Result } from '../../engine/result.ts';
import { refuse, type ReadCall } from '../handlers/handler.ts';

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
export function leaving<T>(call: Asking, view: OrderView, form: Form, made: Result<T>): T {
  if (!made.ok && made.failure.code === 'parse-back-differs')
    call.context.store.write((db) =>
      appendEvent(db, {
        at: call.now,
        user: call.user.username,
        station: call.session.station,
        command: 'print.refused',
        subject: 'order',
        subjectId: view.id,
        version: view.version,
        about: { order: view.id, patient: view.patient.id, drug: view.content.drug },
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

/**
 * An order as it is kept, if this version of the program still knows its shape: a report kept before a field was added
 * has what the schema says of its absence, and where it says nothing the order is checked anew.
 */
export function inTodaysShape(view: OrderView): OrderView {
  const read = orderView.safeParse(view);
  if (!read.success)
    return refuse(
      'record-of-older-shape',
      read.error.issues[0]?.path.join('.') ?? null,
      'an order that this version of the program has checked: save it as a new version',
      'id',
    );
  return read.data;
}
