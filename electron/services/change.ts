import { hashOf } from '../../db/canonical.ts';

type Leaves = Record<string, unknown>;

function leaves(value: unknown, path = '', into: Leaves = {}): Leaves {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    for (const [key, inner] of Object.entries(value))
      leaves(inner, path === '' ? key : `${path}.${key}`, into);
  else into[path] = value ?? null;
  return into;
}

/** Lists and records that hold nothing are alike; all others are compared leaf by leaf. */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Where two records differ: paths, without values; absent and null are alike. */
export function leavesThatDiffer(before: unknown, after: unknown): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (path) => !isSame(old[path] ?? null, now[path] ?? null),
  );
}

/**
 * What an event says of a changed record: each field that differs, from what to what, and the hash of the whole new
 * record, so that the log vouches for the record's own table. Fields in `withheld` are named without their values.
 */
export function changeOf(before: unknown, after: unknown, withheld: readonly string[] = []) {
  const [old, now] = [leaves(before ?? {}), leaves(after)];
  const hidden = (path: string) => withheld.includes(path.split('.')[0] ?? '');
  const fields: Record<string, unknown> = {};
  for (const path of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [from, to] = [old[path] ?? null, now[path] ?? null];
    if (!isSame(from, to)) fields[path] = hidden(path) ? 'withheld' : { from, to };
  }
  return { content: hashOf(after), fields };
}

/** House rule: nobody reads a longer list in a refusal. */
const MOST = 40;
const shown = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** Each field in which a record as it is kept and as it was given differ, both values side by side. */
export function differing(kept: unknown, given: unknown) {
  const [old, now] = [leaves(kept), leaves(given)];
  return leavesThatDiffer(kept, given)
    .slice(0, MOST)
    .map((path) => ({ path, kept: shown(old[path]), given: shown(now[path]) }));
}
