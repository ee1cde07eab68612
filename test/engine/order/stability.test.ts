import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { stabilityRow } from '../../../engine/order/beyond-use-date.ts';
import { coverageOf, type Contents } from '../../../engine/order/stability-match.ts';
import { quantity } from '../../../engine/number/quantity.ts';
import { findingWords } from '../../../words/finding.ts';
import { questionOf } from '../base-order.ts';

const library = seedLibrary();
const of = (text: string): Contents =>
  text.split(' + ').map((part) => {
    const [drug = '', ...amount] = part.split(' ');
    return { drug, concentration: quantity(amount.join(' '), 'mass/volume') };
  });

function found(text: string, diluent: string, container: string, storage: string, pump = 'cadd-solis') {
  const contents = of(text);
  const { order } = questionOf({
    'order.preparation.diluent': diluent,
    'order.preparation.container': container,
    'order.preparation.storage': storage,
    'order.pump': pump,
  });
  const row = stabilityRow(order, contents, library);
  return row && [row.days, row.source.id, coverageOf(row, contents).kind];
}

describe('the date that a study gives, at the strengths that it tested and between them', () => {
  // each figure from the abstract that its source names
  test.each([
    ['hydromorphone 0.2 mg/mL', 'ns09', 'syringe', 'room', '56', 'STB-HM1', 'exact'],
    ['hydromorphone 5 mg/mL', 'ns09', 'syringe', 'refrigerated', '60', 'STB-HM2', 'bracketed'],
    ['hydromorphone 1.5 mg/mL', 'ns09', 'syringe', 'room', '60', 'STB-HM2', 'exact'],
    // the authors conclude ten days, beside a study that gives fifteen
    ['hydromorphone 0.05 mg/mL', 'ns09', 'bag', 'room', '10', 'CHINJMAP-17', 'exact'],
    ['hydromorphone 0.03 mg/mL', 'ns09', 'bag', 'room', '15', 'IJPS-HM', 'bracketed'],
    ['morphine 2 mg/mL', 'none', 'cassette', 'refrigerated', '30', 'STB-MOR1', 'bracketed'],
    ['morphine 5 mg/mL', 'ns09', 'cassette', 'room', '16', 'STB-MOR3', 'bracketed'],
    ['morphine 0.1 mg/mL', 'd5w', 'bag', 'room', '7', 'STABILIS-51', 'bracketed'],
    ['ketamine 10 mg/mL', 'ns09', 'bag', 'room', '90', 'SKIES-24', 'exact'],
    ['meperidine 2.5 mg/mL', 'ns09', 'bag', 'room', '24', 'PENARTH', 'exact'],
    ['meperidine 10 mg/mL', 'ns09', 'syringe', 'room', '28', 'DON-98', 'exact'],
    ['meperidine 5 mg/mL', 'd5w', 'syringe', 'refrigerated', '28', 'DON-98', 'bracketed'],
    ['hydromorphone 0.2 mg/mL + ketamine 0.5 mg/mL', 'ns09', 'bag', 'room', '7', 'STB-HK', 'bracketed'],
    ['morphine 5 mg/mL + ketamine 5 mg/mL', 'ns09', 'syringe', 'room', '6', 'STB-MKC', 'bracketed'],
    // an exact study stands before a wider one that only brackets
    ['ketamine 2 mg/mL + morphine 5 mg/mL', 'ns09', 'syringe', 'room', '91', 'STB-MK', 'exact'],
  ])('%s, %s, %s, %s: %s days', (text, diluent, container, storage, days, source, coverage) => {
    expect(found(text, diluent, container, storage)).toEqual([days, source, coverage]);
  });

  test.each([
    ['below the weakest strength', 'hydromorphone 1.4 mg/mL', 'ns09', 'bag', 'room'],
    ['above the strongest', 'ketamine 10.1 mg/mL', 'ns09', 'bag', 'room'],
    ['"up to" without a lower end that was tested', 'ketamine 2 mg/mL', 'ns09', 'bag', 'room'],
    ['ends from two studies', 'hydromorphone 1 mg/mL', 'ns09', 'syringe', 'room'],
    [
      'the hydrochloride, where the US product is the sulfate',
      'morphine 1 mg/mL',
      'ns09',
      'bag',
      'refrigerated',
    ],
    ['the strength rose by 16 % at 25 C', 'morphine 5 mg/mL', 'none', 'cassette', 'room'],
    ['diluent not named', 'meperidine 10 mg/mL', 'ns09', 'cassette', 'room'],
    ['glass only', 'methadone 5 mg/mL', 'ns09', 'syringe', 'room'],
    ['upper end undiluted', 'fentanyl 20 mcg/mL', 'ns09', 'syringe', 'room'],
    ['studied with butorphanol', 'ropivacaine 2 mg/mL', 'ns09', 'bag', 'room'],
    ['never frozen', 'hydromorphone 5 mg/mL', 'ns09', 'syringe', 'frozen'],
  ])('none: %s', (_, text, diluent, container, storage) => {
    expect(found(text, diluent, container, storage)).toBeNull();
  });

  test('an elastomeric device is a container of its own', () => {
    expect(found('ketamine 10 mg/mL', 'ns09', 'bag', 'room', 'onq-fixed')).toBeNull();
  });
});

const order = (drugAmount: string, container: string) => ({
  'order.regimen.demand': '1 mg',
  'order.preparation.drugAmount': drugAmount,
  'order.preparation.vial': { strength: '10 mg/mL', volume: '50 mL' },
  'order.preparation.container': container,
  'order.preparation.storage': 'room',
});
const said = (changes: object) =>
  findingsOf(factsOf(questionOf(changes as never), library)).flatMap((f) =>
    f.id === 'stability-row' || f.id === 'formulation-not-known'
      ? [[f.outcome, findingWords(f).limit] as const]
      : [],
  );

test('what is bracketed says so, with its ends; what is only shown is evidence and no date', () => {
  expect(said(order('500 mg', 'syringe'))).toEqual([
    ['pass', '60 days, bracketed between 1.5 mg/mL and 80 mg/mL'],
  ]);
  const [[outcome, studies] = []] = said(order('100 mg', 'syringe'));
  expect(outcome).toBe('could-not-be-done');
  expect(studies).toContain('its lowest and highest strength are from two studies');
});

test('every row that has no date to give says why, and every range names the strengths that were tested', () => {
  expect(library.stability.length).toBeGreaterThan(50);
  for (const row of library.stability) {
    const ranged = row.concentrations.some((c) => c.includes(' to '));
    if (ranged && row.source.id !== 'ROP-SIN') expect(row.tested?.length, row.source.id).toBeGreaterThan(1);
    if (row.bracket === 'across studies') expect(row.shownOnly).toBe('bracket-across-studies');
    if (row.diluents.length === 0) expect(row.shownOnly).toBe('diluent-not-named');
  }
});
