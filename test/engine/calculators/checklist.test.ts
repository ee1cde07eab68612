import { expect, test } from 'vitest';
import { describe as describeCalculator } from '../../../engine/calculators/describe.ts';
import { calculators } from '../../../engine/calculators/registry.ts';

/** What the registry must hold, in the order of the requirement that lists it, and what stands for it. */
const REQUIRED: readonly (readonly [string, readonly string[]])[] = [
  ['concentration', ['concentration']],
  ['dilution (C1V1)', ['dilution']],
  ['reconstitution with displacement', ['reconstitution']],
  ['drug volume to draw with vials and waste', ['draw-volume']],
  ['overfill (four methods)', ['overfill']],
  ['alligation (two and more strengths)', ['alligation', 'alligation-medial', 'alligation-several']],
  ['percent, ratio, ppm, mg per mL', ['strength-conversion', 'percent-strength']],
  ['milliequivalents, mg, mmol', ['milliequivalents']],
  ['molarity and osmolarity', ['molarity', 'osmolarity', 'osmoles']],
  ['potency', ['potency']],
  ['dose by weight (actual, IBW, adjusted, lean) and by BSA', ['dose-by-weight', 'dose-by-bsa']],
  ['single dose from daily dose', ['single-dose']],
  ['volume of a dose', ['dose-volume']],
  ['tablets or capsules', ['tablets']],
  [
    'infusion rate by volume and time, dose and time, weight',
    ['rate-from-volume', 'rate-from-dose', 'rate-by-weight', 'rate-by-bsa'],
  ],
  ['dose from rate', ['dose-from-rate']],
  ['drops per minute', ['drops-per-minute', 'drops-volume']],
  ['infusion time and end time', ['infusion-time']],
  ['volume infused so far', ['volume-infused']],
  ['titration table', ['titration-table']],
  ['PCA maxima with binding limit', ['pca-maxima']],
  ['reservoir fill with priming, residual and pump accuracy', ['reservoir-fill']],
  ['reservoir duration (shortest, expected, longest)', ['reservoir-duration']],
  ['sessions per container and refill date', ['sessions-per-container', 'refill-date']],
  ['elastomeric run time with tolerance and temperature', ['elastomeric-run-time']],
  ['intermittent volume with KVO', ['intermittent-kvo']],
  ['cumulative window total', ['cumulative-window']],
  ['MME', ['mme']],
  ['opioid rotation', ['opioid-rotation']],
  ['local-anaesthetic fraction', ['local-anaesthetic-fraction']],
  ['acetaminophen day total', ['acetaminophen-day-total']],
  ['IBW, adjusted weight, lean weight', ['ideal-body-weight', 'adjusted-body-weight', 'lean-body-weight']],
  ['BSA (Mosteller, DuBois)', ['bsa-mosteller', 'bsa-dubois']],
  ['BMI', ['body-mass-index']],
  ['creatinine clearance', ['creatinine-clearance']],
  ['age', ['age']],
  ['gravimetric deviation', ['gravimetric-deviation']],
  ['density', ['density']],
  ['BUD by USP <797> 2023', ['beyond-use-date']],
  ['HCPCS billing units', ['hcpcs-billing-units']],
  [
    'controlled-substance reconciliation',
    ['controlled-substance-reconciliation', 'controlled-substance-ledger'],
  ],
  ['percent error', ['percent-error', 'minimum-weighable']],
  ['temperature', ['temperature']],
];

test('the registry holds what was asked for, and nothing that is not on the list', () => {
  expect(calculators.map((c) => c.id).toSorted()).toEqual(REQUIRED.flatMap(([, ids]) => ids).toSorted());
});

test.each(calculators.map((c) => [c.id, c] as const))(
  '%s is described: labels, units, formula, validity, source, aliases',
  (_id, c) => {
    expect(c.id).toMatch(/^[a-z][a-z0-9-]+$/);
    expect(c.aliases.length).toBeGreaterThan(0);
    for (const text of [c.title, c.group, c.formula, c.source.id, c.source.title, ...c.validity])
      expect(text.trim()).not.toBe('');
    expect(c.validity.length).toBeGreaterThan(0);
    const described = describeCalculator(c);
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
    for (const field of Object.values(described.inputs)) expect(field.label).not.toBe('');
    for (const name of Object.keys(c.example.expected)) expect(Object.keys(c.outputs)).toContain(name);
    for (const name of c.solveFor ?? []) expect(Object.keys(c.outputs)).toContain(name);
  },
);
