import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../db/canonical.ts';
import { onDisk } from '../db/disk-fault.ts';
import { appendEvent } from '../db/event-log.ts';
import { currentLibrary, currentVersion, hasLibrary, insertLibrary } from '../db/libraries.ts';
import { openStore, type Store } from '../db/open.ts';
import { endAllSessions } from '../db/sessions.ts';
import { LOSS } from './services/log-state.ts';
import { seedLibrary } from '../db/seed/library.ts';
import { library, type Library } from '../engine/formulary.ts';
import { withSiteRules } from '../engine/rule-change.ts';
import { DEFAULT_COST, type Cost } from './password.ts';
import { makeFolder } from './paths.ts';
import { makeQueue, settleUnfinished, type PrintQueue } from './printing/queue.ts';
import { failureOf } from './services/incident.ts';
import { renderWith, renderZplWith, type Render, type RenderZpl } from './services/render.ts';

/** What an incident is written with: never a message or an input, which may name a patient. */
export interface Incident {
  readonly id: string;
  readonly at: string;
  readonly command: string;
  readonly kind: string;
  readonly stack: readonly string[];
}

/** Everything the application services stand on; clock and randomness are handed in. */
export interface Context {
  readonly store: Store;
  readonly library: Library;
  /** the instant, ISO 8601 in UTC with milliseconds */
  readonly clock: () => string;
  readonly random: (bytes: number) => Uint8Array;
  readonly render: Render;
  readonly renderZpl: RenderZpl;
  readonly printQueue: PrintQueue;
  readonly passwordCost: Cost;
  readonly report: (incident: Incident) => void;
  readonly version: string;
}

export interface ContextOptions {
  readonly dataDir: string;
  readonly clock?: () => string;
  readonly random?: (bytes: number) => Uint8Array;
  readonly render?: Render;
  readonly passwordCost?: Cost;
  readonly version?: string;
  /** where incidents go instead of the log beside the data file */
  readonly report?: Context['report'];
}

export const DATA_FILE = 'meniscus.db';

/** Opens the data folder and puts the services together. Throws `Refused` with the name of what is wrong with the file. */
export function makeContext(options: ContextOptions): Context {
  const clock = options.clock ?? (() => new Date().toISOString());
  const store = onDisk(() => {
    makeFolder(options.dataDir);
    return openStore(join(options.dataDir, DATA_FILE));
  });
  tellLoss(store, clock());
  adoptSeed(store, clock());
  // A window's key dies with its process: nobody is signed in after a start.
  store.write((db) => endAllSessions(db, clock()));
  settleUnfinished(store, clock());
  return contextOver(store, options, libraryReader(store));
}

/** The services on a store that is open, with the rule set that counts. Writes nothing. */
export function contextOver(store: Store, options: ContextOptions, rules: () => Library): Context {
  const clock = options.clock ?? (() => new Date().toISOString());
  const random = options.random ?? ((bytes) => randomBytes(bytes));
  const report: Context['report'] =
    options.report ??
    ((incident) =>
      appendFileSync(join(options.dataDir, 'incidents.log'), `${JSON.stringify(incident)}\n`, {
        mode: 0o600,
      }));
  return {
    store,
    get library() {
      return rules();
    },
    clock,
    random,
    render: options.render ?? renderWith(rules),
    renderZpl: renderZplWith(rules),
    printQueue: makeQueue({
      store,
      clock,
      report: (error) => void failureOf({ clock, random, report }, 'job.retry', error),
    }),
    passwordCost: options.passwordCost ?? DEFAULT_COST,
    report,
    version: options.version ?? '0.1.0',
  };
}

/**
 * The rule set in force: the row that was put in last. A newer seed is adopted once, with the site's own settings; the
 * getter below reads the version at each use, so that a change counts from the next command on.
 */
function adoptSeed(store: Store, at: string): void {
  const stored = store.read(currentLibrary);
  const seed = seedLibrary();
  if (stored && store.read((db) => hasLibrary(db, seed.version))) return;
  const own = stored === undefined ? null : library.parse(JSON.parse(stored.content)).site;
  store.write((db) => {
    const put = (rules: Library, origin: string) => {
      const hash = hashOf(rules);
      insertLibrary(db, { version: rules.version, hash, content: JSON.stringify(rules), origin, at });
      return hash;
    };
    const hash = put(seed, 'seed');
    const ours = own && withSiteRules({ ...seed, version: `${seed.version}+site.1`, site: own }, own.rules);
    if (ours && (own.pharmacy !== null || Object.keys(own.rules).length > 0)) put(ours.library, 'site');
    appendEvent(db, {
      at,
      user: '-',
      station: '-',
      command: 'library.seed',
      subject: 'library',
      subjectId: seed.version,
      change: { hash, before: stored?.version ?? null, rulesLeftOut: ours?.leftOut ?? [] },
    });
  });
}

/** Events that were there and are not any more: said by the log itself, so that it is not forgotten at the next start. */
function tellLoss(store: Store, at: string): void {
  const { loss } = store;
  if (loss === null) return;
  store.write((db) => {
    appendEvent(db, {
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

/** Reads the rule set in force, parsing it only when its version is another than before. */
export function libraryReader(store: Store): () => Library {
  let known: { version: string; rules: Library } | undefined;
  return () => {
    const version = store.read(currentVersion);
    if (known === undefined || known.version !== version) {
      const row = store.read(currentLibrary);
      if (row === undefined) throw new Error('no rule set is stored');
      known = { version: row.version, rules: library.parse(JSON.parse(row.content)) };
    }
    return known.rules;
  };
}
