import type { RuleView } from '../../bridge/library.ts';
import { ruleView } from '../../bridge/library.ts';
import { changesOfRecord, comingChanges, listChanges } from '../../db/library-changes.ts';
import { findDrug } from '../../engine/formulary/formulary.ts';
import { formOf } from '../../engine/formulary/records/form.ts';
import { limitRecord } from '../../engine/formulary/records/limit-record.ts';
import { collections } from '../../engine/formulary/records/registry.ts';
import { ruleOf } from '../../engine/formulary/rule-change.ts';
import { rulesOfDrug } from '../../engine/formulary/rules-of-drug.ts';
import { citation } from '../../words/citation.ts';
import { found, type Handlers, type ReadCall } from '../services/call.ts';
import { isAnswer, published, storedChange } from '../services/library-change.ts';
import { changeViewOf, recordViews } from '../services/library-views.ts';

/** What of a rule is shown: the rest says how it is asked. */
const shownRule = ruleView.shape.rule.strip();

/** Limits that are approved for later, by their names. */
async function comingLimits({ db }: ReadCall): Promise<Map<string, RuleView['coming']>> {
  const coming = new Map<string, RuleView['coming']>();
  for (const row of await comingChanges(db)) {
    const change = storedChange(row);
    if (isAnswer(change) || change.collection !== 'limits') continue;
    const limit = limitRecord.safeParse(change.record);
    if (!limit.success) continue;
    const { amount, severity } = limit.data;
    const before = coming.get(change.id) ?? [];
    coming.set(change.id, [...before, { from: row.effectiveFrom ?? '', amount, severity }]);
  }
  return coming;
}

/** Looking at what the library holds, and at what became of each of its records. */
export const libraryRecordHandlers = {
  'library.rules': async (call, { drug }) => {
    const library = await call.context.library();
    const inForce = found(findDrug(library, drug), 'drug');
    const coming = await comingLimits(call);
    return rulesOfDrug(library, inForce).map(({ source, ...rule }) => {
      const { id, amount, severity, message } = rule;
      const before = ruleOf(published(), id);
      return {
        rule: shownRule.parse(rule),
        published: {
          amount: before?.amount ?? amount,
          severity: before?.severity ?? severity,
          message: before?.message ?? message,
        },
        source: citation(source),
        coming: coming.get(id) ?? [],
      };
    });
  },

  'library.collections': () =>
    collections.map((c) => ({
      id: c.id,
      title: c.title,
      one: c.one,
      staysPublished: c.staysPublished ?? false,
      form: formOf(c),
    })),

  'library.records': async ({ context }, wanted) => recordViews(await context.library(), wanted),

  'library.history': async ({ context, db }, { collection, id }) => {
    const library = await context.library();
    const rows = await changesOfRecord(db, collection, id);
    return Promise.all(rows.map((row) => changeViewOf(db, library, row)));
  },

  'library.changes': async ({ context, db }) => {
    const library = await context.library();
    return Promise.all((await listChanges(db)).map((row) => changeViewOf(db, library, row)));
  },
} satisfies Partial<Handlers>;
