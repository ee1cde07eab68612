/** Units and readings that are kept are many times fewer; a host that runs for weeks must not keep all that was ever typed. */
const MOST = 5_000;

/** What a table holds of a key, or made now and kept while there is room. In: table, key, how it is made. */
export function kept<K, V>(table: Map<K, V>, key: K, make: () => V): V {
  const known = table.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (table.size < MOST) table.set(key, made);
  return made;
}
