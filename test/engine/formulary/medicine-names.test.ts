import { describe, expect, test } from 'vitest';
import { medicineName } from '../../../engine/formulary/medicine-names.ts';
import { library } from '../base-order.ts';

const read = (typed: string) => medicineName(library, typed);

/** Brands and ingredients: FDA NDC Directory 2015 and the brands' labels. */
describe('a name stands for its ingredients, however it is written', () => {
  test.each([
    ['Dilaudid', ['hydromorphone']],
    ['DILAUDID-HP 10 mg/mL', ['hydromorphone']],
    ['HYDROmorphone HCl', ['hydromorphone']],
    ['Duragesic 25 mcg/h patch', ['fentanyl']],
    ['Nardil', ['phenelzine']],
    ['phenelzine 15 mg', ['phenelzine']],
    ['Percocet 5/325', ['acetaminophen', 'oxycodone']],
    ['hydrocodone-APAP 10-325', ['acetaminophen', 'hydrocodone']],
    ['Tylenol #3', ['acetaminophen', 'codeine']],
    ['Roxicodone 15mg q4h prn', ['oxycodone']],
    ['MS Contin', ['morphine']],
    ['promethazine with codeine', ['codeine', 'promethazine']],
    ['Suboxone film', ['buprenorphine', 'naloxone']],
    ['Contrave', ['bupropion', 'naltrexone']],
    ['Tarka', ['verapamil']],
    ['St. John’s Wort', ["st john's wort"]],
    ['pethidine', ['meperidine']],
    ['Zyvox', ['linezolid']],
    ['Lignocaïne', ['lidocaine']],
  ])('%s', (typed, generics) => {
    expect(read(typed).generics.toSorted()).toEqual(generics);
    expect(read(typed).unknown).toEqual([]);
  });

  test.each([
    ['Dilauded', 'hydromorphone'],
    ['hydromorphine', 'hydromorphone'],
    ['fentynal', 'fentanyl'],
    ['Demeral', 'meperidine'],
    ['zanax', 'alprazolam'],
    ['tramadal', 'tramadol'],
  ])('%s is a slip of it', (typed, generic) => {
    expect(read(typed).generics).toEqual([generic]);
    expect(read(typed).found).toMatchObject([{ near: true }]);
  });
});

test.each([
  'penicillin',
  'Penicilin VK',
  'peanuts',
  'bee stings',
  'Lipitor 20 mg',
  'hydralazine',
  'shellfish',
])('%s is of no concern: no class, no drug, nothing unknown', (typed) => {
  expect(read(typed)).toMatchObject({ generics: [], drugs: [], classes: [], classWords: [], unknown: [] });
});

test.each([
  ['frobozz', ['frobozz']],
  ['xylazine', ['xylazine']],
  ['Percocet and frobozz', ['frobozz']],
])('%s: what no table knows is named', (typed, unknown) => {
  expect(read(typed).unknown).toEqual(unknown);
});

test('a word of a class is a question, and names its groups of allergy', () => {
  expect(read('blood thinner')).toMatchObject({
    classes: [],
    classWords: ['anticoagulant', 'antiplatelet'],
  });
  expect(read('narcotics').groupWords).toEqual(['opioid']);
  expect(read('caines').groupWords).toEqual(['local_anaesthetic']);
  expect(read('sulfa drugs')).toMatchObject({ generics: [], groupWords: ['sulfa'] });
});

test('morphine sulfate is morphine, and no sulfa and no sulfite', () => {
  expect(read('morphine sulfate')).toMatchObject({ drugs: ['morphine'], groupWords: [] });
  expect(read('morphine sulfate').groups).not.toContain('sulfa');
});

test('classes are those of every ingredient', () => {
  expect(read('Percocet').classes.toSorted()).toEqual(['acetaminophen_containing', 'opioid_full_agonist']);
  expect(read('linezolid').classes).toEqual(['maoi']);
  expect(read('Vicoprofen').classes.toSorted()).toEqual(['nsaid', 'opioid_full_agonist']);
});

test.each([
  ['Percocet 5/325', '325 mg'],
  ['oxycodone/acetaminophen 7.5-325', '325 mg'],
  ['oxycodone and acetaminophen', null],
  ['acetaminophen 500 mg', '500 mg'],
  ['Tylenol', null],
  ['Tylenol #3', '300 mg'],
])('acetaminophen in a unit of %s: %s', (typed, perUnit) => {
  expect(read(typed).acetaminophen).toEqual({ perUnit });
});

/** CDC 2022 table; levorphanol has no factor in it. */
test('opioids come with the rows of the MME table, or with none', () => {
  expect(read('Percocet').opioids).toMatchObject([{ generic: 'oxycodone', factors: [{ factor: '1.5' }] }]);
  expect(read('levorphanol').opioids).toEqual([{ generic: 'levorphanol', factors: [] }]);
  expect(read('Butrans').opioids).toMatchObject([{ generic: 'buprenorphine', factors: [{ factor: null }] }]);
  expect(read('ibuprofen').opioids).toEqual([]);
});

test('a form for the skin or the eye is told apart', () => {
  expect(read('Voltaren gel').local).toBe(true);
  expect(read('Voltaren 50 mg').local).toBe(false);
});

test('every name of the tables is read as what the tables say of it', () => {
  const { generics, products } = library.names.medicines;
  const wrong = generics.flatMap((g) =>
    [g.name, ...g.brands, ...g.otherBrands].filter((name) => !read(name).generics.includes(g.name)),
  );
  expect(wrong).toEqual([]);
  expect(products.filter((p) => p.ingredients.some((i) => !read(p.name).generics.includes(i)))).toEqual([]);
});

test('each formulary drug is known by its own name', () => {
  const unread = library.formulary.drugs
    .filter((d) => !read(d.generic_name.replace(/ \(.*\)$/, '')).drugs.includes(d.id))
    .map((d) => d.id);
  expect(unread).toEqual([]);
});

test('a text as long as a field may hold is answered', () => {
  expect(read('q'.repeat(80)).unknown).toEqual(['q'.repeat(80)]);
  expect(read('zz '.repeat(26)).unknown).toHaveLength(26);
});
