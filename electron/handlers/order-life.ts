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
import { labelled } from '../services/labelled.ts';
import { labelFits } from '../services/printable.ts';
import { aboutOf } from '../services/about.ts';
import { stillHolds } from '../services/standing.ts';

type Subject = { readonly id: string; readonly version: number };

/** The end of a treatment, without a signature: move, event, view. */
async function complete(call: WriteCall, input: Subject) {
  const order = await loadOrder(call.db, await orderFor(call.db, input, life['order.complete'].from));
  const state = await move(call.db, order.row, 'order.complete', call.now);
  await call.event({
    subject: 'order',
    subjectId: input.id,
    version: input.version,
    about: await aboutOf(call.db, order),
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
  const guard = async ({ context, db, minute }: ReadCall | WriteCall, input: Subject) => {
    const row = await orderFor(db, input, life[by].from);
    if (by === 'order.resume') await stillHolds(context, db, await loadOrder(db, row), minute);
  };
  return underSignature(
    by,
    async (call, input) => {
      await guard(call, input);
      const { db, now } = call;
      const order = await loadOrder(db, await orderFor(db, input, life[by].from));
      const { reason } = input;
      const said = { state: order.row.state, reason };
      const signature = await sign(call, DECISIONS[by], input, shownFor(by, input.shown), said);
      const state = await move(db, order.row, by, now);
      if (by === 'order.void') await supersedeCode(db, input.id, now);
      await call.event({
        subject: 'order',
        subjectId: input.id,
        version: input.version,
        reason,
        about: await aboutOf(db, order),
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
  const guard = async (call: ReadCall | WriteCall, input: Subject) => {
    const order = await loadOrder(call.db, await orderFor(call.db, input, life[by].from));
    await stillHolds(call.context, call.db, order, call.minute);
    await madeResolved(call.db, order);
    if (by === 'order.final-check') await anotherPerson(call, input);
    else await selfTestPassed(call);
    await labelled(call.db, order);
    return order;
  };
  return {
    before: async (call: ReadCall, input: Parsed<Signing>) => {
      const view = await call.context.store.read(async (db) => {
        await guard({ ...call, db }, input);
        return viewOf(db, input.id);
      });
      // Who checks it stands on the label that is printed from then on, and in the log.
      if (by === 'order.final-check') await labelFits(call.context, view, call.user, call.now);
      await confirmSignature(call, input.password, by);
      return async (write: WriteCall) => {
        const order = await guard(write, input);
        const signature = await sign(write, meaning, input, shownFor(by, input.shown), null);
        const state = await move(write.db, order.row, by, write.now);
        await write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          about: await aboutOf(write.db, order),
          change: { state, signature: signature.hash },
        });
        return viewOf(write.db, input.id);
      };
    },
  };
}

/** Rules that let a published incident through release nothing. */
async function selfTestPassed({ context }: ReadCall | WriteCall): Promise<void> {
  const { failures } = selfTestOf(await context.library());
  if (failures.length > 0)
    refuse(
      'self-test-failed',
      failures.map((f) => `${f.id} (${f.wrong.join('; ')})`).join(', '),
      'a rule set that passes its self-test: meniscus selftest tells more',
    );
}

async function anotherPerson({ db, user }: ReadCall | WriteCall, { id, version }: Subject): Promise<void> {
  const made = await preparationOf(db, id, version);
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
