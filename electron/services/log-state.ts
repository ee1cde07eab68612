import type { VerdictView } from '../../bridge/records.ts';
import { chainWalk } from '../../db/chain.ts';
import { correctionsOf, eventsAfter, headOf } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import type { Loss } from '../../db/head-note.ts';
import type { Store } from '../../db/open.ts';

/** The command under which a start writes down that the file holds less than the note beside it promised. */
export const LOSS = 'log.loss';

const PIECE = 2_000;
/** Lets others in between two pieces of a long walk. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type LossView = VerdictView['losses'][number];

function lossesIn(db: Read): LossView[] {
  const told = eventsAfter(db, { command: LOSS }, 0, headOf(db).seq, 1_000);
  const corrected =
    told.length === 0
      ? new Map<number, number[]>()
      : correctionsOf(
          db,
          told.map((e) => e.seq),
        );
  return told.map((e) => {
    const { noted, found, why } = JSON.parse(e.change) as Loss;
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
 * Walks the live log, in pieces, and adds what it is known to have lost: a tail that was cut off leaves a chain that is
 * whole in itself. A loss counts until a correction names it.
 */
export async function verifyLive(store: Store): Promise<VerdictView> {
  const head = store.read(headOf);
  const walk = chainWalk();
  for (let at = 0; at < head.seq && walk.verdict().broken === null;) {
    const rows = store.read((db) => eventsAfter(db, {}, at, head.seq, PIECE));
    walk.step(rows);
    at = rows.at(-1)?.seq ?? head.seq;
    await breathe();
  }
  return withLosses(walk.verdict(), store);
}

function withLosses(verdict: ReturnType<ReturnType<typeof chainWalk>['verdict']>, store: Store): VerdictView {
  const losses = store.read(lossesIn);
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
    default:
      return 'the note beside the data file does not read: what the log should end with is not known';
  }
}
