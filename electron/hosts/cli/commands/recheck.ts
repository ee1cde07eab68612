import { refusalsOf } from '../../../../words/refusal.ts';
import { factWords, subjectWords } from '../../../../words/finding.ts';
import { statSync } from 'node:fs';
import * as z from 'zod';
import { csvLine } from '../../../../db/csv.ts';
import { kept } from '../../../../db/kept.ts';
import { currentLibrary } from '../../../../db/libraries.ts';
import { library, type Library } from '../../../../engine/formulary/formulary.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { hostKeepers } from '../../../services/keys/host-keepers.ts';
import { openKeyedReadonly } from '../../../services/keys/keyed-store.ts';
import { dataFolder } from '../../../services/paths.ts';
import { blocksMore, recheckOrders, type Orders, type Rechecked } from '../../../services/recheck/recheck.ts';
import { libraryToCome } from '../../../services/library-start.ts';
import { EXIT } from './exit.ts';
import { refusal } from './refusal.ts';
import { decode, readJson } from './input.ts';

export interface RecheckOptions {
  readonly data?: string;
  /** a file with the proposed rule set; without it: what is approved for later */
  readonly library?: string;
  readonly csv?: true;
}

/** A proposed rule set: a name of its own, and each of its parts that is to change. */
const proposal = z.strictObject(library.shape).partial().required({ version: true });
/** As shells say of a command that Ctrl-C ended. */
const CANCELLED = 130;

/**
 * `meniscus recheck --all`: every active order of a data folder, or every order file of a folder, under the rule set in
 * force and under a proposed one, or under the one to come with the changes that are approved for later. Exit 0 if nothing new stands in the way of any order, 1 if something does.
 */
export async function recheck(
  folder: string | undefined,
  options: RecheckOptions,
  seed: Library,
  at: string,
): Promise<{ output: string; exit: number }> {
  const raw = options.library === undefined ? null : readJson(options.library);
  const { orders, current, toCome } = await whereIs(folder, options.data, seed);
  const proposed: Library = raw === null ? toCome : { ...current, ...stated(decode(proposal, raw)) };
  const stop = new AbortController();
  const cancel = () => stop.abort();
  process.once('SIGINT', cancel);
  try {
    const found = await recheckOrders({ orders, current, proposed, at }, tell, stop.signal);
    process.stderr.write('\n');
    return { output: options.csv ? csv(found) : json(found, current, proposed), exit: exitOf(found) };
  } finally {
    process.removeListener('SIGINT', cancel);
  }
}

const tell = (checked: number) => process.stderr.write(`\r${checked} orders checked`);

/** Only what the file says: a part that it leaves out stays as it is in force. */
const stated = (p: Readonly<Record<string, unknown>>): Partial<Library> =>
  Object.fromEntries(Object.entries(p).filter(([, value]) => value !== undefined));

async function whereIs(folder: string | undefined, wanted: string | undefined, seed: Library) {
  if (folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return { orders: { folder } satisfies Orders, current: seed, toCome: seed };
  const data = dataFolder(folder ?? wanted);
  try {
    const store = await openKeyedReadonly(data, hostKeepers());
    try {
      const row = await store.read(currentLibrary);
      const current = row ? kept(library, row.content, 'library', row.version) : seed;
      return {
        orders: { address: store.address, path: store.path, key: store.key } satisfies Orders,
        current,
        toCome: await store.read((db) => libraryToCome(db, current)),
      };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}

function exitOf(found: Rechecked): number {
  if (found.cancelled) return CANCELLED;
  return found.changed.some(blocksMore) ? EXIT.blocked : EXIT.ok;
}

const json = (found: Rechecked, current: Library, proposed: Library): string =>
  `${JSON.stringify({ ruleSet: current.version, proposed: proposed.version, ...found }, null, 2)}\n`;

const COLUMNS = 'order,version,change,finding,subject,before,after,limit_before,limit_after'.split(',');

function csv({ changed }: Rechecked): string {
  const rows = changed.flatMap((o) => {
    const name = [o.order, `${o.version ?? ''}`];
    return [
      ...o.refused.map((text) => [...name, 'refused', '', '', '', text, '', '']),
      ...o.changes.map((c) => [
        ...name,
        c.change,
        c.key,
        subjectWords(c.subject),
        c.before ?? '',
        c.after ?? '',
        factWords(c.limitBefore) ?? '',
        factWords(c.limitAfter) ?? '',
      ]),
    ];
  });
  return [COLUMNS, ...rows].map(csvLine).join('');
}
