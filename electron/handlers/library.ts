import type { AnswersView, ChangeView } from '../../bridge/library.ts';
import {
  changeById,
  endorsements,
  insertChange,
  insertDecision,
  type ChangeRow,
} from '../../db/library-changes.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { pumpsOf } from '../../engine/formulary/pumps-of-site.ts';
import { collectionOf } from '../../engine/formulary/records/registry.ts';
import type { RecordChange } from '../../engine/formulary/records/site-record.ts';
import { stops } from '../../engine/formulary/records/stops.ts';
import type { PumpManual } from '../../engine/formulary/site-knowledge.ts';
import type { PumpModel } from '../../engine/pumps/pump.ts';
import { confirmSignature, underSignature } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import {
  atOnceOf,
  bringingOf,
  changedLibrary,
  isAnswer,
  putInForce,
  storedChange,
  taken,
  type LibraryChange,
} from '../services/library-change.ts';
import { changeViewOf, formulationName } from '../services/library-views.ts';
import { signChange } from '../services/signing.ts';
import { utc } from '../services/log-filter.ts';
import { found, refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';
import { Failed } from '../services/failed.ts';

/** In UTC, so that instants compare as text. */
const startOf = ({ from }: LibraryChange, now: string): string | null => {
  const at = utc(from ?? undefined);
  return at !== undefined && at > now ? at : null;
};

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

const viewOf = async ({ context, db }: ReadCall | WriteCall, id: string): Promise<ChangeView> =>
  changeViewOf(db, await context.library(), found(await changeById(db, id), 'library change'));

/** Whether a change is laxer than what is in force or published; refuses by name what can not be made of the rule set. */
const isLaxer = (inForce: Library, change: LibraryChange): boolean =>
  taken(changedLibrary(inForce, change, inForce.version)).effect?.laxer ?? false;

/** An end that has come, or comes before the start, would leave a change that never holds. */
function refuseEnd(change: LibraryChange, now: string): void {
  if (isAnswer(change) || change.until === null) return;
  const until = utc(change.until) ?? '';
  if (until <= now)
    refuse('end-date-past', change.until, 'an instant that is still to come, or none', 'until');
  if (until <= (startOf(change, now) ?? now))
    refuse('end-before-start', change.until, 'an instant after the start, or none', 'until');
}

/** Kept until another person approves or declines it; what can not come into force is refused at once. */
async function proposed(call: WriteCall, change: LibraryChange, reason: string): Promise<ChangeView> {
  const { db, context, user, now } = call;
  if (change.from !== null && startOf(change, now) === null)
    refuse('effective-date-past', change.from, 'an instant that is still to come', 'from');
  refuseEnd(change, now);
  const { version: base } = await context.library();
  isLaxer(await context.library(), change);
  const id = newId(context, 'lch');
  await insertChange(db, { id, content: JSON.stringify(change), base, reason, by_user: user.id, at: now });
  await call.event({ subject: 'library-change', subjectId: id, reason, change: { ...change, base } });
  return viewOf(call, id);
}

/** A proposal that nobody has decided yet. */
async function openChange({ db }: ReadCall | WriteCall, id: string): Promise<ChangeRow> {
  const row = found(await changeById(db, id), 'library change');
  const decided = atOnceOf(row) === null ? row.decision : 'at once';
  if (decided !== null)
    throw new Failed({ code: 'conflict', what: 'library change', detail: `it was decided: ${decided}` });
  return row;
}

/** What may be approved by whoever asks: not by who proposed it, and of what is laxer not twice by one. */
async function approvable(call: ReadCall | WriteCall, id: string) {
  const row = await openChange(call, id);
  if (row.by_user === call.user.id)
    refuse('approver-is-proposer', null, 'another person than the one who proposed it', 'password');
  // Refused again if the rule set has changed since, so that it says the same or contradicts it by now.
  const change = storedChange(row);
  refuseEnd(change, call.now);
  const laxer = isLaxer(await call.context.library(), change);
  const first = laxer ? await endorsements(call.db, id) : [];
  if (first.some((e) => e.by_user === call.user.id))
    refuse('approver-is-first', null, 'another supervisor than the one who signed it first', 'password');
  return { row, change, isFirst: laxer && first.length === 0 };
}

/** The first of the two signatures that something laxer takes: nothing comes into force by it. */
async function endorse(call: WriteCall, row: ChangeRow): Promise<ChangeView> {
  const { version: before } = await call.context.library();
  const signature = await signChange(call, 'endorse', row, { before });
  await call.event({
    subject: 'library-change',
    subjectId: row.id,
    change: { before, first: true, signature: signature.hash },
  });
  return viewOf(call, row.id);
}

async function approve(call: WriteCall, row: ChangeRow, change: LibraryChange): Promise<ChangeView> {
  const { db, context, user, now } = call;
  const current = await context.library();
  const from = startOf(change, now);
  const bringing = await bringingOf(db, row, change, now, user.name);
  const made = from === null ? taken(await putInForce(db, current, change, bringing)) : null;
  const { version: after = null, hash: library = null } = made ?? {};
  const before = current.version;
  const signature = await signChange(
    call,
    'approve',
    row,
    from === null ? { before, after, library } : { from },
  );
  await insertDecision(db, {
    change_id: row.id,
    decision: 'approve',
    library_version: after,
    effective_from: from,
    reason: null,
    by_user: user.id,
    signature_id: signature.id,
    at: now,
  });
  await call.event({
    subject: 'library-change',
    subjectId: row.id,
    change: { before, ruleSet: after, hash: library, from: from ?? now, signature: signature.hash },
  });
  return viewOf(call, row.id);
}

/** The key of a record that is new; of one that its collection does not read the record itself is refused. */
function keyOfNew({ collection, record }: Pick<RecordChange, 'collection' | 'record'>): string {
  const known = collectionOf(collection);
  const read = known?.schema.safeParse(record);
  return known && read?.success ? known.key(read.data) : '-';
}

type Stop = { readonly drug: string; readonly ndc?: string | undefined; readonly lot?: string | undefined };
const stopChange = ({ drug, ndc, lot }: Stop, why: string): LibraryChange => {
  const record = { drug, ...(ndc !== undefined && { ndc }), ...(lot !== undefined && { lot }), why };
  return {
    collection: stops.id,
    id: stops.key(record),
    op: 'put',
    record,
    reference: why,
    from: null,
    until: null,
  };
};

/** In force at once by one pharmacist: it only ever blocks, and lifting it takes two supervisors. */
async function stop(call: WriteCall, about: Stop, why: string): Promise<ChangeView> {
  const { db, context, user, now } = call;
  const current = await context.library();
  const change = stopChange(about, why);
  const id = newId(context, 'lch');
  const bringing = { change: id, by: user.name, approvedBy: [], at: now, until: null };
  const made = taken(await putInForce(db, current, change, bringing));
  const content = JSON.stringify({ ...change, atOnce: { ruleSet: made.version } });
  await insertChange(db, { id, content, base: current.version, reason: why, by_user: user.id, at: now });
  const signature = await signChange(call, 'stop', { id, content, reason: why }, { library: made.hash });
  await call.event({
    subject: 'library-change',
    subjectId: id,
    reason: why,
    change: { before: current.version, ruleSet: made.version, hash: made.hash, signature: signature.hash },
  });
  return viewOf(call, id);
}

export const libraryHandlers = {
  'library.answers': async ({ context }) => {
    const library = await context.library();
    return {
      formulations: library.site.formulations.map((x) => ({
        ...x,
        name: formulationName(library, x.contents),
      })),
      pumps: pumpsOf(library).map((p) => pumpAsked(p, library.site.pumpManuals[p.id])),
    };
  },

  'library.propose': (call, { reason, ...change }) =>
    proposed(call, { ...change, id: change.id ?? keyOfNew(change) }, reason),
  'library.answer': (call, { reason, answer }) => proposed(call, answer, reason),

  'library.stop': underSignature(
    'library.stop',
    (call, input) => stop(call, input, input.reason),
    async ({ context }, input) => isLaxer(await context.library(), stopChange(input, input.reason)),
  ),

  'library.approve': {
    before: async (call, { id, password }) => {
      await approvable(call, id);
      await confirmSignature(call, password, 'library.approve');
      return async (write) => {
        const { row, change, isFirst } = await approvable(write, id);
        return isFirst ? endorse(write, row) : approve(write, row, change);
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
        return viewOf(write, id);
      };
    },
  },
} satisfies Partial<Handlers>;
