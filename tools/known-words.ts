import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import medicines from '../db/seed/medicine-names.json' with { type: 'json' };

/**
 * Writes db/seed/known-words.json from a product table of the FDA NDC Directory (tab separated, gzip or plain, read by
 * its header): node tools/known-words.ts PRODUCT.tsv.gz. Kept are the words of ingredients and of brands that no other
 * table of names has, so that an allergy to one of them raises nothing. Left out are ingredients and brands whose
 * pharmacologic class makes them a concern and which the table of medicines does not hold: they are to be asked about.
 */
const CONCERN =
  /opioid|benzodiaz|barbit|monoamine oxidase inh|nervous system depress|cytochrome p450 3a4? (inhib|induc)|nonsteroidal anti|local anesth|cannabin|antipsychotic|ampa glutamate|central alpha-2 adrenergic|skeletal muscle relax|melatonin receptor/i;
/**
 * Controlled medicines that act on the brain, of schedules II to V (21 CFR 1308, from general knowledge, verify: the listing names no schedule),
 * whatever class the listing gives them: no table tells what they are beside an opioid, so that they are asked about.
 */
const SCHEDULED =
  /\b(?:diphenoxylate|difenoxin|chloral|dichloralphenazone|paraldehyde|perampanel|lacosamide|ezogabine|lorcaserin|tasimelteon|\w*amfetamine|\w*amphetamine|\w*methylphenidate|\w*modafinil|phentermine|phendimetrazine|benzphetamine|diethylpropion|mazindol|pemoline)\b/;
/** Words of everyday speech in the brands of these name no medicine. */
const EVERYDAY = new Set(['depot', 'evening', 'number', 'recede', 'take', 'weed']);
const OTHER =
  'shellfish seafood fish clams crab lobster nuts nut tree dairy lactose gluten dust mites mite mold molds dander bee bees wasp wasps sting stings ragweed hay fever seasonal environmental grass dogs cats pollens perfume fragrance nickel metal metals dye contrast red chocolate citrus tomato tomatoes kiwi avocado banana bananas apples berries strawberries wool feathers horse smoke food foods antibiotic antibiotics cephalosporins quinolones fluoroquinolones mycins cillins pcn vanco pak statins flu tetanus msg chloraprep bandaid bandaids band aid tegaderm dermabond swabs pet soap detergent bleach formaldehyde thimerosal colace tums claritin zyrtec dulcolax metamucil senokot imodium coq turmeric probiotic probiotics ozempic mounjaro trelegy inhaler mvi fleet biofreeze ensure boost refresh tears artificial lactaid';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('which product table? node tools/known-words.ts PRODUCT.tsv.gz');
const bytes = readFileSync(path);
const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
const [header = [], ...rows] = text
  .split('\n')
  .filter((l) => l !== '')
  .map((l) => l.split('\t'));
const column = (name: string) => {
  const at = header.indexOf(name);
  if (at < 0) throw new Error(`no column ${name}`);
  return (row: string[]) => (row[at] ?? '').toLowerCase();
};
const [substance, brand, classes] = [
  column('SUBSTANCENAME'),
  column('PROPRIETARYNAME'),
  column('PHARM_CLASSES'),
];

const wordsOf = (t: string): string[] => t.match(/[a-z]{3,}/g) ?? [];
const named = new Set(
  [
    ...medicines.generics.flatMap((g) => [
      g.name,
      ...('brands' in g ? (g.brands ?? []) : []),
      ...('otherBrands' in g ? (g.otherBrands ?? []) : []),
      ...('synonyms' in g ? (g.synonyms ?? []) : []),
    ]),
    ...medicines.products.map((p) => p.name),
    ...medicines.fillers,
    ...medicines.salts,
  ].flatMap(wordsOf),
);
const stripped = (ingredient: string): string =>
  ingredient
    .split(/[^a-z']+/)
    .filter((w) => w !== '' && !medicines.salts.includes(w))
    .join(' ');
const generics = new Set(medicines.generics.map((g) => g.name));
const brandNames = new Set(
  [
    ...medicines.generics.flatMap((g) => [
      ...('brands' in g ? (g.brands ?? []) : []),
      ...('otherBrands' in g ? (g.otherBrands ?? []) : []),
    ]),
    ...medicines.products.map((p) => p.name),
  ].map((n) => n.toLowerCase()),
);
const concern = new Set<string>();
const known = new Set<string>();
const brands: Record<string, string[]> = {};
for (const row of rows) {
  const name = brand(row).trim();
  const ingredients = substance(row).split('; ').map(stripped);
  const held = ingredients.filter((i) => generics.has(i) && i !== 'alcohol');
  for (const i of ingredients)
    for (const w of wordsOf(i)) (CONCERN.test(classes(row)) ? concern : known).add(w);
  const scheduled = ingredients.filter((i) => SCHEDULED.test(i));
  const isBrand = !wordsOf(name).some((w) => ingredients.some((i) => i.includes(w)));
  for (const w of scheduled.flatMap(wordsOf).filter((x) => SCHEDULED.test(x))) concern.add(w);
  if (scheduled.length > 0 && isBrand) for (const w of wordsOf(name)) concern.add(w);
  if (held.length === 0) for (const w of wordsOf(name)) (CONCERN.test(classes(row)) ? concern : known).add(w);
  else if (isBrand) {
    for (const w of wordsOf(name)) concern.add(w);
    if (!brandNames.has(name)) brands[name] = [...new Set([...(brands[name] ?? []), ...held])].toSorted();
  }
}
const listed: Record<string, string> = {};
for (const w of [...known].filter((x) => !named.has(x) && (!concern.has(x) || EVERYDAY.has(x))).toSorted())
  listed[w[0] ?? ''] = listed[w[0] ?? ''] === undefined ? w : `${listed[w[0] ?? '']} ${w}`;
const sources = [
  {
    id: 'NDC15',
    title: 'FDA NDC Directory, prescription products, January 2015',
    year: '2015',
    section: 'words of the columns SUBSTANCENAME and PROPRIETARYNAME; derived by tools/known-words.ts',
  },
  {
    id: 'GK',
    title: 'other: from general knowledge',
    section: 'foods, animals, classes and common products without a concern',
  },
];
writeFileSync(
  'db/seed/known-words.json',
  `${JSON.stringify({ sources, listed, other: OTHER, brands: Object.fromEntries(Object.entries(brands).toSorted()) }, null, 2)}\n`,
);
