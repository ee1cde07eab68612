import type { OrderContent } from '../order/order.ts';

/** One field of an order and the text that it is to hold; null takes the field out of the order. */
export interface Setting {
  readonly path: string;
  readonly value: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const isList = (holder: Json | readonly Json[]): holder is readonly Json[] => Array.isArray(holder);

function setIn(
  holder: Json | readonly Json[],
  [key = '', ...rest]: readonly string[],
  value: string | null,
): unknown {
  if (isList(holder)) return holder.map((x, i) => (`${i}` === key ? setIn(x, rest, value) : x));
  // a part that another setting took out of the order stays out
  if (rest.length > 0)
    return holder[key] === undefined ? holder : { ...holder, [key]: setIn(holder[key] as Json, rest, value) };
  if (value !== null) return { ...holder, [key]: value };
  return Object.fromEntries(Object.entries(holder).filter(([k]) => k !== key));
}

/** The order with some of its fields set; the order itself stays as it is. The schema still has to read the answer. */
export const withSettings = (order: OrderContent, settings: readonly Setting[]): OrderContent =>
  settings.reduce<unknown>((o, s) => setIn(o as Json, s.path.split('.'), s.value), order) as OrderContent;

/** The text that stands in a field of an order; undefined where the order has no such field. */
export function textAt(order: OrderContent, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Json)[key] : undefined),
      order,
    );
  return typeof value === 'string' ? value : undefined;
}
