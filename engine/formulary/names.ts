import * as z from 'zod';

/**
 * What the library knows of names: medicines with their brands and classes, products of several of them, groups in which an
 * allergy crosses, and words of no concern. Shapes of db/seed/medicine-names.json, allergens.json and known-words.json.
 */
const source = z.object({
  id: z.string(),
  title: z.string(),
  section: z.string().optional(),
  year: z.string().optional(),
  url: z.string().optional(),
});
const words = z.array(z.string());
const severity = z.enum(['info', 'soft', 'hard', 'absolute']);

const generic = z.strictObject({
  name: z.string(),
  /** id of the formulary, where it has the drug */
  drug: z.string().optional(),
  brands: words.default([]),
  /** brands from general knowledge: over the counter, or newer than the listing */
  otherBrands: words.default([]),
  synonyms: words.default([]),
  classes: words.default([]),
  /** classes whose membership is from general knowledge */
  verify: words.default([]),
  groups: words.default([]),
});

const product = z.strictObject({
  name: z.string(),
  ingredients: words,
  /** what a unit of it holds, as listed: `325 mg per unit`, `120 mg per 5mL` */
  acetaminophen: words.default([]),
  provenance: z.string(),
});

/** As shipped. */
const LONG_ACTING = [
  'er',
  'xr',
  'cr',
  'sr',
  'la',
  'xl',
  'extended-release',
  'extended release',
  'ms contin',
  'oxycontin',
];
const ADDITIVES = [
  'potassium',
  'kcl',
  'phosphate',
  'phosphates',
  'magnesium',
  'calcium',
  'ammonium',
  'eq',
  'meq',
  'mmol',
  'with',
];

/** Lower case, one blank before, between and after the words; digits parted from letters. */
const parted = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/(\d)([a-z])/g, '$1 $2')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;
/** Does one of the words, which may be several with blanks or hyphens between them, stand in a text as a word of its own? */
export const holdsWord = (text: string, list: readonly string[]): boolean => {
  const said = parted(text);
  return list.some((word) => said.includes(parted(word)));
};

const medicineNames = z.strictObject({
  source,
  /** words that say nothing of which medicine it is */
  fillers: words,
  /** words of a form that hardly reaches the blood: skin, eye, nose */
  local: words,
  salts: words,
  /** words by which labels and lists write an opioid of long action; absent in rule sets from before they stood in the library */
  longActing: words.default(LONG_ACTING),
  /** words of what no plain diluent holds, though its name may hold that of one: salts and additives */
  additives: words.default(ADDITIVES),
  classes: z.array(z.strictObject({ id: z.string(), label: z.string(), words })),
  generics: z.array(generic),
  products: z.array(product),
});

/** How bad a reaction was, by the words that tell it; what tells nothing is `unknown`, and counts as an allergy. */
const reactionGrade = z.enum(['allergy', 'unknown', 'pseudoallergy', 'intolerance']);
export type ReactionGrade = z.infer<typeof reactionGrade>;
const graded = z.partialRecord(reactionGrade, severity);

const group = z.strictObject({
  id: z.string(),
  label: z.string(),
  words,
  /** an allergy to one member, an order of another */
  crosses: graded.optional(),
  /** the group itself was named, no member */
  byWord: graded.optional(),
  /** the group that an allergy comes from, where it is another than the one that it crosses to */
  from: z.string().optional(),
  /** the group that it crosses to, where it is another than this one */
  to: z.string().optional(),
  /** a product that holds one of the substances */
  ofProduct: graded.optional(),
  substances: words.optional(),
  rule: z.string(),
  source,
  provenance: z.string(),
});
export type AllergenGroup = z.infer<typeof group>;

export const allergens = z.strictObject({
  groups: z.array(group),
  reactions: z.array(
    z.strictObject({ grade: reactionGrade, words, meaning: z.string(), provenance: z.string(), source }),
  ),
});

export const knownWords = z.strictObject({
  sources: z.array(source),
  /** words of ingredients and brands of the listing that stand in no other table, by first letter */
  listed: z.record(z.string(), z.string()),
  /** foods, animals and the like that people are allergic to */
  other: z.string(),
  /** brands of the listing that hold an ingredient of the table of medicines, and which */
  brands: z.record(z.string(), words),
});

export const names = z.strictObject({ medicines: medicineNames, allergens, known: knownWords });
export type Names = z.infer<typeof names>;

/** For a rule set from before there were any: it knows no name. */
export const NO_NAMES: Names = {
  medicines: {
    source: { id: 'none', title: 'no list of names' },
    fillers: [],
    local: [],
    salts: [],
    longActing: LONG_ACTING,
    additives: ADDITIVES,
    classes: [],
    generics: [],
    products: [],
  },
  allergens: { groups: [], reactions: [] },
  known: { sources: [], listed: {}, other: '', brands: {} },
};
