import type { Library } from './formulary.ts';
import { MME_FACTORS, type MmeFactor } from './mme-factors.ts';
import type { Names } from './names.ts';

/** A stretch of a typed text that a table knows. */
export interface Found {
  /** as it stands in the table, lower case */
  readonly name: string;
  readonly as: 'generic' | 'brand' | 'product' | 'word';
  /** another spelling than the table's, within one letter (two from eight letters on) */
  readonly near: boolean;
}

/** What the library knows of a typed name of a medicine or an allergen. Empty lists: nothing of that kind. */
export interface MedicineName {
  readonly typed: string;
  readonly found: readonly Found[];
  /** every ingredient that the tables name, lower case; several of a product of several */
  readonly generics: readonly string[];
  /** ids of drugs of the formulary among them */
  readonly drugs: readonly string[];
  /** ids of the classes of its ingredients: `maoi`, `opioid_full_agonist`, `acetaminophen_containing` … */
  readonly classes: readonly string[];
  /** classes that a word names without a medicine ("blood thinner"): a question, not a finding */
  readonly classWords: readonly string[];
  /** ids of the groups in which an allergy to one of its ingredients crosses */
  readonly groups: readonly string[];
  /** groups that a word names without a medicine ("narcotics", "latex") */
  readonly groupWords: readonly string[];
  /** each opioid in it with its rows of the MME table; no rows, or rows without a factor: no total can be computed with it */
  readonly opioids: readonly { readonly generic: string; readonly factors: readonly MmeFactor[] }[];
  /** null: holds no acetaminophen. `perUnit` is exact text such as `325 mg`; null where neither text nor listing tells it */
  readonly acetaminophen: { readonly perUnit: string | null } | null;
  /** a form for skin, eye or nose */
  readonly local: boolean;
  /** words that no table knows */
  readonly unknown: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly as: Found['as'];
  readonly generics: readonly string[];
  readonly acetaminophen: readonly string[];
  readonly classWords: readonly string[];
  readonly groupWords: readonly string[];
}

interface Index {
  /** by the folded words of a name, one blank between them */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly generics: ReadonlyMap<string, Names['medicines']['generics'][number]>;
  /** words that say nothing, and words of no concern */
  readonly silent: ReadonlySet<string>;
  /** of these, what is a medicine by itself as well: potassium chloride */
  readonly salts: ReadonlySet<string>;
  readonly local: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  /** names of one word and words of no concern by their length: what a slip of the keys is looked for in */
  readonly byLength: ReadonlyMap<number, readonly string[]>;
  /** every strength of acetaminophen that a product of the tables is listed with */
  readonly acetaminophen: readonly string[];
  readonly asked: Map<string, MedicineName>;
}

/** The longest name of the tables has six words; a typed text is bounded by its field. */
const LONGEST = 6;
const KEPT = 2000;

/** Letters without accents, lower case; apostrophes go, anything else that is neither letter nor digit parts words. */
const folded = (text: string): string[] =>
  // as most names of the tables are
  /^[a-z]+$/.test(text) ? [text] : parted(text);

const parted = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .toLowerCase()
    .replace(/(\d)(\p{L})|(\p{L})(\d)/gu, '$1$3 $2$4')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((w) => w !== '');

const isFigure = (word: string): boolean => /^\d/.test(word);
/** What says how a medicine is made up, and not which: a form, a salt, a strength. */
const isForm = (silent: ReadonlySet<string>, word: string): boolean => silent.has(word) || isFigure(word);
const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];
const MASS = /^(\d+(?:\.\d+)?) ?mg per unit$/;

