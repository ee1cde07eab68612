import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { reactionGradeOf } from '../../../engine/formulary/reactions.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const STATED = { by: 'P. Meyer RPh', on: '2026-11-22' };
const allergic = (substance: string, reaction = 'anaphylaxis', means?: string): Changes => ({
  'patient.allergies': [
    { substance, reaction, ...(means === undefined ? {} : { means: { as: means, ...STATED } }) },
  ],
});
const drawn = (strength: string, volume: string): Changes => ({
  'order.preparation.vial': { strength, volume },
});
const ordered = (drug: string, more: Changes = {}): Changes => {
  const unit = drug === 'fentanyl' ? 'mcg' : 'mg';
  return {
    'order.drug': drug,
    'order.regimen.demand': `1 ${unit}`,
    'order.regimen.basal': `0 ${unit}/h`,
    'order.regimen.limit': { kind: 'none' },
    'order.preparation.vial': { strength: `10 ${unit}/mL`, volume: '10 mL' },
    'order.preparation.drugAmount': `100 ${unit}`,
    ...more,
  };
};
/** What the check says beside its passes. */
const told = (changes: Changes) =>
  findingsOf(factsOf(questionOf(changes), library))
    .filter((f) => f.check === 'formulary-allergies' && f.outcome !== 'pass')
    .map((f) => `${f.id} ${f.outcome} ${f.severity}`);

describe('the drug that is ordered, by any of its names', () => {
  test.each([
    'hydromorphone',
    'HYDROmorphone HCl',
    'Dilaudid',
    'Dilauded',
    'hydromorphine',
    'dilaudid-hp',
    'Exalgo',
  ])('%s', (name) => {
    expect(told(allergic(name))).toEqual(['allergy-drug fail hard']);
  });
  test.each([
    ['fentanyl', 'Duragesic'],
    ['fentanyl', 'fentanyl patch'],
    ['morphine', 'MS Contin'],
    ['morphine', 'morphine sulfate'],
    ['meperidine', 'Demerol'],
    ['morphine', 'morfine'],
    ['ketamine', 'Ketalar'],
    ['methadone', 'Dolophine'],
  ])('%s: %s', (drug, name) => {
    expect(told(ordered(drug, allergic(name)))).toEqual(['allergy-drug fail hard']);
  });
});

describe('the reaction grades it (allergens.json: Pharmacist’s Letter, Opioid Allergy, 2022)', () => {
  test.each([
    ['anaphylaxis', 'hard'],
    ['throat swelling', 'hard'],
    ['unknown', 'hard'],
    ['hives', 'hard'],
    ['mother said', 'hard'],
    ['itching', 'soft'],
    ['nausea and vomiting', 'soft'],
    ['nausea, then wheezing', 'hard'],
  ])('%s: %s', (reaction, severity) => {
    expect(told(allergic('Dilaudid', reaction))).toEqual([`allergy-drug fail ${severity}`]);
  });
  test('hives at the site are histamine, hives alone are not', () => {
    expect(reactionGradeOf(library, 'Hives at the site')).toBe('pseudoallergy');
    expect(reactionGradeOf(library, 'Hives')).toBe('unknown');
  });
});

const block = (drug: string): Changes => ({
  ...ordered(drug),
  'order.route': 'perineural',
  'order.regimen': { kind: 'continuous', rate: '5 mg/h' },
});

