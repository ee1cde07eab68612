import { expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { convert } from '../../../engine/calculators/convert.ts';
import { acceptedWords } from '../../../words/refusal.ts';

/** What people write, and either its value or the spelling that is accepted. ISMP; USP <1160> for 0.9 % and 1:1000. */
test.each([
  ['0.9%', 'mg/mL', '9'],
  ['9 mg/mL', '%', '0.9'],
  ['1:1000', '%', '0.1'],
  ['5 % w/v', 'mg/mL', '50'],
  ['-5 C', 'F', '23'],
  ['1:1000', 'mg/mL', '1'],
])('%s in %s is %s', (text, unit, value) => {
  expect(convert(text, unit)).toMatchObject({ ok: true, value: { value } });
});

test.each([
  ['1:1,000', 'mg/mL', 'without a comma: 1:1000'],
  ['500mg', 'g', 'one space before the unit, such as 500 mg'],
  ['37C', 'F', 'one space before the unit, such as 37 C'],
  ['400 mg in 250 mL', 'mg/mL', 'a number and its unit, such as 400 mg/250 mL'],
  ['8 hrs', 'min', 'h (ISMP: "hrs" is error-prone)'],
  // a grain is 64.79891 mg, a gram 1,000 mg
  ['1 gr', 'mg', 'g, or grains where grains are meant (ISMP: "gr" is error-prone)'],
])('%s is refused, and what is accepted is said: %s', (text, unit, accepted) => {
  const answer = convert(text, unit);
  expect(answer.ok ? 'read' : acceptedWords(answer.failure.accepted)).toBe(accepted);
});

test('a calculator is found by its other names', () => {
  expect(calculate('crcl', {})).toMatchObject({
    failure: [{ accepted: { code: 'calculator', named: ['creatinine-clearance'] } }],
  });
});

test('the factor of a pound stands in the derivation', () => {
  const answer = calculate('dose-by-weight', { dose: '5 mg/kg', weight: '154 lb' });
  const lines = answer.ok ? answer.value.derivations.map((d) => d.line) : [];
  expect(lines).toContain('154 lb × 0.45359237 kg/lb = 69.85322498 kg');
});

test.each([
  ['a mass needs the molar mass', 'milliequivalents', { amount: '5 mg', valence: '1' }, 'molarMass'],
  [
    'a target concentration needs the amount',
    'reconstitution',
    { powderVolume: '0.4 mL', targetConcentration: '50 mg/mL' },
    'drugAmount',
  ],
  [
    'a dose needs the amount',
    'reconstitution',
    { labelDiluent: '4.6 mL', labelFinalVolume: '5 mL', dose: '5 mg' },
    'drugAmount',
  ],
])('%s', (_, id, input, path) => {
  expect(calculate(id, input)).toMatchObject({ ok: false, failure: [{ path, code: 'missing' }] });
});

test.each([
  ['basal', { demand: '4 mL', lockout: '20 min', basal: '6 mg/h' }],
  ['limit4h', { demand: '4 mg', lockout: '20 min', limit4h: '60 mL' }],
])('doses of drug and of volume are not added up: %s', (path, input) => {
  expect(calculate('pca-maxima', input)).toMatchObject({
    ok: false,
    failure: [{ path, code: 'unit-of-other-dimension' }],
  });
});

const besideBuprenorphine = (dose: string) =>
  calculate('mme', {
    opioids: [
      { opioid: 'buprenorphine', dailyDose: '24 mg' },
      { opioid: 'oxycodone oral', dailyDose: dose },
    ],
  });
test('below the threshold with an opioid that has no factor is not known', () => {
  // CDC 2022: oxycodone 1.5, so 10 mg are 15 MME and 40 mg are 60; buprenorphine has no factor
  expect(besideBuprenorphine('10 mg')).toMatchObject({
    value: { outputs: { threshold: { value: expect.stringMatching(/^not known: buprenorphine 24 mg/) } } },
  });
  expect(besideBuprenorphine('40 mg')).toMatchObject({
    value: { outputs: { threshold: { value: expect.stringMatching(/^50 MME or more/) } } },
  });
});
