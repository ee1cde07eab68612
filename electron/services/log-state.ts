import type { VerdictView } from '../../bridge/records.ts';
import type { Verdict } from '../../db/chain.ts';
import { correctionsOf, eventsAfter, headOf } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { loss, type Loss } from '../../db/head-note.ts';
import { kept } from '../../db/kept.ts';
import { recordName } from '../../db/row-digests.ts';
import type { Store } from '../../db/open.ts';
import { verifyEverything, type Everything } from '../../db/verify.ts';

/** The command under which a start writes down that the file holds less than the note beside it promised. */
export const LOSS = 'log.loss';

/** Lets others in between two pieces of a long walk. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type LossView = VerdictView['losses'][number];

export async function lossesIn(db: Read): Promise<LossView[]> {
  const told = await eventsAfter(db, { command: LOSS }, 0, (await headOf(db)).seq, 1_000);
  const corrected =
    told.length === 0
      ? new Map<number, number[]>()
      : await correctionsOf(
          db,
          told.map((e) => e.seq),
        );
  return told.map((e) => {
    const { noted, found, why } = kept(loss, e.change, 'event', e.seq);
    const from = why === 'replaced' && noted !== null ? Math.min(noted.seq, found.seq) : found.seq + 1;
    return {
      event: e.seq,
      at: e.at,
      from,
      to: noted?.seq ?? null,
      why,
      correctedBy: corrected.get(e.seq)?.[0] ?? null,
    };
  });
}

/**
 * Looks at everything that the log vouches for, in pieces, and adds what it is known to have lost: a tail that was cut
 * off leaves a chain that is whole in itself. A loss counts until a correction names it.
 */
export async function verifyLive(store: Store, stopped = () => false): Promise<VerdictView> {
  const steps = verifyEverything(store);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return withLosses(verdictOf(step.value), store);
    await breathe();
    if (stopped()) return withLosses({ ...UNFINISHED }, store);
  }
}
const UNFINISHED: Verdict = { events: 0, head: '', broken: null, why: null };

/** A chain that is whole, and a record that is not: the event that wrote the record is the one that does not hold. */
function verdictOf({ verdict, altered: [first] }: Everything): Verdict {
  if (verdict.broken !== null || first === undefined) return verdict;
  return { ...verdict, broken: first.event ?? verdict.events, why: `${recordName(first)} ${WHY[first.why]}` };
}
const WHY = {
  differs: 'is not what it was when it was written',
  missing: 'was written and is not there',
  unknown: 'is there and no event wrote it',
} as const;

async function withLosses(verdict: Verdict, store: Store): Promise<VerdictView> {
  const losses = await store.read(lossesIn);
  // A store that was opened only for reading could not write its own loss down.
  const own = store.readonly && store.loss ? [ownLoss(store.loss)] : [];
  const all = [...losses, ...own];
  const open = all.find((l) => l.correctedBy === null);
  if (verdict.broken !== null || !open) return { ...verdict, losses: all };
  return { ...verdict, broken: open.from, why: lossText(open), losses: all };
}

const ownLoss = ({ noted, found, why }: Loss): LossView => ({
  event: 0,
  at: '',
  from: why === 'replaced' && noted !== null ? Math.min(noted.seq, found.seq) : found.seq + 1,
  to: noted?.seq ?? null,
  why,
  correctedBy: null,
});

function lossText({ from, to, why }: LossView): string {
  switch (why) {
    case 'cut-short':
      return `events ${from} to ${to} were there and are not: the data file was cut short`;
    case 'replaced':
      return 'it is not the event that the note beside the data file names: the file is another or an older one';
    case 'note-missing':
      return 'the note beside the data file is gone: what the log should end with is not known';
    default:
      return 'the note beside the data file does not read: what the log should end with is not known';
  }
}