function indexOf(n: Names): Index {
  const entries = new Map<string, Entry>();
  const put = (name: string, entry: Omit<Partial<Entry>, 'name'> & Pick<Entry, 'as'>): void => {
    const key = folded(name).join(' ');
    const before = entries.get(key);
    if (before && before.as !== 'word') return;
    const own = { generics: [], acetaminophen: [], classWords: [], groupWords: [], ...entry, name };
    const merged = before
      ? {
          ...own,
          classWords: distinct([...before.classWords, ...own.classWords]),
          groupWords: distinct([...before.groupWords, ...own.groupWords]),
        }
      : own;
    entries.set(key, merged);
  };
  const { medicines, allergens, known } = n;
  const generics = new Map(medicines.generics.map((g) => [g.name, g]));
  for (const g of medicines.generics) put(g.name, { as: 'generic', generics: [g.name] });
  for (const p of medicines.products)
    put(p.name, { as: 'product', generics: p.ingredients, acetaminophen: p.acetaminophen });
  for (const g of medicines.generics) {
    for (const name of [...g.brands, ...g.otherBrands]) put(name, { as: 'brand', generics: [g.name] });
    for (const name of g.synonyms) put(name, { as: 'generic', generics: [g.name] });
  }
  for (const [name, held] of Object.entries(known.brands)) put(name, { as: 'brand', generics: held });
  for (const c of medicines.classes) for (const w of c.words) put(w, { as: 'word', classWords: [c.id] });
  for (const g of allergens.groups) for (const w of g.words) put(w, { as: 'word', groupWords: [g.id] });
  const silent = new Set([...medicines.fillers, ...medicines.salts]);
  // a brand is typed without its ER or its strength as well
  for (const [key, entry] of entries) {
    const words = key.split(' ');
    while (words.length > 1 && isForm(silent, words.at(-1) ?? '')) words.pop();
    const bare = words.join(' ');
    if (entry.as === 'brand' && !entries.has(bare)) entries.set(bare, entry);
  }
  const listed = [...Object.values(known.listed), known.other].flatMap((t) => t.split(' '));
  const ingredients = medicines.products.flatMap((p) => p.ingredients).flatMap(folded);
  const knownWords = new Set([...listed, ...ingredients].filter((w) => !entries.has(w)));
  const byLength = new Map<number, string[]>();
  for (const name of [...entries.keys(), ...knownWords]) {
    if (name.includes(' ')) continue;
    const alike = byLength.get(name.length);
    if (alike) alike.push(name);
    else byLength.set(name.length, [name]);
  }
  return {
    entries,
    generics,
    silent,
    salts: new Set(medicines.salts),
    local: new Set(medicines.local),
    known: knownWords,
    byLength,
    acetaminophen: distinct(medicines.products.flatMap((p) => p.acetaminophen)),
    asked: new Map(),
  };
}

/** Letters to change, leave out, put in or swap with a neighbour to get from one word to another; more than `most` is `most + 1`. */
function apart(a: string, b: string, most: number): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(last.at(-1) ?? 0, most + 1);
}

/** Heard alike: morfine is morphine. */
const spelt = (word: string): string => word.replaceAll('ph', 'f');

/**
 * What a word is a slip of: a name of the tables within a letter (two from eight on), or a word of no concern that begins
 * alike, within one. Undefined where there is none, or where there are several that do not mean the same.
 */
function slipOf(ix: Index, word: string): string | undefined {
  if (word.length < 5) return undefined;
  let most = word.length < 8 ? 1 : 2;
  let nearest: string[] = [];
  for (let length = word.length - most; length <= word.length + most; length += 1)
    for (const name of ix.byLength.get(length) ?? []) {
      const isName = ix.entries.has(name);
      if (!isName && name[0] !== word[0]) continue;
      const distance = apart(spelt(word), spelt(name), isName ? most : 1);
      if (distance > (isName ? most : 1)) continue;
      // a word of no concern never hides a name that is as far as a slip may be
      if (isName && distance < most) {
        nearest = nearest.filter((n) => !ix.entries.has(n));
        most = distance;
      }
      nearest.push(name);
    }
  const meant = distinct(nearest.map((name) => ix.entries.get(name)?.generics.join('+') ?? ''));
  return meant.length === 1 ? nearest[0] : undefined;
}

/** Reads a text from its first word on: the longest name that begins there, else a word that says nothing, else a slip. */
function read(ix: Index, words: readonly string[]) {
  const entries: { entry: Entry; near: boolean }[] = [];
  const unknown: string[] = [];
  let isRead = false;
  for (let at = 0; at < words.length;) {
    const [word = ''] = words.slice(at);
    let taken = 0;
    for (let n = Math.min(LONGEST, words.length - at); n > 0 && taken === 0; n -= 1) {
      const text = words.slice(at, at + n).join(' ');
      const entry = ix.entries.get(text) ?? ix.entries.get(text.replace(/e?s$/, ''));
      if (!entry) continue;
      entries.push({ entry, near: false });
      taken = n;
    }
    isRead ||= taken > 0 || ix.salts.has(word) || (!ix.silent.has(word) && isKnown(ix, word));
    if (taken === 0 && !isForm(ix.silent, word) && word.length > 1 && !isKnown(ix, word)) {
      isRead = true;
      const slip = slipOf(ix, word);
      const entry = slip === undefined ? undefined : ix.entries.get(slip);
      if (entry) entries.push({ entry, near: true });
      else if (slip === undefined) unknown.push(word);
    }
    at += Math.max(taken, 1);
  }
  // "pill once daily" names no medicine: nobody knows what it is
  return { entries, unknown: isRead ? unknown : words };
}

