/** Computes when it is first asked, and once. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const SOURCE = Symbol('source');

interface Held {
  readonly [SOURCE]: { readonly from: unknown; readonly made: Map<string, unknown> };
}

/**
 * Fields that are computed when they are first read, and once. In: a function for each field, of one source. Out: what
 * puts these fields on an object, given the source of their values. What is searched over hundreds of variants of an
 * order must not pay for windows and printed lines that nobody reads.
 * The getters are shared by all objects: one made for each object would be kept by the runtime, with all that it reaches,
 * until a full collection.
 */
export function lazyFields<T extends Readonly<Record<string, (from: never) => unknown>>>(make: T) {
  type From = Parameters<T[keyof T]>[0];
  type Made = { readonly [K in keyof T]: ReturnType<T[K]> };
  const getters = Object.entries(make).map(([key, compute]): [string, PropertyDescriptor] => [
    key,
    {
      enumerable: true,
      get(this: Held) {
        const { from, made } = this[SOURCE];
        if (!made.has(key)) made.set(key, compute(from as never));
        return made.get(key);
      },
    },
  ]);
  return <B extends object>(base: B, from: From): B & Made => {
    Object.defineProperty(base, SOURCE, { value: { from, made: new Map() } });
    for (const [key, getter] of getters) Object.defineProperty(base, key, getter);
    return base as B & Made;
  };
}
