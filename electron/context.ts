import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../db/canonical.ts';
import { appendEvent } from '../db/event-log.ts';
import { currentLibrary, hasLibrary, insertLibrary } from '../db/libraries.ts';
import { openStore, type Store } from '../db/open.ts';
import { endAllSessions } from '../db/people.ts';
import { seedLibrary } from '../db/seed/library.ts';
import { library, type Library } from '../engine/formulary.ts';
import { DEFAULT_COST, type Cost } from './password.ts';
import { renderWith, type Render } from './services/render.ts';

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
}

export const DATA_FILE = 'meniscus.db';

/** Opens the data folder and puts the services together. Throws `Refused` with the name of what is wrong with the file. */
export function makeContext(options: ContextOptions): Context {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const clock = options.clock ?? (() => new Date().toISOString());
  const store = openStore(join(options.dataDir, DATA_FILE));
  const rules = adoptLibrary(store, clock());
  // A window's key dies with its process: nobody is signed in after a start.
  store.write((db) => endAllSessions(db, clock()));
  return {
    store,
    library: rules,
    clock,
    random: options.random ?? ((bytes) => randomBytes(bytes)),
    render: options.render ?? renderWith(rules),
    passwordCost: options.passwordCost ?? DEFAULT_COST,
    report: (incident) =>
      appendFileSync(join(options.dataDir, 'incidents.log'), `${JSON.stringify(incident)}\n`, {
        mode: 0o600,
      }),
    version: options.version ?? '0.1.0',
  };
}

/** The stored rule set rules. A new seed is adopted only while no person has changed the library. */
function adoptLibrary(store: Store, at: string): Library {
  const stored = store.read(currentLibrary);
  const seed = seedLibrary();
  if (stored && (stored.origin !== 'seed' || store.read((db) => hasLibrary(db, seed.version))))
    return library.parse(JSON.parse(stored.content));
  store.write((db) => {
    const hash = hashOf(seed);
    insertLibrary(db, { version: seed.version, hash, content: JSON.stringify(seed), origin: 'seed', at });
    appendEvent(db, {
      at,
      user: '-',
      station: '-',
      command: 'library.seed',
      subject: 'library',
      subjectId: seed.version,
      change: { hash, before: stored?.version ?? null },
    });
  });
  return seed;
}