const isKnown = (ix: Index, word: string): boolean =>
  ix.known.has(word) || ix.known.has(word.replace(/e?s$/, '')) || ix.known.has(`${word}s`);

/** Milligrams of a tablet or capsule in the listed strengths; liquids are left out. */
const amounts = (strengths: readonly string[]): string[] =>
  strengths.flatMap((t) => {
    const amount = MASS.exec(t)?.[1];
    return amount === undefined ? [] : [amount];
  });

/** The strength in a text that is one of those listed, or the one that is listed; a text of acetaminophen alone says its own. */
function perUnit(ix: Index, typed: string, entries: readonly Entry[], generics: readonly string[]) {
  const figures: string[] = typed.match(/\d+(?:\.\d+)?/g) ?? [];
  if (generics.length === 1) {
    const own = /(\d+(?:\.\d+)?) ?mg\b/i.exec(typed);
    return own ? `${own[1]} mg` : null;
  }
  const listed = distinct(entries.flatMap((e) => e.acetaminophen));
  const said = distinct(amounts(listed.length > 0 ? listed : ix.acetaminophen)).filter((a) =>
    figures.includes(a),
  );
  const [only] = said.length === 1 ? said : listed.length === 1 && said.length === 0 ? amounts(listed) : [];
  return only === undefined ? null : `${only} mg`;
}

function resolve(ix: Index, typed: string): MedicineName {
  const words = folded(typed);
  const { entries: read_, unknown } = read(ix, words.length > 0 ? words : [typed]);
  const entries = read_.map((e) => e.entry);
  const generics = distinct(entries.flatMap((e) => e.generics));
  const rows = generics.flatMap((g) => ix.generics.get(g) ?? []);
  const opioids = rows.filter((g) => g.groups.includes('opioid')).map((g) => g.name);
  return {
    typed,
    found: read_.map(({ entry: { name, as }, near }) => ({ name, as, near })),
    generics,
    drugs: rows.flatMap((g) => g.drug ?? []),
    classes: distinct(rows.flatMap((g) => g.classes)),
    classWords: distinct(entries.flatMap((e) => e.classWords)),
    groups: distinct(rows.flatMap((g) => g.groups)),
    groupWords: distinct(entries.flatMap((e) => e.groupWords)),
    opioids: opioids.map((generic) => ({
      generic,
      factors: MME_FACTORS.filter((m) => m.opioid === generic),
    })),
    acetaminophen: generics.includes('acetaminophen')
      ? { perUnit: perUnit(ix, typed, entries, generics) }
      : null,
    local: words.some((w) => ix.local.has(w)),
    unknown,
  };
}

const indexes = new WeakMap<Names, Index>();

/**
 * What a typed name stands for. In: the library, a text as a person wrote it ("Percocet 5/325", "Dilauded", "morphine
 * sulfate ER 15 mg", "narcotics"); case, accents, punctuation, salts, forms and strengths do not matter, and a slip of a
 * letter or two is read as the one name it is nearest to. Out: every ingredient, drug, class and group that the tables
 * know of it, and the words that they do not know. A text with nothing found and nothing unknown is of no concern
 * (penicillin, peanuts). Never a repair: what was typed stays as it is. Source: db/seed/medicine-names.json,
 * allergens.json and known-words.json. The index is made once for a library, and what was asked is kept.
 */
export function medicineName(library: Pick<Library, 'names'>, typed: string): MedicineName {
  const { names } = library;
  const ix = indexes.get(names) ?? indexOf(names);
  indexes.set(names, ix);
  const known = ix.asked.get(typed);
  if (known) return known;
  const made = resolve(ix, typed);
  if (ix.asked.size >= KEPT) ix.asked.clear();
  ix.asked.set(typed, made);
  return made;
}

/** Ids and labels of the classes, for those who have to say what a name means. */
export const classLabel = (library: Pick<Library, 'names'>, id: string): string =>
  library.names.medicines.classes.find((c) => c.id === id)?.label ?? id;
