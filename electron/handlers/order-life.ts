import type { Command, Parsed } from '../../bridge/contract.ts';
import { supersedeCode, preparationOf } from '../../db/preparations.ts';
import { madeResolved } from '../services/as-made.ts';
import { confirmSignature, underSignature } from '../services/credentials.ts';
import { life, move, orderFor } from '../services/order-life.ts';
import { viewOf } from '../services/order-view.ts';
import { loadOrder } from '../services/loaded-order.ts';
import { selfTestOf } from '../services/self-test.ts';
import { shownFor } from '../services/shown.ts';
import { sign } from '../services/signing.ts';
import { refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';
import { aboutOf } from '../services/about.ts';
import { stillHolds } from '../services/standing.ts';

type Subject = { readonly id: string; readonly version: number };

/** The end of a treatment, without a signature: move, event, view. */
function complete(call: WriteCall, input: Subject) {
  const order = loadOrder(call.db, orderFor(call.db, input, life['order.complete'].from));
  const state = move(call.db, order.row, 'order.complete', call.now);
  call.event({
    subject: 'order',
    subjectId: input.id,
    version: input.version,
    about: aboutOf(call.db, order),
    change: { state },
  });
  return viewOf(call.db, input.id);
}

/** What each decision of a pharmacist is called where it is signed. */
const DECISIONS = {
  'order.hold': 'hold',
  'order.resume': 'resume',
  'order.discontinue': 'discontinue',
  'order.void': 'void',
} as const;
type Decision = keyof typeof DECISIONS;

/** A step that a pharmacist decides and signs; what goes on again stands on what is known now. */
function decision(by: Decision) {
  const guard = ({ context, db, minute }: ReadCall | WriteCall, input: Subject) => {
    const row = orderFor(db, input, life[by].from);
    if (by === 'order.resume') stillHolds(context, db, loadOrder(db, row), minute);
  };
  return underSignature(
    by,
    (call, input) => {
      guard(call, input);
      const { db, now } = call;
      const order = loadOrder(db, orderFor(db, input, life[by].from));
      const { reason } = input;
      const said = { state: order.row.state, reason };
      const signature = sign(call, DECISIONS[by], input, shownFor(by, input.shown), said);
      const state = move(db, order.row, by, now);
      if (by === 'order.void') supersedeCode(db, input.id, now);
      call.event({
        subject: 'order',
        subjectId: input.id,
        version: input.version,
        reason,
        about: aboutOf(db, order),
        change: { state, signature: signature.hash },
      });
      return viewOf(db, input.id);
    },
    guard,
  );
}

type Signing = Extract<Command, 'order.final-check' | 'order.release'>;

/** A pharmacist's signature under everything that was made and printed so far. */
function signedStep(by: Signing, meaning: 'final-check' | 'release') {
  const guard = (call: ReadCall | WriteCall, input: Subject) => {
    const order = loadOrder(call.db, orderFor(call.db, input, life[by].from));
    stillHolds(call.context, call.db, order, call.minute);
    madeResolved(call.db, order);
    if (by === 'order.final-check') anotherPerson(call, input);
    else selfTestPassed(call);
    return order;
  };
  return {
    before: async (call: ReadCall, input: Parsed<Signing>) => {
      call.context.store.read((db) => guard({ ...call, db }, input));
      await confirmSignature(call, input.password, by);
      return (write: WriteCall) => {
        const order = guard(write, input);
        const signature = sign(write, meaning, input, shownFor(by, input.shown), null);
        const state = move(write.db, order.row, by, write.now);
        write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          about: aboutOf(write.db, order),
          change: { state, signature: signature.hash },
        });
        return viewOf(write.db, input.id);
      };
    },
  };
}

/** Rules that let a published incident through release nothing. */
function selfTestPassed({ context }: ReadCall | WriteCall): void {
  const { failures } = selfTestOf(context.library);
  if (failures.length > 0)
    refuse(
      'self-test-failed',
      failures.map((f) => `${f.id} (${f.wrong.join('; ')})`).join(', '),
      'a rule set that passes its self-test: meniscus selftest tells more',
    );
}

function anotherPerson({ db, user }: ReadCall | WriteCall, { id, version }: Subject): void {
  const made = preparationOf(db, id, version);
  if (made?.startedById === user.id || made?.compoundedById === user.id)
    refuse('final-checker-is-preparer', null, 'a pharmacist who did not prepare it', 'password');
}

export const orderLifeHandlers = {
  'order.hold': decision('order.hold'),
  'order.resume': decision('order.resume'),
  'order.discontinue': decision('order.discontinue'),
  'order.complete': complete,
  'order.final-check': signedStep('order.final-check', 'final-check'),
  'order.release': signedStep('order.release', 'release'),
  'order.void': decision('order.void'),
} satisfies Partial<Handlers>;
