import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Read } from './handle.ts';
import { wordsOf } from './folded.ts';
import { k } from './schema.ts';

/** Where a part of a word begins that is looked for by itself: "luczak" of o'brien-luczak, "20417" of mrn-20417 or m20417. */
const PART = /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}])|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu;

/** All that a row is found by: its words from each beginning on, each once. */
export function beginnings(...texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const word of texts.flatMap(wordsOf)) {
    found.add(word);
    for (const { index } of word.matchAll(PART)) found.add(word.slice(index));
  }
  return [...found];
}

/** The same as one text, each with a space before it. */
export const wordText = (words: readonly string[]): string => words.map((word) => ` ${word}`).join('');

/** What is found by more than this is not collected and sorted: a walk in order then meets a page of it soon. */
export const MOST_FOUND = 500;

interface Searched {
  readonly table: 'patient_word' | 'order_word';
  /** the number of the row, and its words as one text, as they are called in the query */
  readonly number: string;
  readonly words: string;
}

/** "Doe, Jane" and "Doe · 20417" look for their words: what stands around them is no part of any. */
function askedFor(text: string): string[] {
  const typed = wordsOf(text);
  const bare = typed.map((word) => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter(Boolean);
  return bare.length > 0 ? bare : typed;
}

/** With the signs that LIKE would take for any letter standing for themselves. */
const plainly = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

/**
 * The condition "each of these begins one of its words"; where nothing begins with them, "each of these stands somewhere
 * in it". Looked up by the rarest of them.
 */
export async function hasWords(
  db: Read,
  { table, number, words }: Searched,
  text: string,
): Promise<RawBuilder<SqlBool>> {
  const parts = askedFor(text);
  const counted = await Array.fromAsync(parts, async (part) => {
    const rows = k
      .selectFrom(table)
      .select('n')
      .where('word', '>=', part)
      .where('word', '<', `${part}\u{10ffff}`);
    const some = rows.limit(MOST_FOUND + 1).as('some');
    const count = (await db.one(k.selectFrom(some).select(sql<number>`count(*)`.as('n'))))?.n ?? 0;
    return { part, rows, count };
  });
  const [rarest] = counted.toSorted((a, b) => a.count - b.count);
  // LIKE reads a hundred thousand rows in two thirds of the time that instr takes; both sides are in small letters
  const stands = (before: string) =>
    sql<SqlBool>`(${sql.join(
      parts.map((part) => sql`${sql.ref(words)} LIKE ${`%${before}${plainly(part)}%`} ESCAPE '\\'`),
      sql` AND `,
    )})`;
  if (!rarest || rarest.count === 0) return stands('');
  if (rarest.count > MOST_FOUND) return stands(' ');
  return sql<SqlBool>`(${sql.ref(number)} IN (${rarest.rows}) AND ${stands(' ')})`;
}
