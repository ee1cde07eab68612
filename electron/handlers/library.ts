import type { ChangeView } from '../../bridge/library.ts';
import { hashOf } from '../../db/canonical.ts';
import {
  changeById,
  comingChanges,
  insertChange,
  insertDecision,
  listChanges,
  type ChangeRow,
} from '../../db/library-changes.ts';
import { insertSignature } from '../../db/orders.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import { ruleOf, type RuleChange } from '../../engine/rule-change.ts';
import { drugName, findDrug, type Library } from '../../engine/formulary.ts';
import { unwrap } from '../../engine/result.ts';
import { confirmSignature } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import { changedLibrary, putInForce, storedChange } from '../services/library-start.ts';
import { utc } from './log.ts';
import { Failed, found, refuse, type Handlers, type ReadCall, type WriteCall } from './handler.ts';

const published = (): Library => seedLibrary();
/** In UTC, so that instants compare as text. */
const startOf = ({ from }: RuleChange, now: string): string | null => {
  const at = utc(from ?? undefined);
  return at !== undefined && at > now ? at : null;
};

function viewOf(row: ChangeRow): ChangeView {
  const change = storedChange(row.content);
  const library = published();
  const rule = ruleOf(library, change.rule);
  const drug = library.formulary.drugs.find((d) => d.rules.some((r) => r.id === change.rule));
  return {
    id: row.id,
    drug: drug ? drugName(drug) : '',
    change,
    published: {
      amount: rule?.amount ?? '',
      unit: rule?.unit ?? '',
      severity: rule?.severity ?? 'info',
      message: rule?.message ?? 'a rule that the library has no more',
    },
    reason: row.reason,
    by: row.by,
    byId: row.by_user,
    at: row.at,
    decision:
      row.decision === null || row.decidedBy === null || row.decidedAt === null
        ? null
        : {
            decision: row.decision as 'approve' | 'decline',
            by: row.decidedBy,
            at: row.decidedAt,
            reason: row.why,
            ruleSet: row.ruleSet,
            from: row.effectiveFrom,
            leftOut: row.leftOut,
          },
  };
}

/** Refuses by name what can not be made of the rule set in force. */
const refuseUnfit = (inForce: Library, change: RuleChange): void =>
  void unwrap(changedLibrary(inForce, change, inForce.version));

/** A proposal that nobody has decided yet. */
function openChange({ db }: ReadCall | WriteCall, id: string): ChangeRow {
  const row = found(changeById(db, id), 'library change');
  if (row.decision !== null)
    throw new Failed({ code: 'conflict', what: 'library change', detail: `it was decided: ${row.decision}` });
  return row;
}

function signed(write: WriteCall, meaning: 'approve' | 'decline', row: ChangeRow, more: object) {
  const id = newId(write.context, 'sig');
  const hash = hashOf({
    meaning,
    change: row.id,
    signed: { content: row.content, reason: row.reason, ...more },
  });
  insertSignature(write.db, {
    id,
    subject: 'library-change',
    subject_id: row.id,
    version: 1,
    meaning,
    by_user: write.user.id,
    at: write.now,
    station: write.session.station,
    hash,
  });
  return { id, hash };
}

export const libraryHandlers = {
  'library.rules': ({ context: { library }, db }, { drug }) => {
    const inForce = found(findDrug(library, drug), 'drug');
    const origin = published();
    const waiting = comingChanges(db).map((row) => ({
      change: storedChange(row.content),
      from: row.effectiveFrom ?? '',
    }));
    return inForce.rules.map(
      ({
        id,
        kind,
        direction,
        amount,
        unit,
        per,
        severity,
        message,
        provenance,
        comparator,
        routes,
        source,
      }) => {
        const before = ruleOf(origin, id);
        return {
          rule: { id, kind, direction, amount, unit, per, severity, message, provenance, comparator, routes },
          published: {
            amount: before?.amount ?? amount,
            severity: before?.severity ?? severity,
            message: before?.message ?? message,
          },
          source: [source.title, source.section].filter((t) => t !== undefined).join(', '),
          coming: waiting
            .filter((w) => w.change.rule === id)
            .map(({ change, from }) => ({
              from,
              amount: change.amount ?? before?.amount ?? amount,
              severity: change.severity ?? before?.severity ?? severity,
            })),
        };
      },
    );
  },

  'library.changes': ({ db }) => listChanges(db).map(viewOf),

  'library.propose': (call, { reason, ...change }) => {
    const { db, context, user, now } = call;
    if (change.from !== null && startOf(change, now) === null)
      refuse('effective-date-past', change.from, 'an instant that is still to come', 'from');
    refuseUnfit(context.library, change);
    const id = newId(context, 'lch');
    insertChange(db, {
      id,
      content: JSON.stringify(change),
      base: context.library.version,
      reason,
      by_user: user.id,
      at: now,
    });
    call.event({
      subject: 'library-change',
      subjectId: id,
      reason,
      change: { ...change, base: context.library.version },
    });
    return viewOf(found(changeById(db, id), 'library change'));
  },

  'library.approve': {
    before: async (call, { id, password }) => {
      const guard = (inside: ReadCall | WriteCall) => {
        const row = openChange(inside, id);
        if (row.by_user === inside.user.id)
          refuse('approver-is-proposer', null, 'another person than the one who proposed it', 'password');
        // Refused again if the rule set has changed since, so that it says the same or is laxer than published by now.
        const change = storedChange(row.content);
        refuseUnfit(inside.context.library, change);
        return { row, change };
      };
      guard(call);
      await confirmSignature(call, password, 'library.approve');
      return (write) => {
        const { db, context, user, now } = write;
        const { row, change } = guard(write);
        const before = context.library.version;
        const from = startOf(change, now);
        const made = from === null ? unwrap(putInForce(db, context.library, change, now)) : null;
        const { version: after = null, hash: library = null } = made ?? {};
        const signature = signed(
          write,
          'approve',
          row,
          from === null ? { before, after, library } : { from },
        );
        insertDecision(db, {
          change_id: id,
          decision: 'approve',
          library_version: after,
          effective_from: from,
          reason: null,
          by_user: user.id,
          signature_id: signature.id,
          at: now,
        });
        write.event({
          subject: 'library-change',
          subjectId: id,
          change: { before, ruleSet: after, hash: library, from: from ?? now, signature: signature.hash },
        });
        return viewOf(found(changeById(db, id), 'library change'));
      };
    },
  },

  'library.decline': {
    before: async (call, { id, reason, password }) => {
      openChange(call, id);
      await confirmSignature(call, password, 'library.decline');
      return (write) => {
        const row = openChange(write, id);
        const signature = signed(write, 'decline', row, { why: reason });
        insertDecision(write.db, {
          change_id: id,
          decision: 'decline',
          library_version: null,
          effective_from: null,
          reason,
          by_user: write.user.id,
          signature_id: signature.id,
          at: write.now,
        });
        write.event({
          subject: 'library-change',
          subjectId: id,
          reason,
          change: { signature: signature.hash },
        });
        return viewOf(found(changeById(write.db, id), 'library change'));
      };
    },
  },
} satisfies Partial<Handlers>;
