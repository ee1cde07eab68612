/** Computes when it is first asked, and once. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * A record whose values are computed when they are first read, and once. In: a function for each key. What is searched
 * over hundreds of variants of an order must not pay for windows that nobody asks about.
 */
export function lazyRecord<T extends Readonly<Record<string, () => unknown>>>(
  make: T,
): { readonly [K in keyof T]: ReturnType<T[K]> } {
  const record = {};
  for (const [key, compute] of Object.entries(make))
    Object.defineProperty(record, key, { enumerable: true, get: once(compute) });
  return record as { readonly [K in keyof T]: ReturnType<T[K]> };
}
