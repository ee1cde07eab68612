import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { drugUnit, routesOf, type Drug } from '../../../engine/formulary/formulary.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const clearanceOf = (creatinine: string): Changes => ({
  'patient.creatinine': { value: creatinine, on: '2026-11-20' },
});
const medicine = (name: string, kind = 'other'): Changes => ({
  'patient.medicines': [{ name, kind, intended: true }],
});

/** A medicine of a class, by its name and nothing else. */
const memberOf = (id: string): string =>
  library.names.medicines.generics.find((g) => g.classes.includes(id))!.name;

/** How to make a fact of the data true in an order file, and how to make it false: written from the words of the rules. */
const FACTS: Readonly<Record<string, (is: string) => { yes: Changes; no: Changes }>> = {
  condition: (is) => ({ yes: { 'patient.conditions': [is] }, no: { 'patient.conditions': [] } }),
  medicine: (is) => ({ yes: medicine(memberOf(is)), no: medicine('docusate') }),
  'medicine-named': (is) => ({ yes: medicine(is.toUpperCase()), no: medicine('docusate') }),
  'age-below': (is) => {
    expect(is).toBe('2');
    return { yes: { 'patient.birthDate': '2024-11-24' }, no: { 'patient.birthDate': '2024-11-23' } };
  },
  indication: (is) => ({
    yes: { 'order.course.indication': is },
    no: { 'order.course.indication': 'cancer-pain' },
  }),
  preserved: () => ({
    yes: { 'order.course.preservativeFree': false },
    no: { 'order.course.preservativeFree': true },
  }),
  route: (is) => ({ yes: { 'order.route': is }, no: {} }),
  strength: (is) => ({ yes: { 'order.preparation.vial': { strength: is, volume: '30 mL' } }, no: {} }),
  // 50 y, 70 kg, 175 cm, man: clearance = 87.5 ÷ creatinine (see formulary-rules.test.ts): 29.97 and 30.17 mL/min
  'clearance-below': (is) => {
    expect(is).toBe('30');
    return { yes: clearanceOf('2.92 mg/dL'), no: clearanceOf('2.9 mg/dL') };
  },
  'first-order': () => ({ yes: { 'order.firstOrder': true }, no: { 'order.firstOrder': false } }),
  'qtc-recorded': (is) => ({
    yes: { 'patient.qtc': { value: `${is} ms`, on: '2026-11-20' } },
    no: { 'patient.qtc': { value: `${BigInt(is) - 1n} ms`, on: '2026-11-20' } },
  }),
  'qtc-at-least': (is) => ({
    yes: { 'patient.qtc': { value: `${is} ms`, on: '2026-11-20' } },
    no: { 'patient.qtc': { value: `${BigInt(is) - 1n} ms`, on: '2026-11-20' } },
  }),
};

/** An order of a drug that can be computed; what the checks say of its amounts does not matter here. */
const orderOf = (d: Drug): Changes => {
  const u = drugUnit(d);
  const route = routesOf(d).find((r) => d.rules.some((x) => x.routes.includes(r)));
  return {
    'order.drug': d.id,
    'order.route': route,
    'order.regimen.demand': `2 ${u}`,
    'order.regimen.basal': `0 ${u}/h`,
    'order.regimen.limit': { kind: 'none' },
    'order.preparation.vial': { strength: `10 ${u}/mL`, volume: '20 mL' },
    'order.preparation.drugAmount': `100 ${u}`,
  };
};
/** So that a list of the same rule that asks for the indication has its answer. */
const STATED: Changes = { 'order.course.indication': 'cancer-pain' };
const answers = (id: string, changes: Changes): string[] =>
  findingsOf(factsOf(questionOf(changes), library))
    .filter((f) => f.id === id && f.check === 'formulary-contraindications')
    .map((f) => f.outcome);

const drug = (id: string) => library.formulary.drugs.find((d) => d.id === id)!;
const all = library.formulary.drugs.flatMap((d) => d.contraindications.map((c) => ({ d, c, name: c.id })));

/** Contraindications that no order file can make true, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'mtd-c4': 'route-not-in-formulary refuses the route before any check',
  'bupi-c1': 'route-not-in-formulary refuses the route before any check',
  'bupi-c2': 'route-not-in-formulary refuses the route before any check',
  'rop-c1': 'route-not-in-formulary refuses the route before any check',
  'rop-c2': 'route-not-in-formulary refuses the route before any check',
  'ktr-c5': 'route-not-in-formulary refuses the route before any check',
  'dph-c1': 'route-not-in-formulary refuses the route before any check',
  'fen-c2': 'unit-not-used-for-drug refuses mg before any check',
};
/** Driven by hand below: each needs more than one fact at a time. */
const BY_HAND = new Set([
  'mep-c2',
  'apap-c2',
  'apap-c3',
  'dph-c2',
  'rop-c3',
  'hm-c2',
  'nal-c2',
  'ket-c4',
  'ktr-c7',
  'bupi-c6',
  'mor-c5',
]);

