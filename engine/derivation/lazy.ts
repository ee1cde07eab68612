/** Computes when it is first asked, and once. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The same for each object that it is asked of, as long as somebody else holds that object; nothing in it may change. */
export function onceOf<K extends object, T>(make: (of: K) => T): (of: K) => T {
  const all = new WeakMap<K, { readonly value: T }>();
  return (of) => {
    const before = all.get(of);
    if (before) return before.value;
    const value = make(of);
    all.set(of, { value });
    return value;
  };
}

const SOURCE = Symbol('source');

interface Held {
  readonly [SOURCE]: { readonly from: unknown; readonly made: (readonly [unknown] | undefined)[] };
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
  const getters = Object.entries(make).map(([key, compute], place): [string, PropertyDescriptor] => [
    key,
    {
      enumerable: true,
      get(this: Held) {
        const { from, made } = this[SOURCE];
        return (made[place] ??= [compute(from as never)])[0];
      },
    },
  ]);
  return <B extends object>(base: B, from: From): B & Made => {
    Object.defineProperty(base, SOURCE, { value: { from, made: [] } });
    for (const [key, getter] of getters) Object.defineProperty(base, key, getter);
    return base as B & Made;
  };
}
