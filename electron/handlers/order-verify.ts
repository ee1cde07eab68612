import { insertProgram, insertResolution, resolutionsOf } from '../../db/orders.ts';
import type { Read } from '../../db/handle.ts';
import { preparationOf } from '../../db/preparations.ts';
import { patientNow } from '../../db/records.ts';
import { blocks, type Finding } from '../../engine/report.ts';
import { Refused } from '../../engine/result.ts';
import { secondOpinion } from '../../engine/second-opinion.ts';
import { recheckAll } from '../../engine/recheck.ts';
import type { Minute } from '../../engine/calendar.ts';
import type { Context } from '../context.ts';
import { confirmSignature } from '../services/credentials.ts';
import { doubleChecked, doubleCheckState } from '../services/double-check.ts';
import { newlyBlocking, questionOf, reportFor, signersFor } from '../services/order-check.ts';
import { life, move, orderFor } from '../services/order-life.ts';
import { loadOrder, openKeys, viewOf, type Order } from '../services/order-view.ts';
import type { PreparationContent } from '../services/preparation-content.ts';
import { sign, signedView } from '../services/signing.ts';
import { found, refuse, type Handlers } from './handler.ts';
import { patientOf } from './patient.ts';

export const orderVerifyHandlers = {
  'order.resolve': {
    before: async (call, input) => {
      orderFor(call.db, input, ['submitted']);
      await confirmSignature(call, input.password, 'order.resolve');
      return (write) => {
        const { db, user, now } = write;
        const order = loadOrder(db, orderFor(db, input, ['submitted']));
        const finding = resolvable(order, input.key, input.reason);
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
        const given = resolutionsOf(db, order.finding.id).filter((r) => r.key === input.key);
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
        const signature = sign(write, 'resolve', input, {
          ...resolution,
          finding,
          ruleSet: order.report.ruleSet,
          exposure: order.report.exposure,
        });
        insertResolution(db, {
          ...resolution,
          finding_id: order.finding.id,
          by_user: user.id,
          at: now,
          signature_id: signature.id,
        });
        write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          reason: input.text,
          about: aboutOf(db, order),
          change: {
            ...resolution,
            words: undefined,
            rule: finding.id,
            severity: finding.severity,
            observed: finding.observed,
            limit: finding.limit,
            ruleSet: order.report.ruleSet,
            report: order.finding.id,
            signature: signature.hash,
          },
        });
        return viewOf(db, input.id);
      };
    },
  },

  'order.verify': {
    before: async (call, input) => {
      const seen = call.context.store.read((db) => ready(call.context, db, input, call.minute));
      await confirmSignature(call, input.password, 'order.verify');
      // The slow second computation stands outside the transaction; the same report must still be there inside it.
      const differs = [
        ...recheckAll(seen.report.derivations),
        ...secondOpinion(seen.question, call.context.library),
      ];
      if (differs.length > 0) throw new Refused(...differs);
      return (write) => {
        const { db, now } = write;
        const order = ready(write.context, db, input, write.minute);
        if (order.finding.id !== seen.finding.id)
          refuse('findings-changed', null, 'the order again as it is now', 'version');
        const signature = sign(write, 'verify', input, signedView(viewOf(db, input.id)));
        insertProgram(db, {
          order_id: input.id,
          version: input.version,
          content: JSON.stringify(order.report.program),
          at: now,
        });
        const state = move(db, order.row, 'order.verify', now);
        write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          about: aboutOf(db, order),
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

/** What the events of an order are found by: once it is prepared, also by each lot that went into the bag. */
export function aboutOf(db: Read, order: Order): Record<string, string | string[]> {
  const made = preparationOf(db, order.row.id, order.row.version);
  const record = made?.content ? (JSON.parse(made.content) as PreparationContent) : null;
  return {
    order: order.row.id,
    patient: order.version.patient_id,
    drug: order.content.drug,
    ...(made && { lot: lotsOf(made.lot, record?.ingredients ?? []) }),
  };
}

export const lotsOf = (own: string, ingredients: readonly { readonly lot: string }[]): string[] => [
  ...new Set([own, ...ingredients.map((i) => i.lot)]),
];

function resolvable(order: Order, key: string, reason: string): Finding {
  const finding = order.report.findings.find((f) => f.key === key && blocks(f));
  if (!finding) return refuse('finding-not-open', key, 'the key of a finding that blocks this order', 'key');
  if (signersFor(finding) !== null && !finding.reasons.some((r) => r.code === reason))
    refuse('reason-not-of-finding', reason, finding.reasons.map((r) => r.code).join(', '), 'reason');
  return finding;
}

/** An order that can be verified: nothing open, and nothing new blocks when it is checked as of now. */
function ready(context: Context, db: Read, input: { id: string; version: number }, at: Minute) {
  const order = loadOrder(db, orderFor(db, input, life['order.verify'].from));
  const open = openKeys(db, order);
  if (open.length > 0)
    refuse('findings-open', `${open.length}`, 'an order whose findings are all resolved', 'open');
  doubleChecked(doubleCheckState(db, order, context.library));
  const { question } = stillHolds(context, db, order, at);
  return { ...order, question };
}

/**
 * Checks a kept report against the patient and the rule set of today. Refuses when something blocks that did not block
 * when the report was made: what people resolved and signed is then not the whole of it.
 */
export function stillHolds(context: Context, db: Read, order: Order, at: Minute) {
  const patientId = order.version.patient_id;
  const patient = patientOf(found(patientNow(db, patientId), 'patient'));
  const asked = {
    patientId,
    patient: patient.record,
    content: order.content,
    at,
    self: { id: order.row.id, version: order.row.version },
    keptAt: order.finding.at,
  };
  const fresh = newlyBlocking(order.report, reportFor(context, db, asked));
  if (fresh.length > 0)
    refuse(
      'findings-changed',
      fresh.join(', '),
      'the order submitted, or saved, again: patient or rules are not what they were',
      'version',
    );
  return { question: questionOf(db, asked) };
}
