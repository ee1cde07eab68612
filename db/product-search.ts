import { sql } from 'kysely';
import { INDEXED, rowsHolding } from './dialect/trigrams.ts';
import { folded, wordsOf } from './folded.ts';
import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';
import { distanceToBeginning, mostErrors } from './typing-errors.ts';

type Searched = Pick<
  Row<'product'>,
  'code' | 'printed' | 'name' | 'generic' | 'form' | 'maker' | 'substances' | 'strengths' | 'units'
>;

/** What a product is found by: what it is called, what is in it and how strong, its form, its maker, and the digits of its code. */
const textOf = (p: Searched): string =>
  folded(
    [
      p.name,
      p.generic === p.name ? '' : p.generic,
      p.substances,
      strengthText(p),
      p.form,
      p.maker,
      p.printed,
      p.printed.replace('-', ''),
      p.code,
      p.code.replace('-', ''),
    ].join(' '),
  );

/** As somebody would type it: `10 mg/mL`, of each substance. */
export function strengthText({ strengths, units }: Pick<Searched, 'strengths' | 'units'>): string {
  const per = units.split('; ');
  return strengths
    .split('; ')
    .map((s, i) => `${s} ${per[i] ?? ''}`.trim())
    .join('; ');
}

/** Words that somebody may mistype: letters alone, long enough for it. */
const spelt = (text: string): string[] =>
  [...new Set(text.split(/[^\p{L}]+/u))].filter((w) => w.length > INDEXED && w.length <= LONGEST);
const LONGEST = 40;

const putSearch = prepared((v: { code: string; sort: string; words: string }) =>
  k
    .insertInto('product_search')
    .values({ code: v.code, sort: v.sort, words: v.words })
    .onConflict((c) =>
      c
        .column('code')
        .doUpdateSet((eb) => ({ sort: eb.ref('excluded.sort'), words: eb.ref('excluded.words') })),
    ),
);
const insertWord = prepared((v: { word: string }) =>
  k
    .insertInto('product_word')
    .values({ word: v.word })
    .onConflict((c) => c.doNothing()),
);

/** Keeps by what a product is found, whether it was found by anything before; answers the words that nothing was known by before. */
export async function indexProduct(
  db: Write,
  p: Searched,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const [sort, words] = [folded(p.name), textOf(p)];
  await db.run(putSearch({ code: p.code, sort, words }));
  const unknown = spelt(words).filter((word) => !known.has(word));
  for (const word of unknown) await db.run(insertWord({ word }));
  return unknown;
}

interface Found {
  /** codes of products, the best first */
  readonly codes: readonly string[];
  /** more match than were looked at */
  readonly more: boolean;
  /** words that stand nowhere, and what was looked for in their place */
  readonly instead: readonly { readonly typed: string; readonly word: string }[];
}

/** No more are collected and put in order; who types on has fewer. */
const MOST_FOUND = 200;
const MOST_WORDS = 8;

type Line = Pick<Row<'product_search'>, 'code' | 'sort' | 'words'>;

/** Products by what somebody types, a few letters or several words, each of them somewhere in what a product is found by. */
export async function searchProducts(db: Read, text: string): Promise<Found> {
  const typed = folded(text);
  const parts = wordsOf(text)
    .map((word) => word.replaceAll(/^[^\p{L}\p{N}.]+|[^\p{L}\p{N}%]+$/gu, ''))
    .filter(Boolean)
    .slice(0, MOST_WORDS);
  const long = parts.filter((p) => p.length >= INDEXED);
  if (long.length === 0) {
    const begin = await beginningWith(db, typed);
    return { codes: begin.map(({ code }) => code), more: begin.length === PAGE, instead: [] };
  }
  const found = await holding(db, parts);
  if (found.length > 0) return await inOrder(db, typed, parts, found);
  return await corrected(db, typed, parts);
}

/** How many a search answers. */
const PAGE = 50;

const beginningWith = (db: Read, typed: string): Promise<Line[]> =>
  db.all(
    k
      .selectFrom('product_search')
      .select(['code', 'sort', 'words'])
      .where('sort', '>=', typed)
      .where('sort', '<', `${typed}\u{10ffff}`)
      .orderBy('sort')
      .orderBy('code')
      .limit(PAGE),
  );

