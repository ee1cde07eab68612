import type { ZodType } from 'zod';
import * as z from 'zod';

/** mulberry32: one seed, one list of inputs, so that a failure can be met again. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const deep = (levels: number): unknown => {
  let value: unknown = 'bottom';
  for (let i = 0; i < levels; i += 1) value = i % 2 === 0 ? [value] : { in: value };
  return value;
};

/** Values that no field of any command takes as they are, and some that only some fields take. */
const BAD: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => -1,
  () => 0.1,
  () => 1e308,
  () => Number.NaN,
  () => Infinity,
  () => 2 ** 53,
  () => 10n,
  () => '',
  () => ' ',
  () => '0,5 mg',
  () => '.5 mg',
  () => '5. mg',
  () => '1e3 mg',
  () => '-5 mg',
  () => '1,000 mg',
  () => `${'9'.repeat(10_000)} mg`,
  () => `0.${'0'.repeat(9_998)}1 mg`,
  () => 'x'.repeat(200_000),
  () => `1 mg${'/kg'.repeat(21)}`,
  () => `5 ${'mg/'.repeat(60_000)}`,
  () => `1${'0/1'.repeat(30)} mg`,
  () => 'a\u0000b',
  () => '\u202e5 mg',
  () => '\u200f',
  () => '\ud800',
  () => '٥ mg',
  () => '５ mg',
  () => "'; DROP TABLE event; --",
  () => '=HYPERLINK("http://x")',
  () => '../../etc/passwd',
  () => '2026-02-30',
  () => '2026-13-01T99:99Z',
  () => [],
  () => {
    const list: unknown[] = [];
    list.length = 3;
    return list;
  },
  () => Array.from({ length: 5_000 }, () => 'x'),
  () => ({}),
  () => deep(2_000),
  () =>
    JSON.parse('{"__proto__": {"role": "supervisor"}, "constructor": {"prototype": {"x": 1}}}') as unknown,
  () => ({ toString: 'no', valueOf: 'no' }),
  () => new Date(0),
  () => new Map([['id', 'x']]),
  () => () => 'x',
  () => Symbol('x'),
  () => {
    const cycle: Record<string, unknown> = {};
    cycle['in'] = cycle;
    return cycle;
  },
];

/** A value that has the shape of a schema, so that one wrong place in it is met alone. */
export function shaped(schema: unknown, random: () => number): unknown {
  const json = z.toJSONSchema(schema as ZodType, { unrepresentable: 'any', io: 'input' }) as Schema;
  return fromJson(json, random, json);
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const pick = <T>(list: readonly T[], random: () => number): T =>
  list[Math.floor(random() * list.length)] as T;

function fromJson(schema: Schema, random: () => number, root: Schema): unknown {
  if (schema.$ref !== undefined)
    return fromJson(root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, random, root);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(schema.enum, random);
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return fromJson(pick(union, random), random, root);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, fromJson(inner, random, root)]),
      );
    case 'array':
      return [fromJson(schema.items ?? {}, random, root)];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return random() < 0.5;
    case 'null':
      return null;
    default:
      return pick(['ord-1', '5 mg', '10 min', '2026-11-20', 'text', '1', '4 mL'], random);
  }
}

type Path = readonly string[];
function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || path.length > 12) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))];
}

function put(value: unknown, path: Path, make: () => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return make();
  if (Array.isArray(value))
    return value.map((v, i) => (String(i) === key ? put(v, rest, make) : v) as unknown);
  return { ...(value as object), [key]: put((value as Record<string, unknown>)[key], rest, make) };
}

/** One wrong input of a command: whole, one place of it, a key too few, a key too many. */
export function wrongInput(schema: unknown, random: () => number): unknown {
  const bad = pick(BAD, random);
  if (random() < 0.1) return bad();
  const value = shaped(schema, random);
  const kind = random();
  if (kind < 0.15) return { ...(value as object), [pick(['__proto__x', 'role', 'user', ''], random)]: bad() };
  const all = paths(value);
  const path = pick(all, random);
  if (kind < 0.3 && path.length > 0) return without(value, path);
  // Two places now and then: a check must not lean on the other having been right.
  const once = put(value, path, bad);
  return random() < 0.2 ? put(once, pick(paths(once), random), pick(BAD, random)) : once;
}

function without(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (rest.length === 0) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return put(value, [key], () => without((value as Record<string, unknown>)[key], rest));
}
