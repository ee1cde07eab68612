import { hashOf, sha256 } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { libraryNamed } from '../../db/libraries.ts';
import type { Store } from '../../db/open.ts';
import { jsonOrNull } from './keys/secrets.ts';
import { library, type Library } from '../../engine/formulary/formulary.ts';

/** Rule sets that were read and found whole, by version; a text that is the same need not be parsed again. */
const known = new WeakMap<Store, Map<string, { readonly text: string; readonly rules: Library }>>();

/** A rule set as it was kept; null if it is not there, or is not what its hash says. */
export async function ruleSetAt(store: Store, db: Read, version: string): Promise<Library | null> {
  const row = await libraryNamed(db, version);
  if (row === undefined) return null;
  const sets = known.get(store) ?? new Map<string, { text: string; rules: Library }>();
  known.set(store, sets);
  const text = sha256(`${row.hash}${row.content}`);
  const before = sets.get(version);
  if (before?.text === text) return before.rules;
  const content = jsonOrNull(row.content);
  const read = library.safeParse(content);
  if (!read.success || hashOf(content) !== row.hash) return null;
  sets.set(version, { text, rules: read.data });
  return read.data;
}