async function holding(db: Read, parts: readonly string[]): Promise<Line[]> {
  const long = parts.filter((p) => p.length >= INDEXED);
  const numbers = rowsHolding('product_index', long, MOST_FOUND + 1);
  const rows = await db.all(
    k
      .selectFrom('product_search')
      .select(['code', 'sort', 'words'])
      .where('n', 'in', sql<number>`(${numbers})`),
  );
  return rows.filter(({ words }) => holds(words, parts));
}

/** What is too short for the index begins a word; the signs that stood for any letter there are what was typed. */
const holds = (words: string, parts: readonly string[]): boolean =>
  parts.every((p) => (p.length < INDEXED ? ` ${words}`.includes(` ${p}`) : words.includes(p)));

async function inOrder(
  db: Read,
  typed: string,
  parts: readonly string[],
  rows: readonly Line[],
): Promise<Found> {
  const more = rows.length > MOST_FOUND;
  const first = more ? (await beginningWith(db, typed)).filter(({ words }) => holds(words, parts)) : [];
  const lines = new Map([...first, ...rows].map((line) => [line.code, line]));
  const [part = ''] = parts;
  const rank = ({ sort, words }: Line): number =>
    sort.startsWith(typed) ? 0 : sort.startsWith(part) ? 1 : words.includes(` ${part}`) ? 2 : 3;
  const ranked = [...lines.values()].map((line) => ({ line, by: rank(line) }));
  const inOrderOf = ranked.toSorted(
    (a, b) => a.by - b.by || compareText(a.line.sort, b.line.sort) || compareText(a.line.code, b.line.code),
  );
  return {
    codes: inOrderOf.slice(0, PAGE).map(({ line }) => line.code),
    more: more || lines.size > PAGE,
    instead: [],
  };
}
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Nothing holds what was typed: words that stand nowhere are looked for as words that are nearly them. */
async function corrected(db: Read, typed: string, parts: readonly string[]): Promise<Found> {
  const NOTHING = { codes: [], more: false, instead: [] };
  const meant: string[][] = [];
  for (const part of parts) {
    const isThere =
      part.length < INDEXED ||
      (await db.one({ compile: () => rowsHolding('product_index', [part], 1).compile(k) })) !== undefined;
    meant.push(isThere ? [part] : await nearWords(db, part));
  }
  for (const words of combinations(meant)) {
    const found = await holding(db, words);
    if (found.length === 0) continue;
    const instead = parts.flatMap((part, i) => {
      const word = words[i] ?? part;
      return word === part ? [] : [{ typed: part, word }];
    });
    return {
      ...(await inOrder(db, instead.length === parts.length ? words.join(' ') : typed, words, found)),
      instead,
    };
  }
  return NOTHING;
}

const MOST_TRIED = 6;
/** One word of each, the nearest first. */
function combinations(meant: readonly (readonly string[])[]): string[][] {
  const [first, ...rest] = meant;
  if (first === undefined) return [[]];
  const after = combinations(rest);
  return first.flatMap((word) => after.map((words) => [word, ...words])).slice(0, MOST_TRIED);
}

const MOST_NEAR = 3;
const MOST_CANDIDATES = 400;

/**
 * Words that somebody may have meant, the nearest first: whoever mistypes once leaves one half of a word as it is, twice one
 * third, and one of those halves or thirds is looked up.
 */
async function nearWords(db: Read, typed: string): Promise<string[]> {
  const errors = mostErrors(typed);
  if (errors === 0) return [];
  const words = new Set<string>();
  for (const piece of pieces(typed, errors)) {
    const numbers = rowsHolding('product_word_index', [piece], MOST_CANDIDATES);
    const rows = await db.all(
      k
        .selectFrom('product_word')
        .select('word')
        .where('n', 'in', sql<number>`(${numbers})`),
    );
    for (const { word } of rows) words.add(word);
  }
  return [...words]
    .map((word) => ({ word, by: distanceToBeginning(typed, word, errors) }))
    .filter(({ by }) => by <= errors)
    .toSorted(
      (a, b) =>
        a.by - b.by ||
        Math.abs(a.word.length - typed.length) - Math.abs(b.word.length - typed.length) ||
        compareText(a.word, b.word),
    )
    .slice(0, MOST_NEAR)
    .map(({ word }) => word);
}

function pieces(typed: string, errors: number): string[] {
  const count = errors + 1;
  const size = Math.max(INDEXED, Math.ceil(typed.length / count));
  return [
    ...new Set(
      Array.from({ length: count }, (_, i) => {
        const start = Math.min(i * size, typed.length - size);
        return typed.slice(Math.max(0, start), Math.max(0, start) + size);
      }),
    ),
  ];
}