describe('its class', () => {
  test.each([
    // phenanthrenes among themselves: hard; another group of opioids: soft (Miller’s Anesthesia; allergens.json)
    ['hydromorphone', 'codeine', 'anaphylaxis', 'hard'],
    ['hydromorphone', 'Percocet', 'angioedema', 'hard'],
    ['hydromorphone', 'codeine', 'itching', 'soft'],
    ['hydromorphone', 'codeine', 'nausea', 'info'],
    ['fentanyl', 'codeine', 'anaphylaxis', 'soft'],
    ['fentanyl', 'Demerol', 'anaphylaxis', 'hard'],
    ['hydromorphone', 'narcotics', 'anaphylaxis', 'hard'],
    ['fentanyl', 'opioids', 'unknown', 'hard'],
    ['fentanyl', 'opiates', 'nausea', 'soft'],
    // histamine: morphine after itching from another opioid
    ['morphine', 'fentanyl', 'itching', 'soft'],
    ['fentanyl', 'methadone', 'itching', 'info'],
    // ketorolac: aspirin or any NSAID (label)
    ['ketorolac', 'aspirin', 'wheezing', 'hard'],
    ['ketorolac', 'Advil', 'hives', 'hard'],
    ['ketorolac', 'Bayer aspirin', 'nausea', 'soft'],
  ])('%s ordered, %s told with %s: %s', (drug, allergen, reaction, severity) => {
    expect(told(ordered(drug, allergic(allergen, reaction)))).toEqual([`allergy-class fail ${severity}`]);
  });
  test.each([
    ['ropivacaine', 'lidocaine', 'allergy-class fail hard'],
    ['bupivacaine', 'Marcaine', 'allergy-drug fail hard'],
    ['ropivacaine', '-caine drugs', 'allergy-class fail hard'],
    // an ester: no cross sensitivity with amides
    ['ropivacaine', 'procaine', 'allergy-class fail info'],
    // what many call any injection at the dentist
    ['ropivacaine', 'Novocain', 'allergy-class fail hard'],
  ])('%s perineural, %s', (drug, allergen, finding) => {
    expect(told({ ...block(drug), ...allergic(allergen) })).toEqual([finding]);
  });
});

describe('everything that reaches the patient', () => {
  test('another drug of the container', () => {
    const also = [{ drug: 'ketamine', vial: { strength: '50 mg/mL', volume: '10 mL' }, amount: '60 mg' }];
    expect(told({ 'order.preparation.also': also, ...allergic('Ketalar') })).toEqual([
      'allergy-drug fail hard',
    ]);
  });
  test('a companion', () => {
    const companions = [
      { drug: 'Tylenol', dose: '650 mg', route: 'oral', kind: 'prn', every: '6 h', mostPerDay: '4' },
    ];
    expect(told({ 'order.companions': companions, ...allergic('acetaminophen') })).toEqual([
      'allergy-drug fail hard',
    ]);
  });
  test.each([
    // element lists and descriptions of the labels (allergens.json)
    [drawn('2 mg/mL', '20 mL'), 'parabens', ['allergy-component fail hard']],
    [drawn('10 mg/mL', '50 mL'), 'parabens', []],
    [drawn('3 mg/mL', '7 mL'), 'parabens', ['allergy-component could-not-be-done hard']],
    [drawn('10 mg/mL', '50 mL'), 'sulfites', []],
    [
      ordered('morphine', drawn('25 mg/mL', '10 mL')),
      'sulfites',
      ['allergy-component could-not-be-done hard'],
    ],
    [ordered('methadone', drawn('10 mg/mL', '20 mL')), 'chlorobutanol', ['allergy-component fail hard']],
    [{ 'order.preparation.diluent': 'bns' }, 'benzyl alcohol', ['allergy-component fail hard']],
    [{}, 'latex', ['allergy-component could-not-be-done soft']],
  ])('%j with an allergy to %s: %j', (changes, substance, expected) => {
    expect(told({ ...changes, ...allergic(substance) })).toEqual(expected);
  });
});

/** What went in, as its packages say. */
const made = (ndc: string | null, ...more: (string | null)[]): Changes => ({
  made: {
    ingredients: [ndc, ...more].map((code) => ({
      role: 'drug',
      name: 'hydromorphone hydrochloride 2 mg/mL',
      ndc: code,
      manufacturer: null,
      lot: 'A1',
      expiry: '2027-06-30',
    })),
  },
});

