import { hashOf } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { lately } from '../../db/lately.ts';
import { libraryNamed } from '../../db/libraries.ts';
import { jsonOrNull } from './keys/secrets.ts';
import { library, type Library } from '../../engine/formulary/formulary.ts';

/**
 * A rule set of its text, and the hash of what the text says. The same text gives the same rules, so what is worked out of them once (their
 * indexes, their self-test) is there for everybody who has read that text.
 */
export const rulesOf = lately(
  8,
  (one, other) => one === other,
  (text: string): { readonly rules: Library | null; readonly hash: string } => {
    const content = jsonOrNull(text);
    const read = library.safeParse(content);
    return { rules: read.success ? read.data : null, hash: hashOf(content) };
  },
);

/** A rule set as it was kept; null if it is not there, or is not what its hash says. */
export async function ruleSetAt(db: Read, version: string): Promise<Library | null> {
  const row = await libraryNamed(db, version);
  if (row === undefined) return null;
  const { rules, hash } = rulesOf(row.content);
  return hash === row.hash ? rules : null;
}
