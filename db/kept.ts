import type * as z from 'zod';
import { issue, Refused } from '../engine/number/result.ts';

/** The code of every refusal of a record that is not what it was when people worked by it. */
export const ALTERED = 'record-altered';
export const RESTORE = 'records as the log says they were written: restore the last good backup';

/** A record by its table and its key, as a person who looks for it in the file would name it. */
type Name = readonly [table: string, ...key: (string | number)[]];

const unread = (name: Name, at: string): never => {
  const where = at === '' ? '' : ` at ${at}`;
  throw new Refused(issue(ALTERED, `${name.join(' ')}: does not read${where}`, RESTORE));
};

/** A kept text as the value that it was; refused as `record-altered`, which names the record, where it is none. */
export function keptJson(text: string, ...name: Name): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return unread(name, '');
    throw error;
  }
}

/** A kept value by the schema of what was written. What is another thing is refused by its path, without what it says. */
export function keptValue<S extends z.ZodType>(schema: S, value: unknown, ...name: Name): z.output<S> {
  const read = schema.safeParse(value);
  return read.success ? read.data : unread(name, read.error.issues[0]?.path.map(String).join('.') ?? '');
}

/** A kept text by the schema of what was written. */
export const kept = <S extends z.ZodType>(schema: S, text: string, ...name: Name): z.output<S> =>
  keptValue(schema, keptJson(text, ...name), ...name);
