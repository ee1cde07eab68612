import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { withSettings, type Setting } from '../../../engine/explain/edit.ts';
import { explain } from '../../../engine/explain/explain.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { orderContent } from '../../../engine/order/order.ts';
import { blocks, type Finding } from '../../../engine/checks/report.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const failed = (findings: readonly Finding[]) =>
  findings.filter((f) => f.outcome === 'fail' && blocks(f)).map((f) => f.key);

/** 5 mg/mL for a patient who takes opioids: only what is dosed stands in the way. */
const morphine: Changes = {
  'order.drug': 'morphine',
  'order.firstOrder': false,
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'oral morphine for weeks',
  'order.preparation.vial': { strength: '50 mg/mL', volume: '20 mL' },
  'order.preparation.drugAmount': '500 mg',
};

/** A taper pump whose step the site entered from its manual: the shipped data has none. */
const withSteps: Library = {
  ...library,
  site: { ...library.site, pumps: { sapphire: { 'step-rate': { step: '0.1 mL/h' } } } },
};

interface Case {
  readonly changes: Changes;
  readonly library: Library;
  readonly path: string;
  /** values from the ordered one towards less drug, on the pump's grid */
  readonly values: readonly string[];
}

const tenths = (from: number, count: number, unit: string) =>
  Array.from({ length: count }, (_, i) => {
    const n = from - 5 * (i + 1);
    return `${n % 10 === 0 ? n / 10 : `${Math.floor(n / 10)}.${n % 10}`} ${unit}`;
  });

const kinds: Readonly<Record<string, Case>> = {
  continuous: {
    changes: { ...morphine, 'order.regimen': { kind: 'continuous', rate: '40 mg/h' } },
    library,
    path: 'regimen.rate',
    // 0.1 mL/h of 5 mg/mL
    values: tenths(400, 79, 'mg/h'),
  },
  'intermittent dose': {
    changes: {
      ...morphine,
      'order.pump': 'ambit-pib',
      'order.regimen': { kind: 'intermittent', dose: '40 mg', over: '1 h', every: '4 h' },
    },
    library,
    path: 'regimen.dose',
    // 0.05 mL of 5 mg/mL is 0.25 mg: every second of them ends in a half or whole milligram
    values: Array.from({ length: 159 }, (_, i) => quarter(160 - i - 1)),
  },
  taper: {
    changes: {
      ...morphine,
      'order.pump': 'sapphire',
      'order.regimen': {
        kind: 'taper',
        steps: [
          { rate: '40 mg/h', lasts: '2 h' },
          { rate: '2 mg/h', lasts: '6 h' },
        ],
      },
    },
    library: withSteps,
    path: 'regimen.steps.0.rate',
    values: tenths(400, 79, 'mg/h'),
  },
};

function quarter(n: number): string {
  const text = { 0: '', 1: '.25', 2: '.5', 3: '.75' }[n % 4];
  return `${Math.floor(n / 4)}${text} mg`;
}

describe.each(Object.entries(kinds))('%s', (_, { changes, library: lib, path, values }) => {
  const question = questionOf(changes);
  const before = findingsOf(factsOf(question, lib));
  const answer = explain(question, lib);
  const out = answer.outOfReach.map((f) => f.key);
  const after = (settings: readonly Setting[]) => {
    const order = orderContent.parse(withSettings(question.order, settings));
    return failed(findingsOf(factsOf({ ...question, order }, lib))).filter((key) => !out.includes(key));
  };
  test('what fails is what it aims at, and a number decides some of it', () => {
    expect(answer.aims.map((f) => f.key)).toEqual(failed(before));
    expect(after([])).not.toEqual([]);
  });
  test('the nearest value that passes is the one that trying every value finds', () => {
    const byHand = values.find((value) => after([{ path, value }]).length === 0);
    const proposed = answer.changes.find((c) => c.parts.length === 1 && c.settings[0]?.path === path);
    expect(byHand).toBeDefined();
    expect(proposed?.parts[0]?.to).toBe(byHand);
  });
  test('every change that it proposes passes', () => {
    expect(answer.changes.map((c) => after(c.settings))).toEqual(answer.changes.map(() => []));
  });
});