describe('every contraindication of the formulary', () => {
  test('is data that this version can carry out', () => {
    expect(all.length).toBe(81);
    expect(all.filter(({ c }) => !c.when).map(({ c }) => c.id)).toEqual([]);
  });

  const driven = all.filter(({ c }) => !Object.hasOwn(ELSEWHERE, c.id) && !BY_HAND.has(c.id));
  test.each(driven)('$name: fails with each of its facts, passes without', ({ d, c }) => {
    for (const facts of c.when!) {
      // a route that this drug does not have is refused, not found
      const route = facts.find((x) => x.fact === 'route')?.is;
      if (route !== undefined && !d.rules.some((r) => r.routes.includes(route))) continue;
      if (facts.some((x) => x.fact === 'with')) continue;
      const sides = facts.map(({ fact, is = '' }) => FACTS[fact]!(is));
      const yes = Object.assign({}, ...sides.map((s) => s.yes)) as Changes;
      expect(answers(c.id, { ...orderOf(d), ...yes }), JSON.stringify(facts)).toEqual(['fail']);
      for (const [i, side] of sides.entries()) {
        if (facts[i]!.fact === 'route') continue;
        // all facts of the list but one hold
        const but = Object.assign({}, ...sides.map((s, j) => (j === i ? side.no : s.yes))) as Changes;
        expect(
          answers(c.id, { ...orderOf(d), ...STATED, ...but }),
          `without ${JSON.stringify(facts[i])}`,
        ).toEqual(['pass']);
      }
    }
  });

  test.each(Object.entries(ELSEWHERE))('%s: %s', (id, why) => {
    const { d, c } = all.find((x) => x.c.id === id)!;
    const [first] = c.when!.flat();
    const wrong: Changes =
      first!.fact === 'route'
        ? { ...orderOf(d), 'order.route': first!.is }
        : { ...orderOf(d), 'order.regimen.demand': '0.01 mg' };
    expect(() => factsOf(questionOf(wrong), library)).toThrow(why.split(' ')[0]);
  });

  test('a fact that is not stated makes it could-not-be-done', () => {
    expect(answers('mtd-c1', orderOf(drug('methadone')))).toEqual(['could-not-be-done']);
    expect(answers('clo-c1', orderOf(drug('clonidine_epidural')))).toEqual(['could-not-be-done']);
    const epidural = { ...orderOf(drug('morphine')), 'order.route': 'epidural' };
    // asked once of the formulation, with what else is not known of it
    expect(answers('mor-c5', epidural)).toEqual([]);
    // by another route it is no question
    expect(answers('mor-c5', orderOf(drug('morphine')))).toEqual([]);
    expect(answers('dph-c2', { ...orderOf(drug('diphenhydramine')), ...medicine('Roxicodone') })).toEqual([
      'could-not-be-done',
    ]);
    expect(answers('dph-c2', orderOf(drug('diphenhydramine')))).toEqual(['pass']);
  });

  test('meperidine at home, and acetaminophen by the bottle', () => {
    expect(answers('mep-c2', orderOf(drug('meperidine')))).toEqual(['fail']);
    const bottle = (dose: string, weight = '70 kg'): Changes => ({
      ...orderOf(drug('acetaminophen_iv')),
      'order.regimen.demand': dose,
      'patient.weight.value': weight,
      'order.preparation.vial': { strength: '10 mg/mL', volume: '100 mL' },
      'order.preparation.diluent': 'none',
      'order.preparation.drugAmount': '1000 mg',
    });
    expect(answers('apap-c2', bottle('650 mg'))).toEqual(['fail']);
    expect(answers('apap-c2', bottle('1000 mg'))).toEqual(['pass']);
    expect(answers('apap-c2', bottle('500 mg'))).toEqual(['pass']);
    expect(answers('apap-c2', bottle('1000 mg', '49.9 kg'))).toEqual(['fail']);
    expect(answers('apap-c2', bottle('1000 mg', '50 kg'))).toEqual(['pass']);
    expect(answers('apap-c3', bottle('100 mg'))).toEqual(['fail']);
    expect(answers('apap-c3', bottle('1000 mg'))).toEqual(['pass']);
  });
});
