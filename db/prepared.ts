import type { Compilable, CompiledQuery } from 'kysely';

/** Stands in a query for a value that comes later. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is built and compiled once and then only given its values: for what runs with every command, where
 * building costs as much as running. `build` must use each value as it is, not look into it.
 */
export function prepared<P extends object, T>(
  build: (values: P) => Compilable<T>,
): (values: P) => Compilable<T> {
  let compiled: CompiledQuery<T> | undefined;
  const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) }) as P;
  return (values) => {
    const query = (compiled ??= build(slots).compile());
    const given = values as Record<string, unknown>;
    const parameters = query.parameters.map((p) => (p instanceof Slot ? given[p.name] : p));
    return { compile: () => ({ ...query, parameters }) };
  };
}
