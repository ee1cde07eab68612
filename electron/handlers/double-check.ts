import { authorsOf, doubleChecksOf, insertDoubleCheck, ordersToDoubleCheck } from '../../db/double-checks.ts';
import { kept } from '../../db/kept.ts';
import type { Read } from '../../db/handle.ts';
import { compareEntries, entryIssues, entryOf } from '../../engine/order/double-check.ts';
import { recorded } from '../../engine/number/quantity.ts';
import { Refused } from '../../engine/number/result.ts';
import type { OrderReport } from '../../engine/checks/report.ts';
import type { OrderContent } from '../../engine/order/order.ts';
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

const mayBeSecond = async (db: Read, userId: string, { id, version }: Subject) =>
  (await authorsOf(db, id)).includes(userId)
    ? ('entered-it' as const)
    : (await doubleChecksOf(db, id, version)).some((c) => c.by_user === userId)
      ? ('did-it-before' as const)
      : ('yes' as const);

async function blindOrder(call: Pick<ReadCall, 'db' | 'user'>, input: Subject) {
  const order = await loadOrder(call.db, await orderFor(call.db, input, ['submitted']));
  const may = await mayBeSecond(call.db, call.user.id, input);
  if (may === 'entered-it')
    refuse('double-checker-entered-it', null, 'a person who entered no version of this order', 'password');
  if (may === 'did-it-before')
    refuse('double-checker-has-seen-it', null, 'a person who has not seen the comparison', 'password');
  return order;
}

/** Those whose last entry does not agree, or that have none. */
async function toCheck(db: Read) {
  const asked = await ordersToDoubleCheck(db);
  const last = await Array.fromAsync(asked, async (o) => (await doubleChecksOf(db, o.id, o.version)).at(-1));
  return asked.filter((_, i) => last[i]?.differs !== 0);
}

const made = (text: string) => recorded(text, 'mass/volume');

function firstEntry({ content, report }: { readonly content: OrderContent; readonly report: OrderReport }) {
  const { concentration, also } = report.preparation;
  return entryOf(
    content,
    made(concentration),
    also.map((x) => ({ drug: x.id, concentration: made(x.concentration) })),
  );
}

export const doubleCheckHandlers = {
  'double-check.list': async ({ db, user }) =>
    await Array.fromAsync(await toCheck(db), async (o) => {
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
        may: await mayBeSecond(db, user.id, o),
      };
    }),

  'double-check.enter': {
    before: async (call, input) => {
      await blindOrder(call, input);
      const twice = entryIssues(input.entry);
      if (twice.length > 0) throw new Refused(...twice.map((x) => ({ ...x, path: `entry.${x.path}` })));
      await confirmSignature(call, input.password, 'double-check.enter');
      return async (write) => {
        const { db, user, now } = write;
        const order = await blindOrder(write, input);
        const first = firstEntry(order);
        const compared = compareEntries(first, input.entry);
        const differs = compared.filter((f) => !f.same);
        const said = { entry: JSON.stringify(input.entry), compared: JSON.stringify(compared) };
        const signature = await sign(write, 'double-check', input, null, saidOfDoubleCheck(said));
        await insertDoubleCheck(db, {
          ...said,
          order_id: input.id,
          version: input.version,
          seq: (await doubleChecksOf(db, input.id, input.version)).length + 1,
          differs: differs.length,
          by_user: user.id,
          at: now,
          signature_id: signature.id,
        });
        await write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          about: await aboutOf(db, order),
          change: {
            firstBy: order.version.by_user,
            firstAt: order.version.at,
            compared,
            differs: differs.length,
            signature: signature.hash,
          },
        });
        return found((await doubleCheckViews(db, order)).at(-1), 'double check');
      };
    },
  },
} satisfies Partial<Handlers>;
