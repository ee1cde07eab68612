import { currentLibrary, currentVersion } from '../../db/libraries.ts';
import { kept } from '../../db/kept.ts';
import type { Store } from '../../db/open.ts';
import { library, type Library } from '../../engine/formulary/formulary.ts';
import { rulesOf } from './rule-sets.ts';

/** Reads the rule set in force, parsing it only when its version is another than before. */
export function libraryReader(store: Store): () => Promise<Library> {
  let known: { version: string; rules: Library } | undefined;
  return async () => {
    const version = await store.read(currentVersion);
    if (known === undefined || known.version !== version) {
      const row = await store.read(currentLibrary);
      if (row === undefined) throw new Error('no rule set is stored');
      const rules = rulesOf(row.content).rules ?? kept(library, row.content, 'library', row.version);
      known = { version: row.version, rules };
    }
    return known.rules;
  };
}
