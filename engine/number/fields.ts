import type { Accepted } from '../answers/accepted.ts';
import * as z from 'zod';
import { parseDate, parseInstant } from '../time/calendar.ts';
import { parseDecimal } from './notation.ts';
import { compare, isZero, parseQuantity, quantity } from './quantity.ts';
import { fail, issue, type Issue, type Result } from './result.ts';
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

/** Tells a schema that a text is refused: code, what was given, what is accepted. */
export function refuse(
  context: z.RefinementCtx,
  { code, given, accepted }: Issue | Omit<Issue, 'path'>,
  path: string[] = [],
): void {
  context.addIssue({
    code: 'custom',
    message: typeof accepted === 'string' ? `${code}: ${accepted}` : code,
    params: { code, given, accepted },
    path,
  });
}

/** A text that is a quantity of one of these dimensions; the schema leaves it a text. */
export const quantityField = (...dimensions: readonly Dimension[]) =>
  read(`a quantity of ${dimensions.join(' or ')}, as "number unit"`, (t) => parseQuantity(t, ...dimensions));
/** The times that an order may hold; both ends are house rules, and what is computed for an order stays small by them. */
export const TIMES = {
  /** no pump is set to shorter ones */
  between: ['1 min', '168 h'],
  /** a session, and what stands inside it */
  session: ['1 min', '744 h'],
  /** from one session, or one dose of another medicine, to the next */
  course: ['1 min', '8784 h'],
} as const;

/** A time within bounds that the refusal names. Zero is read: what it would mean is refused where it stands. */
export const timeField = (bounds: keyof typeof TIMES) => {
  const [least, most] = TIMES[bounds];
  return read(`a time from ${least} to ${most}, as "number unit"`, (text) => {
    const time = parseQuantity(text, 'time');
    if (!time.ok || isZero(time.value)) return time;
    const inside =
      compare(time.value, quantity(least, 'time')) >= 0 && compare(time.value, quantity(most, 'time')) <= 0;
    return inside ? time : fail(issue('time-out-of-range', text, { code: 'time-between', least, most }));
  });
};
/** A text that is plainly a decimal number; the schema leaves it a text. */
export const decimalField = () => read('a decimal number as text', parseDecimal);
/** A text that is a date; the schema leaves it a text. */
export const dateField = () => read('a date, YYYY-MM-DD', parseDate);
/** A text that is an instant with its offset; the schema leaves it a text. */
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
            accepted: { code: 'whole-number-to', most } as const,
          },
        };
  });

/** Free text of a person: not empty, nothing that can not be seen (controls, formats, blanks that are letters), bounded. */
export const wordsField = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((t) => t.trim() === t && !/[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/u.test(t), {
      params: {
        code: 'text-not-clean',
        accepted: { code: 'clean-text' },
      },
    });

/** A zod error as our own list of issues: path, name of what is wrong, what was given, what is accepted. */
export function issuesOf(error: z.ZodError, input: unknown): Issue[] {
  return error.issues.flatMap((i) => {
    const path = i.path.map(String).join('.');
    if (i.code === 'unrecognized_keys')
      return i.keys.map((key) => ({
        path: [path, key].filter((p) => p !== '').join('.'),
        code: 'unknown-key',
        given: key,
        accepted: { code: 'documented-keys' } as const,
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

const counts = (origin: string): { of?: 'entries' | 'characters' } =>
  origin === 'array' ? { of: 'entries' } : origin === 'string' ? { of: 'characters' } : {};

/** What would have been accepted, as our own code where zod says it in its words. */
function acceptedOf(i: z.core.$ZodIssue): Accepted {
  switch (i.code) {
    case 'invalid_type':
      return { code: 'shape', shape: i.expected };
    case 'invalid_value':
      return { code: 'one-of', options: i.values.map(String) };
    case 'invalid_union':
      return 'options' in i && i.options ? { code: 'one-of', options: i.options.map(String) } : i.message;
    case 'too_small':
      return { code: 'at-least-many', least: String(i.minimum), ...counts(i.origin) };
    case 'too_big':
      return { code: 'at-most-many', most: String(i.maximum), ...counts(i.origin) };
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