describe('once the container is made, the vial that went in tells what it holds, not the one that was planned', () => {
  // CMS NDC-HCPCS crosswalk, January 2026: 00641-2341-41 is 2 mg/mL in 20 mL, 00409-1312-30 in 1 mL. The 20 mL vial is the
  // preserved one by the Hikma label, the 1 mL has no paraben by Hospira's (allergens.json).
  const PRESERVED = '00641-2341-41';
  const FREE = '00409-1312-30';
  test.each<[volume: string, Changes, string[]]>([
    ['1 mL', {}, []],
    ['1 mL', made(FREE), []],
    ['1 mL', made(PRESERVED), ['allergy-component fail hard']],
    ['1 mL', made(FREE, PRESERVED), ['allergy-component fail hard']],
    ['20 mL', made(FREE), []],
    // what says nothing of its size stands for what was planned
    ['20 mL', made(null), ['allergy-component fail hard']],
    ['1 mL', made(null), []],
    // a package that no table knows
    ['20 mL', made('99999-1234-01'), ['allergy-component fail hard']],
    // another one went in beside the planned: both count
    ['20 mL', made(null, FREE), ['allergy-component fail hard']],
  ])('planned %s, %j', (volume, changes, expected) => {
    expect(told({ ...drawn('2 mg/mL', volume), ...changes, ...allergic('parabens') })).toEqual(expected);
  });

  // bupivacaine 2.5 mg/mL: 50 mL is a multiple-dose vial with methylparaben, 30 mL is single-dose; "free of preservatives"
  // was ticked for the plan
  test.each([
    ['00143-9333-10', 'pass'],
    ['00143-9328-10', 'fail'],
  ])('an epidural of bupivacaine made of %s: %s', (ndc, outcome) => {
    const changes = {
      ...ordered('bupivacaine', drawn('2.5 mg/mL', '30 mL')),
      'order.route': 'epidural',
      'order.course': { preservativeFree: true },
      made: {
        ingredients: [
          {
            role: 'drug',
            name: 'bupivacaine 0.25%',
            ndc,
            manufacturer: null,
            lot: 'A',
            expiry: '2027-06-30',
          },
        ],
      },
    };
    // Where both the rule of the route and that of the drug say it, the drug's stays (said-once).
    const found = findingsOf(factsOf(questionOf(changes), library)).filter(
      (f) => f.check.startsWith('formulary-') && (f.subject === 'components' || f.id === 'bupi-c3'),
    );
    expect(found.map((f) => f.outcome)).toContain(outcome);
    expect(found.some((f) => f.outcome === 'fail')).toBe(outcome === 'fail');
  });
});

describe('what has nothing to do with the drug raises nothing', () => {
  test.each([
    'penicillin',
    'peanuts',
    'Bactrim',
    'sulfa',
    'shellfish',
    'eggs',
    'tape',
    'Lipitor',
    'bee stings',
  ])('%s', (substance) => {
    expect(told(ordered('morphine', { ...drawn('10 mg/mL', '1 mL'), ...allergic(substance) }))).toEqual([]);
  });
});

describe('a word that no table knows', () => {
  test('is asked about until somebody has said what it is', () => {
    expect(told(allergic('frobozz'))).toEqual(['allergy-unknown could-not-be-done hard']);
    expect(told(allergic('frobozz', 'rash', 'not-related'))).toEqual([]);
    expect(told(allergic('frobozz', 'rash', 'hydromorphone'))).toEqual(['allergy-drug fail hard']);
    expect(told(allergic('frobozz', 'rash', 'grue'))).toEqual(['allergy-unknown could-not-be-done hard']);
  });
  test('an answer never takes away what the tables know of the word', () => {
    expect(told(allergic('Dilaudid', 'rash', 'not-related'))).toEqual(['allergy-drug fail hard']);
    expect(told(allergic('Dilaudid frobozz', 'rash', 'not-related'))).toEqual(['allergy-drug fail hard']);
  });
});

describe('an empty list', () => {
  const unasked = { 'patient.noKnownAllergies': undefined };
  test('is no statement', () => {
    expect(told(unasked)).toEqual(['allergies-not-asked could-not-be-done hard']);
    expect(told({})).toEqual([]);
  });
  // house rule: a statement older than a year is asked again
  test.each([
    ['2025-11-23', []],
    ['2025-11-22', ['allergies-not-asked could-not-be-done soft']],
  ])('stated on %s', (on, expected) => {
    expect(told({ 'patient.noKnownAllergies': { ...STATED, on } })).toEqual(expected);
  });
});
