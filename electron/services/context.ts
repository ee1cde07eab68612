import { randomBytes } from 'node:crypto';
import { hashOf } from '../../db/canonical.ts';
import { fromDisk } from '../../db/disk-fault.ts';
import { appendEvent } from '../../db/event-log.ts';
import { currentLibrary, hasLibrary, insertLibrary } from '../../db/libraries.ts';
import { kept } from '../../db/kept.ts';
import type { Store } from '../../db/open.ts';
import { sinceBoot, watchClock } from './clock.ts';
import { newId } from './ids.ts';
import { settleAtStart } from './hosts.ts';
import { hostKeepers } from './keys/host-keepers.ts';
import type { Encrypted } from './keys/encrypt-folder.ts';
import type { KeyKeeper } from './keys/keeper.ts';
import { openKeyed, openSite } from './keys/keyed-store.ts';
import { libraryReader } from './library-reader.ts';
import { LOSS } from './log-state.ts';
import { VERSION } from './version.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import { secondOpinion } from '../../engine/checks/second-opinion.ts';
import { library, type Library } from '../../engine/formulary/formulary.ts';
import { withSite } from '../../engine/formulary/records/overlay.ts';
import { DEFAULT_COST, type Cost } from './password.ts';
import { makeFolder } from './paths.ts';
import { makeQueue, type PrintQueue } from '../delivery/queue.ts';
import { failureOf, reportBeside, type Incident } from './incident.ts';
import { renderWith, renderZplWith, type Render, type RenderZpl } from './render.ts';

/** Everything the application services stand on; clock and randomness are handed in. */
export interface Context {
  readonly store: Store;
  /** the rule set in force, as it now is */
  readonly library: () => Promise<Library>;
  /** the instant, ISO 8601 in UTC with milliseconds */
  readonly clock: () => string;
  /** holds the clock against the log, and against the count since this machine's start; before each command */
  readonly watch: ReturnType<typeof watchClock>;
  readonly random: (bytes: number) => Uint8Array;
  readonly render: Render;
  readonly renderZpl: RenderZpl;
  readonly printQueue: PrintQueue;
  readonly passwordCost: Cost;
  readonly report: (incident: Incident) => void;
  /** what computes an order a second time, in another way, before it is verified */
  readonly secondOpinion: typeof secondOpinion;
  readonly version: string;
}

export interface ContextOptions {
  readonly dataDir: string;
  /** the address of a site's database in PostgreSQL, instead of a data file in the folder */
  readonly database?: string;
  /** for tests: another time than a minute until another host of the site is gone for good */
  readonly goneAfterMs?: number;
  readonly clock?: () => string;
  /** what the clock is held against: milliseconds that no setting of the clock changes. None beside another clock than the machine's */
  readonly count?: () => number;
  readonly random?: (bytes: number) => Uint8Array;
  readonly render?: Render;
  readonly passwordCost?: Cost;
  readonly version?: string;
  /** what keeps the key of the data file; those of this host otherwise */
  readonly keepers?: readonly KeyKeeper[];
  readonly secondOpinion?: Context['secondOpinion'];
  /** where incidents go instead of the log beside the data file */
  readonly report?: Context['report'];
}

/** Opens the data folder and puts the services together. Throws `Refused` with the name of what is wrong with the file. */
export async function makeContext(options: ContextOptions): Promise<Context> {
  const clock = options.clock ?? (() => new Date().toISOString());
  const { store, encrypted } = await fromDisk(async () => {
    makeFolder(options.dataDir);
    const keepers = options.keepers ?? hostKeepers();
    if (options.database === undefined) return openKeyed(options.dataDir, keepers);
    const { dataDir, database, goneAfterMs } = options;
    return { store: await openSite(dataDir, keepers, database, goneAfterMs), encrypted: null };
  });
  const context = contextOver(store, options, libraryReader(store));
  await context.watch(clock(), 'start');
  await tellLoss(store, clock());
  if (encrypted !== null) await tellEncrypted(store, encrypted, clock());
  await adoptSeed(store, clock());
  await settleAtStart(store, clock());
  return context;
}

/** The services on a store that is open, with the rule set that counts. Writes nothing. */
export function contextOver(store: Store, options: ContextOptions, rules: () => Promise<Library>): Context {
  const clock = options.clock ?? (() => new Date().toISOString());
  const random = options.random ?? ((bytes) => randomBytes(bytes));
  const report = options.report ?? reportBeside(options.dataDir);
  return {
    store,
    library: rules,
    clock,
    watch: watchClock({
      store,
      count: options.count ?? (options.clock === undefined ? sinceBoot : null),
      id: () => newId({ random }, 'clk'),
    }),
    random,
    render: options.render ?? renderWith(rules),
    renderZpl: renderZplWith(rules),
    printQueue: makeQueue({
      store,
      clock,
      places: async () => (await rules()).site.printing,
      report: (error) => void failureOf({ clock, random, report }, 'job.retry', error),
    }),
    passwordCost: options.passwordCost ?? DEFAULT_COST,
    report,
    secondOpinion: options.secondOpinion ?? secondOpinion,
    version: options.version ?? VERSION,
  };
}

/**
 * The rule set in force: the row that was put in last. A newer seed is adopted once, with the site's own settings; the
 * getter below reads the version at each use, so that a change counts from the next command on.
 */
async function adoptSeed(store: Store, at: string): Promise<void> {
  const stored = await store.read(currentLibrary);
  const seed = seedLibrary();
  if (stored && (await store.read((db) => hasLibrary(db, seed.version)))) return;
  const own = stored === undefined ? null : kept(library, stored.content, 'library', stored.version).site;
  await store.write(async (db) => {
    // Another host of the site may have been first.
    if (await hasLibrary(db, seed.version)) return;
    const put = async (rules: Library, origin: string) => {
      const hash = hashOf(rules);
      await insertLibrary(db, { version: rules.version, hash, content: JSON.stringify(rules), origin, at });
      return hash;
    };
    const hash = await put(seed, 'seed');
    const ours = own && withSite(seed, own, `${seed.version}+site.1`);
    if (ours && (own.pharmacy !== null || ours.library.site.records.length > 0))
      await put(ours.library, 'site');
    await appendEvent(db, {
      at,
      user: '-',
      station: '-',
      command: 'library.seed',
      subject: 'library',
      subjectId: seed.version,
      change: { hash, before: stored?.version ?? null, leftOut: [...(ours?.leftOut ?? [])] },
    });
  });
}

/** Events that were there and are not any more: said by the log itself, so that it is not forgotten at the next start. */
async function tellLoss(store: Store, at: string): Promise<void> {
  const { loss } = store;
  if (loss === null) return;
  await store.write(async (db) => {
    await appendEvent(db, {
      at,
      user: '-',
      station: '-',
      command: LOSS,
      subject: 'log',
      subjectId: '-',
      change: { ...loss },
    });
  });
}

/** What lay in the clear, or under a key of before, and does not any more. */
async function tellEncrypted(
  store: Store,
  { encrypted, removed, left }: Encrypted,
  at: string,
): Promise<void> {
  await store.write(async (db) => {
    await appendEvent(db, {
      at,
      user: '-',
      station: '-',
      command: 'key.encrypted',
      subject: 'data-file',
      subjectId: '-',
      change: { encrypted, removed, left },
    });
  });
}
