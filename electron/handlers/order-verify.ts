import { factWords } from '../../words/finding.ts';
import { insertProgram, insertResolution, resolutionsOf, type ResolutionRow } from '../../db/orders.ts';
import type { Read, Write } from '../../db/handle.ts';
import { insertMadeResolution, preparationOf } from '../../db/preparations.ts';
import { blocks, type Finding } from '../../engine/checks/report.ts';
import { Refused } from '../../engine/number/result.ts';
import { recheckAll } from '../../engine/derivation/reread.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { aboutOf } from '../services/about.ts';
import { madeFindings } from '../services/as-made.ts';
import type { Context } from '../services/context.ts';
import { confirmSignature } from '../services/credentials.ts';
import { doubleChecked, doubleCheckState } from '../services/double-check.ts';
import { signersFor } from '../services/order-check.ts';
import { life, move, orderFor } from '../services/order-life.ts';
import { viewOf } from '../services/order-view.ts';
import { ofPersonNow } from '../services/merged.ts';
import { loadOrder, openKeys, type Order } from '../services/loaded-order.ts';
import { saidOfResolution } from '../services/said.ts';
import { shownFor } from '../services/shown.ts';
import { sign } from '../services/signing.ts';
import { stillHolds } from '../services/standing.ts';
import { refuse, type Handlers } from '../services/call.ts';

export const orderVerifyHandlers = {
  'order.resolve': {
    before: async (call, input) => {
      await orderFor(call.db, input, RESOLVED_IN);
      await confirmSignature(call, input.password, 'order.resolve');
      return async (write) => {
        const { db, user, now } = write;
        const order = await loadOrder(db, await orderFor(db, input, RESOLVED_IN));
        const held = await heldFindings(db, order);
        const finding = resolvable(held.findings, input.key, input.reason);
        const needed =
          signersFor(finding) ??
          refuse('finding-absolute', input.key, 'another order: nobody may pass this finding', 'key');
        const contact = input.prescriberContact;
        if (finding.severity === 'hard' && finding.outcome === 'fail' && contact === null)
          refuse(
            'prescriber-contact-missing',
            null,
            'whom the prescriber was reached through, and when',
            'prescriberContact',
          );
        const given = held.resolutions.filter((r) => r.key === input.key);
        if (given.length >= needed)
          refuse('finding-already-resolved', input.key, 'a finding that is still open', 'key');
        if (given.some((r) => r.by_user === user.id))
          refuse('second-signer-is-first', null, 'the signature of another pharmacist', 'password');
        const kind = finding.outcome === 'fail' ? ('override' as const) : ('acknowledge' as const);
        const resolution = {
          key: input.key,
          position: given.length + 1,
          needed,
          kind,
          reason: input.reason,
          words: input.text,
          prescriber_contact: contact,
        };
        const signature = await sign(
          write,
          'resolve',
          input,
          shownFor('order.resolve', input.shown),
          saidOfResolution(resolution),
        );
        await held.insert(write.db, { ...resolution, by_user: user.id, at: now, signature_id: signature.id });
        await write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          reason: input.text,
          about: await aboutOf(db, order),
          change: {
            ...resolution,
            words: undefined,
            rule: finding.id,
            severity: finding.severity,
            observed: factWords(finding.observed),
            limit: factWords(finding.limit),
            ruleSet: order.report.ruleSet,
            report: held.record,
            signature: signature.hash,
          },
        });
        return viewOf(db, input.id);
      };
    },
  },

  'order.verify': {
    before: async (call, input) => {
      const seen = await call.context.store.read((db) => ready(call.context, db, input, call.minute));
      await confirmSignature(call, input.password, 'order.verify');
      // The slow second computation stands outside the transaction; the same report must still be there inside it.
      const differs = [
        ...recheckAll(seen.report.derivations),
        ...call.context.secondOpinion(seen.question, await call.context.library()),
      ];
      if (differs.length > 0) throw new Refused(...differs);
      return async (write) => {
        const { db, now } = write;
        const order = await ready(write.context, db, input, write.minute);
        if (order.finding.id !== seen.finding.id)
          refuse('findings-changed', null, 'the order again as it is now', 'version');
        const signature = await sign(write, 'verify', input, shownFor('order.verify', input.shown), null);
        await insertProgram(db, {
          order_id: input.id,
          version: input.version,
          content: JSON.stringify(order.asKept.program),
          at: now,
        });
        const state = await move(db, order.row, 'order.verify', now);
        await write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          about: await aboutOf(db, order),
          change: {
            state,
            ruleSet: order.report.ruleSet,
            report: order.finding.id,
            signature: signature.hash,
          },
        });
        return viewOf(db, input.id);
      };
    },
  },
} satisfies Partial<Handlers>;

/** Where a finding is answered: before the order is verified, or once its container is made and before it is released. */
const RESOLVED_IN = ['submitted', 'prepared', 'checked'] as const;

/** Whose findings are open in this state of the order: those of the order, or those of the container as it was made. */
async function heldFindings(db: Read, order: Order) {
  const { id, version, state } = order.row;
  if (state === 'submitted')
    return {
      record: order.finding.id,
      findings: order.report.findings,
      resolutions: await resolutionsOf(db, order.finding.id),
      insert: (write: Write, row: Said) => insertResolution(write, { ...row, finding_id: order.finding.id }),
    };
  const made = await madeFindings(db, id, version);
  return {
    ...made,
    record: (await preparationOf(db, id, version))?.id ?? '',
    insert: (write: Write, row: Said) => insertMadeResolution(write, { ...row, order_id: id, version }),
  };
}
type Said = Omit<ResolutionRow, 'finding_id'>;

function resolvable(findings: readonly Finding[], key: string, reason: string): Finding {
  const finding = findings.find((f) => f.key === key && blocks(f));
  if (!finding) return refuse('finding-not-open', key, 'the key of a finding that blocks this order', 'key');
  if (signersFor(finding) !== null && !finding.reasons.some((r) => r.code === reason))
    refuse('reason-not-of-finding', reason, finding.reasons.map((r) => r.code).join(', '), 'reason');
  return finding;
}

/** An order that can be verified: nothing open, and nothing new blocks when it is checked as of now. */
async function ready(context: Context, db: Read, input: { id: string; version: number }, at: Minute) {
  const order = await loadOrder(db, await orderFor(db, input, life['order.verify'].from));
  await ofPersonNow(db, order);
  const open = await openKeys(db, order);
  if (open.length > 0)
    refuse('findings-open', `${open.length}`, 'an order whose findings are all resolved', 'open');
  doubleChecked(await doubleCheckState(db, order, await context.library()));
  const question = await stillHolds(context, db, order, at);
  return { ...order, question };
}
