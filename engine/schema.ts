import * as z from 'zod';
import { parseDate, parseInstant } from './calendar.ts';
import { parseDecimal } from './notation.ts';
import { parseQuantity } from './quantity.ts';
import type { Issue, Result } from './result.ts';
import type { Dimension } from './units.ts';

/**
 * Text fields that stay text: the schema only refuses, with the parser's own name for what is wrong, and never rewrites
 * what was typed. Engine code reads the text again with the same parser.
 */
export function read(description: string, parse: (text: string) => Result<unknown>) {
  return z
    .string()
    .superRefine((text, context) => {
      const result = parse(text);
      if (!result.ok) refuse(context, result.failure);
    })
    .describe(description);
}

export function refuse(
  context: z.RefinementCtx,
  { code, given, accepted }: Issue | Omit<Issue, 'path'>,
  path: string[] = [],
): void {
  context.addIssue({
    code: 'custom',
    message: `${code}: ${accepted}`,
    params: { code, given, accepted },
    path,
  });
}

export const quantityField = (...dimensions: readonly Dimension[]) =>
  read(`a quantity of ${dimensions.join(' or ')}, as "number unit"`, (t) => parseQuantity(t, ...dimensions));
export const decimalField = () => read('a decimal number as text', parseDecimal);
export const dateField = () => read('a date, YYYY-MM-DD', parseDate);
export const instantField = () => read('an instant with offset, YYYY-MM-DDTHH:mmZ', parseInstant);

/** A whole count from 1 to `most`, as text. */
export const countField = (most: number) =>
  read(`a whole number from 1 to ${most}, as text`, (text) => {
    const number = parseDecimal(text);
    if (!number.ok) return number;
    const whole = number.value.d === 1n && number.value.n >= 1n && number.value.n <= BigInt(most);
    return whole
      ? number
      : {
          ok: false,
          failure: {
            path: '',
            code: 'count-out-of-range',
            given: text,
            accepted: `a whole number from 1 to ${most}`,
          },
        };
  });

/** Free text of a person: not empty, no control characters, bounded. */
export const wordsField = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine(
      (t) => t.trim() === t && !/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u.test(t),
      {
        params: {
          code: 'text-not-clean',
          accepted: 'text without control or direction characters and without spaces at its ends',
        },
      },
    );

/** A zod error as our own list of issues: path, name of what is wrong, what was given, what is accepted. */
export function issuesOf(error: z.ZodError, input: unknown): Issue[] {
  return error.issues.flatMap((i) => {
    const path = i.path.map(String).join('.');
    if (i.code === 'unrecognized_keys')
      return i.keys.map((key) => ({
        path: [path, key].filter((p) => p !== '').join('.'),
        code: 'unknown-key',
        given: key,
        accepted: 'only the documented keys',
      }));
    if (i.code === 'custom') {
      const p = (i.params ?? {}) as Partial<Issue>;
      return [
        {
          path,
          code: p.code ?? 'refused',
          given: p.given ?? shown(at(input, i.path)),
          accepted: p.accepted ?? i.message,
        },
      ];
    }
    if (i.code === 'invalid_union') {
      // the branch that the input was meant for: of the right type at its root, or with all that is wrong further in
      const inner = i.errors.filter(
        (e) =>
          e.every((x) => x.path.length > 0) ||
          !e.some((x) => x.path.length === 0 && x.code === 'invalid_type'),
      );
      if (inner.length === 1 && inner[0])
        return issuesOf(new z.ZodError(inner[0]), at(input, i.path)).map((x) => ({
          ...x,
          path: [path, x.path].filter((p) => p !== '').join('.'),
        }));
    }
    const given = at(input, i.path);
    const code = given === undefined ? 'missing' : i.code.replaceAll('_', '-');
    return [{ path, code, given: shown(given), accepted: acceptedOf(i) }];
  });
}

const SHAPES: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'an object',
  array: 'a list',
  boolean: 'true or false',
};

const NOUNS: Readonly<Record<string, string>> = { array: ' entries', string: ' characters' };

/** What would have been accepted, in our words where zod says it in its own. */
function acceptedOf(i: z.core.$ZodIssue): string {
  switch (i.code) {
    case 'invalid_type':
      return SHAPES[i.expected] ?? `a value of type ${i.expected}`;
    case 'invalid_value':
      return i.values.map(String).join(', ');
    case 'invalid_union':
      return 'options' in i && i.options ? i.options.map(String).join(', ') : i.message;
    case 'too_small':
      return `at least ${String(i.minimum)}${NOUNS[i.origin] ?? ''}`;
    case 'too_big':
      return `at most ${String(i.maximum)}${NOUNS[i.origin] ?? ''}`;
    default:
      return i.message;
  }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (v, key) =>
      typeof v === 'object' && v !== null && Object.hasOwn(v, key)
        ? (v as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : jsonOr(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** What came from another process may be a cycle or a BigInt, which JSON does not write. */
function jsonOr(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value;
  }
}
