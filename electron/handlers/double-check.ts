import { authorsOf, doubleChecksOf, insertDoubleCheck, ordersToDoubleCheck } from '../../db/double-checks.ts';
import { kept } from '../../db/kept.ts';
import type { Read } from '../../db/handle.ts';
import { compareEntries, entryOf } from '../../engine/order/double-check.ts';
import { recorded } from '../../engine/number/quantity.ts';
import { prescriberRecord } from '../../bridge/records.ts';
import { confirmSignature } from '../services/credentials.ts';
import { doubleCheckViews } from '../services/double-check.ts';
import { orderFor } from '../services/order-life.ts';
import { loadOrder } from '../services/loaded-order.ts';
import { saidOfDoubleCheck } from '../services/said.ts';
import { sign } from '../services/signing.ts';
import { found, refuse, type Handlers, type ReadCall } from '../services/call.ts';
import { aboutOf } from '../services/about.ts';

type Subject = { readonly id: string; readonly version: number };

const mayBeSecond = (db: Read, userId: string, { id, version }: Subject) =>
  authorsOf(db, id).includes(userId)
    ? ('entered-it' as const)
    : doubleChecksOf(db, id, version).some((c) => c.by_user === userId)
      ? ('did-it-before' as const)
      : ('yes' as const);

function blindOrder(call: Pick<ReadCall, 'db' | 'user'>, input: Subject) {
  const order = loadOrder(call.db, orderFor(call.db, input, ['submitted']));
  const may = mayBeSecond(call.db, call.user.id, input);
  if (may === 'entered-it')
    refuse('double-checker-entered-it', null, 'a person who entered no version of this order', 'password');
  if (may === 'did-it-before')
    refuse('double-checker-has-seen-it', null, 'a person who has not seen the comparison', 'password');
  return order;
}

export const doubleCheckHandlers = {
  'double-check.list': ({ db, user }) =>
    ordersToDoubleCheck(db)
      .filter((o) => doubleChecksOf(db, o.id, o.version).at(-1)?.differs !== 0)
      .map((o) => {
        const prescriber = kept(
          prescriberRecord,
          o.prescriber,
          'prescriber_version',
          o.prescriber_id,
          o.prescriber_version,
        );
        return {
          id: o.id,
          number: o.number,
          version: o.version,
          rx: o.rx,
          patient: `${o.family}, ${o.given}`,
          birthDate: o.birth_date,
          prescriber: `${prescriber.name}, ${prescriber.credentials}`,
          enteredAt: o.at,
          may: mayBeSecond(db, user.id, o),
        };
      }),

  'double-check.enter': {
    before: async (call, input) => {
      blindOrder(call, input);
      await confirmSignature(call, input.password, 'double-check.enter');
      return (write) => {
        const { db, user, now } = write;
        const order = blindOrder(write, input);
        const first = entryOf(order.content, recorded(order.report.preparation.concentration, 'mass/volume'));
        const compared = compareEntries(first, input.entry);
        const differs = compared.filter((f) => !f.same);
        const said = { entry: JSON.stringify(input.entry), compared: JSON.stringify(compared) };
        const signature = sign(write, 'double-check', input, null, saidOfDoubleCheck(said));
        insertDoubleCheck(db, {
          ...said,
          order_id: input.id,
          version: input.version,
          seq: doubleChecksOf(db, input.id, input.version).length + 1,
          differs: differs.length,
          by_user: user.id,
          at: now,
          signature_id: signature.id,
        });
        write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          about: aboutOf(db, order),
          change: {
            firstBy: order.version.by_user,
            firstAt: order.version.at,
            compared,
            differs: differs.length,
            signature: signature.hash,
          },
        });
        return found(doubleCheckViews(db, order).at(-1), 'double check');
      };
    },
  },
} satisfies Partial<Handlers>;
