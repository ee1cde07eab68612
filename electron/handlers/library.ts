import { rulesOfDrug } from '../../engine/formulary/rules-of-drug.ts';
import * as z from 'zod';
import { citation } from '../../words/citation.ts';
import { ruleView, type AnswersView, type ChangeView } from '../../bridge/library.ts';
import { keptValue } from '../../db/kept.ts';
import {
  changeById,
  comingChanges,
  insertChange,
  insertDecision,
  listChanges,
  type ChangeRow,
} from '../../db/library-changes.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import { pumpsOf } from '../../engine/formulary/pumps-of-site.ts';
import { ruleOf, type RuleChange } from '../../engine/formulary/rule-change.ts';
import type { SiteAnswer } from '../../engine/formulary/site-answer.ts';
import type { PumpManual, SiteFormulation } from '../../engine/formulary/site-knowledge.ts';
import { pumpModels } from '../../engine/pumps/models.ts';
import type { PumpModel } from '../../engine/pumps/pump.ts';
import { drugName, findDrug, type Library } from '../../engine/formulary/formulary.ts';
import { unwrap } from '../../engine/number/result.ts';
import { confirmSignature } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import {
  changedLibrary,
  isAnswer,
  putInForce,
  storedChange,
  type LibraryChange,
} from '../services/library-start.ts';
import { signChange } from '../services/signing.ts';
import { utc } from '../services/log-filter.ts';
import { found, refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';
import { Failed } from '../services/failed.ts';

const published = (): Library => seedLibrary();
/** In UTC, so that instants compare as text. */
const startOf = ({ from }: LibraryChange, now: string): string | null => {
  const at = utc(from ?? undefined);
  return at !== undefined && at > now ? at : null;
};

/** What an answer of the pharmacy is about: drugs and concentrations, or a pump by its model. */
const aboutOf = (answer: SiteAnswer): string =>
  answer.kind === 'formulation'
    ? formulationName(answer.contents)
    : (pumpModels.find((p) => p.id === answer.pump)?.model ?? answer.pump);

function publishedOf(change: RuleChange): Pick<ChangeView, 'drug' | 'published'> {
  const library = published();
  const rule = ruleOf(library, change.rule);
  const drug = library.formulary.drugs.find((d) => d.rules.some((r) => r.id === change.rule));
  return {
    drug: drug ? drugName(drug) : '',
    published: {
      amount: rule?.amount ?? '',
      unit: rule?.unit ?? '',
      severity: rule?.severity ?? 'info',
      message: rule?.message ?? 'a rule that the library has no more',
    },
  };
}

const formulationName = (contents: SiteFormulation['contents']): string =>
  contents
    .map(({ drug: id, concentration }) => {
      const drug = published().formulary.drugs.find((d) => d.id === id);
      return `${drug ? drugName(drug) : id} ${concentration}`;
    })
    .join(' with ');

/** What the shipped pages of a pump leave open, for the site to fill in from its manual. */
function pumpAsked(pump: PumpModel, manual: PumpManual | undefined): AnswersView['pumps'][number] {
  const fields = new Map(
    Object.values(pump.modes)
      .flat()
      .map((f) => [f.id, f]),
  );
  return {
    id: pump.id,
    model: pump.model,
    reference: manual?.reference ?? null,
    asks: [...fields.values()].flatMap(({ id, label, basis, min, max, step }) => {
      const [range, isStep] = [min === null && max === null, step === null];
      return basis === 'none' || !(range || isStep) ? [] : [{ id, label, basis, range, step: isStep }];
    }),
    accuracy: pump.accuracy === null && pump.flow === null,
    tolerance: pump.flow !== null && pump.flow.tolerance === null,
    atLimit: pump.limit.kind === 'amount' && pump.limit.atLimit.kind === 'not-known',
    limitWindow: pump.limit.kind === 'amount' && pump.limit.window === 'not-stated',
  };
}

const decision = z.enum(['approve', 'decline']);

function viewOf(row: ChangeRow): ChangeView {
  const change = storedChange(row);
  return {
    id: row.id,
    change,
    ...(isAnswer(change) ? { drug: aboutOf(change), published: null } : publishedOf(change)),
    reason: row.reason,
    by: row.by,
    byId: row.by_user,
    at: row.at,
    decision:
      row.decision === null || row.decidedBy === null || row.decidedAt === null
        ? null
        : {
            decision: keptValue(decision, row.decision, 'library_decision', row.id),
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
const refuseUnfit = (inForce: Library, change: LibraryChange): void =>
  void unwrap(changedLibrary(inForce, change, inForce.version));

/** Kept until another person approves or declines it; what can not come into force is refused at once. */
async function proposed(call: WriteCall, change: LibraryChange, reason: string): Promise<ChangeView> {
  const { db, context, user, now } = call;
  if (change.from !== null && startOf(change, now) === null)
    refuse('effective-date-past', change.from, 'an instant that is still to come', 'from');
  refuseUnfit(await context.library(), change);
  const id = newId(context, 'lch');
  await insertChange(db, {
    id,
    content: JSON.stringify(change),
    base: (await context.library()).version,
    reason,
    by_user: user.id,
    at: now,
  });
  await call.event({
    subject: 'library-change',
    subjectId: id,
    reason,
    change: { ...change, base: (await context.library()).version },
  });
  return viewOf(found(await changeById(db, id), 'library change'));
}

/** A proposal that nobody has decided yet. */
async function openChange({ db }: ReadCall | WriteCall, id: string): Promise<ChangeRow> {
  const row = found(await changeById(db, id), 'library change');
  if (row.decision !== null)
    throw new Failed({ code: 'conflict', what: 'library change', detail: `it was decided: ${row.decision}` });
  return row;
}

/** What of a rule is shown: the rest says how it is asked. */
const shownRule = ruleView.shape.rule.strip();

export const libraryHandlers = {
  'library.rules': async ({ context, db }, { drug }) => {
    const library = await context.library();
    const inForce = found(findDrug(library, drug), 'drug');
    const origin = published();
    const waiting = (await comingChanges(db)).flatMap((row) => {
      const change = storedChange(row);
      return isAnswer(change) ? [] : [{ change, from: row.effectiveFrom ?? '' }];
    });
    return rulesOfDrug(library, inForce).map(({ source, ...rule }) => {
      const { id, amount, severity, message } = rule;
      const before = ruleOf(origin, id);
      return {
        rule: shownRule.parse(rule),
        published: {
          amount: before?.amount ?? amount,
          severity: before?.severity ?? severity,
          message: before?.message ?? message,
        },
        source: citation(source),
        coming: waiting
          .filter((w) => w.change.rule === id)
          .map(({ change, from }) => ({
            from,
            amount: change.amount ?? before?.amount ?? amount,
            severity: change.severity ?? before?.severity ?? severity,
          })),
      };
    });
  },

  'library.changes': async ({ db }) => (await listChanges(db)).map(viewOf),

  'library.answers': async ({ context }) => {
    const library = await context.library();
    return {
      formulations: library.site.formulations.map((x) => ({ ...x, name: formulationName(x.contents) })),
      pumps: pumpsOf(library).map((p) => pumpAsked(p, library.site.pumpManuals[p.id])),
    };
  },

  'library.propose': (call, { reason, ...change }) => proposed(call, change, reason),
  'library.answer': (call, { reason, answer }) => proposed(call, answer, reason),

  'library.approve': {
    before: async (call, { id, password }) => {
      const guard = async (inside: ReadCall | WriteCall) => {
        const row = await openChange(inside, id);
        if (row.by_user === inside.user.id)
          refuse('approver-is-proposer', null, 'another person than the one who proposed it', 'password');
        // Refused again if the rule set has changed since, so that it says the same or is laxer than published by now.
        const change = storedChange(row);
        refuseUnfit(await inside.context.library(), change);
        return { row, change };
      };
      await guard(call);
      await confirmSignature(call, password, 'library.approve');
      return async (write) => {
        const { db, context, user, now } = write;
        const { row, change } = await guard(write);
        const before = (await context.library()).version;
        const from = startOf(change, now);
        const made =
          from === null ? unwrap(await putInForce(db, await context.library(), change, now)) : null;
        const { version: after = null, hash: library = null } = made ?? {};
        const signature = await signChange(
          write,
          'approve',
          row,
          from === null ? { before, after, library } : { from },
        );
        await insertDecision(db, {
          change_id: id,
          decision: 'approve',
          library_version: after,
          effective_from: from,
          reason: null,
          by_user: user.id,
          signature_id: signature.id,
          at: now,
        });
        await write.event({
          subject: 'library-change',
          subjectId: id,
          change: { before, ruleSet: after, hash: library, from: from ?? now, signature: signature.hash },
        });
        return viewOf(found(await changeById(db, id), 'library change'));
      };
    },
  },

  'library.decline': {
    before: async (call, { id, reason, password }) => {
      await openChange(call, id);
      await confirmSignature(call, password, 'library.decline');
      return async (write) => {
        const row = await openChange(write, id);
        const signature = await signChange(write, 'decline', row, { why: reason });
        await insertDecision(write.db, {
          change_id: id,
          decision: 'decline',
          library_version: null,
          effective_from: null,
          reason,
          by_user: write.user.id,
          signature_id: signature.id,
          at: write.now,
        });
        await write.event({
          subject: 'library-change',
          subjectId: id,
          reason,
          change: { signature: signature.hash },
        });
        return viewOf(found(await changeById(write.db, id), 'library change'));
      };
    },
  },
} satisfies Partial<Handlers>;
