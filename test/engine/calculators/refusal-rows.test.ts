import { refusalsOf } from '../../../words/refusal.ts';
import { expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';

/**
 * Inputs that contradict each other or lack what they need, and what is said of them in full. Each row: the calculator, the
 * input, the field, the code, what was given (null: nothing), what is accepted.
 */
type Row = readonly [string, Readonly<Record<string, unknown>>, string, string, string | null, string];
const vial = { dose: '500 mg', concentration: '25 mg/mL' };
const label = { drugAmount: '500 mg', labelDiluent: '4.6 mL', labelFinalVolume: '5 mL' };
const alligation = { highStrength: '5 mg/mL', lowStrength: '2 mg/mL', targetStrength: '3 mg/mL' };
const device = { fillVolume: '270 mL', rate: '5 mL/h' };
const warm = { temperature: '33 C', referenceTemperature: '22 C', coefficient: '2.3 %' };
const kvo = { sessionVolume: '50 mL', sessionDuration: '30 min', kvoRate: '0.5 mL/h' };
const refill = { start: '2025-03-03T08:00Z', interval: '4 h' };
const reservoir = { fillVolume: '100 mL', rate: '0.5 mL/h' };
const infused = { rate: '50 mL/h', volume: '500 mL' };
const rotated = (opioid: string, dailyDose = '60 mg') => ({
  opioids: [{ opioid, dailyDose }],
  target: 'hydromorphone parenteral',
  reduction: '50 %',
});
const bag = { compoundedAt: '2026-03-02T09:00Z', category: '1' };
const vials = { vials: '2', used: '10 mg' };
const titration = { concentration: '1 mg/mL', from: '2 mg/h', to: '4 mg/h', increment: '1 mg/h' };

// prettier-ignore
test.each<Row>([
  ['single-dose', { dailyDose: '600 mg/day', singleDose: '200 mg', dosesPerDay: '3' }, 'singleDose', 'nothing-to-solve', '200 mg', 'one of singleDose, dailyDose, dosesPerDay left empty'],
  ['single-dose', { dailyDose: '145 mg/day', singleDose: '1 mg' }, 'singleDose', 'above-most', '1 mg', 'a single dose that makes at most 144 doses a day'],
  ['single-dose', { dailyDose: '600 mg/day' }, 'dosesPerDay', 'missing', null, 'the number of doses a day, or the interval'],
  ['single-dose', { dosesPerDay: '3' }, 'dailyDose', 'missing', null, 'the daily dose, or the single dose'],
  ['single-dose', { dailyDose: '40 mg/kg/day', dosesPerDay: '3' }, 'weight', 'missing', null, 'the body weight, for a daily dose per kg'],
  ['single-dose', { dailyDose: '40 mg/m2/day', dosesPerDay: '3' }, 'bsa', 'missing', null, 'the body surface, for a daily dose per m2'],
  ['single-dose', { dailyDose: '600 mg/day', dosesPerDay: '3', interval: '8 h' }, 'interval', 'two-intervals', '8 h', 'doses per day, or the interval, not both'],
  ['dose-by-bsa', { dose: '100 mg/m2', bsa: '1.8 m2', weight: '70 kg' }, 'bsa', 'two-sources', '1.8 m2', 'the body surface, or weight and height, not both'],
  ['dose-by-bsa', { dose: '100 mg/m2', height: '170 cm' }, 'weight', 'missing', null, 'the weight, with the height'],
  ['dose-by-bsa', { dose: '100 mg/m2', weight: '70 kg' }, 'height', 'missing', null, 'the height, with the weight'],
  ['ideal-body-weight', { sex: 'male', height: '59.9 in' }, 'height', 'height-under-validity', '59.9 in', 'a height of 60 in (152.4 cm) or more; enter an ideal weight by hand below it'],
  ['adjusted-body-weight', { weight: '72 kg', sex: 'male', height: '70 in' }, 'weight', 'weight-below-ideal', '72 kg', 'a weight of at least the ideal weight, 73 kg: below it the actual weight is used'],
  ['dose-by-weight', { dose: '5 mg/kg', weight: '70 kg', weightUse: 'ideal', height: '70 in' }, 'sex', 'missing', null, 'female or male, for the ideal weight'],
  ['dose-by-weight', { dose: '5 mg/kg', weight: '70 kg', weightUse: 'lean', sex: 'male' }, 'height', 'missing', null, 'the height, for the lean weight'],
  ['elastomeric-run-time', { ...device, ...warm, temperature: undefined }, 'temperature', 'missing', null, 'the temperature, with reference and coefficient'],
  ['elastomeric-run-time', { ...device, ...warm, referenceTemperature: undefined }, 'referenceTemperature', 'missing', null, 'the reference temperature of the device'],
  ['elastomeric-run-time', { ...device, ...warm, coefficient: undefined }, 'coefficient', 'missing', null, 'the change of flow per degree C of the device'],
  ['intermittent-kvo', { ...kvo, sessionsPerDay: '49' }, 'sessionDuration', 'sessions-overlap', '30 min', 'a duration that leaves the sessions of a day room in 24 h'],
  ['intermittent-kvo', { ...kvo, sessionsPerDay: '4', interval: '6 h' }, 'sessionsPerDay', 'two-intervals', '4', 'the interval or the sessions per day, not both'],
  ['intermittent-kvo', kvo, 'interval', 'missing', null, 'the interval, or the sessions per day'],
  ['refill-date', { ...refill, duration: '7 day', sessions: '42' }, 'sessions', 'two-supplies', '42', 'the duration of the supply or its sessions, not both'],
  ['refill-date', { ...refill, duration: '7 day', leadTime: '10 day' }, 'leadTime', 'dates-out-of-order', '2025-02-28T08:00Z', 'not before the first session, 2025-03-03T08:00Z'],
  ['refill-date', refill, 'duration', 'missing', null, 'the duration of the supply, or its sessions'],
  ['refill-date', { ...refill, interval: '90 s', sessions: '42' }, 'interval', 'not-whole-minutes', '90 s', 'whole minutes'],
  ['refill-date', { ...refill, sessions: '42', beyondUse: '2025-03-03T07:59Z' }, 'beyondUse', 'dates-out-of-order', '2025-03-03T07:59Z', 'not before the first session, 2025-03-03T08:00Z'],
  ['reservoir-duration', { ...reservoir, rate: '0 mL/h' }, 'rate', 'nothing-to-give', '0 mL/h', 'a rate above zero, or a bolus'],
  ['reservoir-duration', { ...reservoir, lockout: '10 min' }, 'bolus', 'missing', null, 'the bolus, where lockout is given'],
  ['reservoir-duration', { ...reservoir, limit4h: '2 mL' }, 'bolus', 'missing', null, 'the bolus, where limit4h is given'],
  ['reservoir-duration', { ...reservoir, bolusesPerDay: '3' }, 'bolus', 'missing', null, 'the bolus, where bolusesPerDay is given'],
  ['reservoir-duration', { ...reservoir, bolus: '0.2 mL' }, 'lockout', 'missing', null, 'the lockout of the bolus, or the boluses expected a day'],
  ['volume-infused', { ...infused, elapsed: '3 h', now: '2026-03-02T08:00Z' }, 'elapsed', 'two-times', '3 h', 'the time elapsed, or start and now, not both'],
  ['volume-infused', { ...infused, elapsed: '11 h' }, 'volume', 'more-infused-than-held', '500 mL', 'at least the volume infused, 550 mL'],
  ['volume-infused', { ...infused, now: '2026-03-02T08:00Z' }, 'start', 'missing', null, 'start and now, or the time elapsed'],
  ['volume-infused', { ...infused, start: '2026-03-02T08:00Z' }, 'now', 'missing', null, 'start and now, or the time elapsed'],
  ['volume-infused', { ...infused, start: '2026-03-02T08:00Z', now: '2026-03-02T07:00Z' }, 'now', 'dates-out-of-order', '2026-03-02T07:00Z', 'not before the start, 2026-03-02T08:00Z'],
  ['titration-table', { ...titration, to: '4 mcg/kg/min' }, 'to', 'unit-of-other-dimension', '4 mcg/kg/min', 'a dose like 2 mg/h'],
  ['titration-table', { ...titration, to: '1 mg/h' }, 'to', 'range-out-of-order', '1 mg/h', 'at least the lowest dose, 2 mg/h'],
  ['alligation-several', { strengths: [{ strength: '5 mg/mL' }, { strength: '2 %' }], targetStrength: '3 mg/mL', totalVolume: '10 mL' }, 'strengths.1.strength', 'unit-of-other-dimension', '2 %', 'a strength like 3 mg/mL'],
  ['alligation-several', { strengths: [{ strength: '5 mg/mL' }, { strength: '3 mg/mL' }], targetStrength: '3 mg/mL', totalVolume: '10 mL' }, 'strengths.1.strength', 'strength-is-target', '3 mg/mL', 'a strength that differs from the target'],
  ['alligation-several', { strengths: [{ strength: '5 mg/mL' }, { strength: '4 mg/mL' }], targetStrength: '3 mg/mL', totalVolume: '10 mL' }, 'targetStrength', 'target-outside-strengths', '3 mg/mL', 'a target with strengths at hand above and below it'],
  ['alligation', alligation, 'totalVolume', 'missing', null, 'the total volume, or that of one strength'],
  ['alligation', { ...alligation, totalVolume: '30 mL', lowVolume: '20 mL' }, 'lowVolume', 'two-volumes', '20 mL', 'one of totalVolume, highVolume, lowVolume'],
  ['alligation', { ...alligation, targetStrength: '5 mg/mL', lowVolume: '20 mL' }, 'lowVolume', 'share-is-zero', '20 mL', 'no volume of a strength that is not needed'],
  ['alligation', { ...alligation, lowStrength: '2 units/mL', totalVolume: '30 mL' }, 'lowStrength', 'unit-of-other-dimension', '2 units/mL', 'a strength like 5 mg/mL'],
  ['alligation', { ...alligation, lowStrength: '5 mg/mL', totalVolume: '30 mL' }, 'highStrength', 'strengths-not-ordered', '5 mg/mL', 'a strength above the lower one, 5 mg/mL'],
  ['alligation', { ...alligation, targetStrength: '5.1 mg/mL', totalVolume: '30 mL' }, 'targetStrength', 'target-outside-strengths', '5.1 mg/mL', 'between 2 mg/mL and 5 mg/mL'],
  ['alligation', { ...alligation, targetStrength: '1.9 mg/mL', totalVolume: '30 mL' }, 'targetStrength', 'target-outside-strengths', '1.9 mg/mL', 'between 2 mg/mL and 5 mg/mL'],
  ['draw-volume', { ...vial, usableVolume: '9 mL' }, 'vialVolume', 'missing', null, 'the volume of a vial, where its usable volume is given'],
  ['draw-volume', { ...vial, vialVolume: '10 mL', usableVolume: '10.1 mL' }, 'usableVolume', 'usable-above-vial', '10.1 mL', 'at most the volume of a vial, 10 mL'],
  ['reconstitution', { ...label, targetConcentration: '50 mg/mL', diluent: '9.6 mL' }, 'diluent', 'two-targets', '9.6 mL', 'either a target concentration or the diluent added'],
  ['reconstitution', { drugAmount: '500 mg', powderVolume: '0.4 mL' }, 'targetConcentration', 'missing', null, 'a target concentration, or the diluent added'],
  ['reconstitution', { ...label, targetConcentration: '1250 mg/mL' }, 'targetConcentration', 'final-volume-below-drug-volume', '1250 mg/mL', 'a concentration whose final volume is above the powder volume, 0.4 mL'],
  ['reconstitution', { ...label, labelConcentration: '100 mg/mL' }, 'labelConcentration', 'two-targets', '100 mg/mL', "the label's final volume or its concentration, not both"],
  ['reconstitution', { ...label, powderVolume: '0.4 mL' }, 'powderVolume', 'two-sources', '0.4 mL', 'the powder volume, or what the label says, not both'],
  ['reconstitution', { drugAmount: '500 mg', labelDiluent: '4.6 mL' }, 'labelFinalVolume', 'missing', null, 'the final volume or concentration by the label, or the powder volume'],
  ['reconstitution', { drugAmount: '500 mg', labelFinalVolume: '5 mL' }, 'labelDiluent', 'missing', null, 'the diluent by the label, or the powder volume'],
  ['reconstitution', { ...label, labelDiluent: '5.1 mL' }, 'labelFinalVolume', 'final-volume-below-diluent', '5 mL', 'at least the diluent, 5.1 mL'],
  ['beyond-use-date', { ...bag, storage: 'room', earliestExpiry: '2026-03-02T09:00Z' }, 'earliestExpiry', 'dates-out-of-order', '2026-03-02T09:00Z', 'after the compounding, 2026-03-02T09:00Z'],
  ['beyond-use-date', { ...bag, storage: 'freezer' }, 'storage', 'storage-not-allowed', 'freezer', 'room or refrigerator: the row has no frozen storage'],
  ['beyond-use-date', { ...bag, category: 'immediate-use', storage: 'freezer' }, 'storage', 'storage-not-allowed', 'freezer', 'room or refrigerator: the row has no frozen storage'],
  ['beyond-use-date', { ...bag, category: '3', storage: 'room' }, 'method', 'missing', null, 'aseptic, sterility tested; terminally sterilized, sterility tested'],
  ['beyond-use-date', { ...bag, category: '3', storage: 'room', method: 'terminally sterilized, not tested' }, 'method', 'method-not-of-category', 'terminally sterilized, not tested', 'aseptic, sterility tested; terminally sterilized, sterility tested'],
  ['hcpcs-billing-units', { drugAmount: '50 mg' }, 'code', 'missing', null, 'a code, or the amount of one billing unit'],
  ['hcpcs-billing-units', { drugAmount: '50 mg', code: 'J1171', unitAmount: '1 mg' }, 'unitAmount', 'two-sources', '1 mg', 'a code, or the amount of one billing unit, not both'],
  ['hcpcs-billing-units', { drugAmount: '50 mg', code: 'J1171', serviceDate: '2024-09-30' }, 'serviceDate', 'code-not-begun', '2024-09-30', 'J1171 is valid from 2024-10-01'],
  ['hcpcs-billing-units', { drugAmount: '50 mg', code: 'J1170', serviceDate: '2024-10-01' }, 'serviceDate', 'code-ended', '2024-10-01', 'a date of service up to 2024-09-30, when J1170 ended; later J1171'],
  ['controlled-substance-reconciliation', { ...vials, vialAmount: '1 g', vialVolume: '20 mL' }, 'vialVolume', 'two-sources', '20 mL', 'the drug amount of a vial, or volume and concentration'],
  ['controlled-substance-reconciliation', { ...vials, vialAmount: '1 g', concentration: '25 mg/mL' }, 'concentration', 'two-sources', '25 mg/mL', 'the drug amount of a vial, or volume and concentration'],
  ['controlled-substance-reconciliation', vials, 'vialVolume', 'missing', null, 'volume and concentration, or the drug amount of a vial'],
  ['controlled-substance-reconciliation', { ...vials, vialVolume: '20 mL' }, 'concentration', 'missing', null, 'the concentration, with the volume of a vial'],
  ['controlled-substance-reconciliation', { ...vials, vialAmount: '10 mg', used: '20.1 mg' }, 'used', 'more-used-than-opened', '20.1 mg', 'at most what was opened, 20 mg'],
  ['controlled-substance-ledger', { previous: '5 vials', dispensed: '3 vials', wasted: '3 vials', transferred: '0 vials' }, 'wasted', 'more-out-than-on-hand', '3 vials', 'not more than there is on hand'],
  ['controlled-substance-ledger', { previous: '5 vials', dispensed: '6 vials' }, 'dispensed', 'more-out-than-on-hand', '6 vials', 'not more than there is on hand'],
  ['controlled-substance-ledger', { previous: '5 vials', received: '1 mg' }, 'received', 'unit-of-other-dimension', '1 mg', 'a quantity like 5 vials'],
  ['controlled-substance-ledger', { previous: '5 vials', counted: '1 mg' }, 'counted', 'unit-of-other-dimension', '1 mg', 'a quantity like 5 vials'],
  ['gravimetric-deviation', { massBefore: '10 g', massAfter: '10 g', requiredVolume: '1 mL' }, 'massAfter', 'mass-after-not-above', '10 g', 'more than the mass before, 10 g'],
  ['percent-error', { measured: '1 mL', desired: '1 mg' }, 'measured', 'unit-of-other-dimension', '1 mL', 'a quantity like 1 mg'],
  ['local-anaesthetic-fraction', { drugs: [{ drug: 'bupivacaine', amount: '1 mg' }, { drug: 'other', amount: '1 mg' }] }, 'drugs.1.maximum', 'missing', null, 'the maximum in 24 h of other'],
  ['opioid-rotation', rotated('methadone oral'), 'opioids.0.opioid', 'not-converted', 'methadone oral', 'another opioid: the ratio of methadone changes with the dose (parenteral methadone 10 to 15 % of oral morphine below 100 mg a day, less than 3 % above 1,000 mg), so that no factor converts it'],
  ['opioid-rotation', rotated('fentanyl transdermal', '25 mcg/h'), 'opioids.0.opioid', 'not-converted', 'fentanyl transdermal', 'another opioid: no source of the library converts a patch, and what is in the skin goes on'],
  ['opioid-rotation', rotated('buprenorphine'), 'opioids.0.opioid', 'not-converted', 'buprenorphine', 'a full agonist: a partial or mixed agonist is not converted, and can bring withdrawal'],
  ['opioid-rotation', rotated('oxycodone oral'), 'opioids.0.opioid', 'not-converted', 'oxycodone oral', 'an opioid with an equianalgesic dose in the library: this one has an MME factor alone, which is never to convert with'],
  ['opioid-rotation', rotated('morphine oral', '2 mg/h'), 'opioids.0.dailyDose', 'unit-of-other-dimension', '2 mg/h', 'what is swallowed in 24 h, in mg or mg/day'],
  ['opioid-rotation', { ...rotated('morphine oral'), reduction: '100 %' }, 'reduction', 'reduction-not-published', '100 %', 'a reduction as it is published, 25 to 50 % (from 20 %), and less than 100 %'],
  ['mme', { opioids: [{ opioid: 'fentanyl transdermal', dailyDose: '25 mcg' }] }, 'opioids.0.dailyDose', 'unit-of-other-dimension', '25 mcg', 'the strength of the patch in mcg/h'],
  ['cumulative-window', { doses: [{ at: '2026-03-01T08:00Z', amount: '1 g' }], window: '90 s' }, 'window', 'not-whole-minutes', '90 s', 'whole minutes'],
  ['cumulative-window', { doses: [{ at: '2026-03-01T08:00Z', amount: '1 g' }, { at: '2026-03-01T08:00Z', amount: '1 mL' }] }, 'doses.1.amount', 'unit-of-other-dimension', '1 mL', 'an amount like 1 g'],
  ['cumulative-window', { doses: [{ at: '2026-03-01T08:00Z', until: '2026-03-01T08:00Z', amount: '1 g' }] }, 'doses.0.until', 'dates-out-of-order', '2026-03-01T08:00Z', 'after 2026-03-01T08:00Z'],
  ['cumulative-window', { doses: [{ at: '2026-03-01T08:00Z', amount: '1 g' }], limit: '1 mL' }, 'limit', 'unit-of-other-dimension', '1 mL', 'an amount like 1 g'],
  ['pca-maxima', { demand: '1 mg', lockout: '10 min', limit1h: '0.9 mg' }, 'limit1h', 'limit-below-one-dose', '0.9 mg', 'at least one demand dose, 1 mg'],
  ['pca-maxima', { demand: '1 mg', lockout: '10 min', basal: '1 mg/h', limit4h: '4 mg' }, 'limit4h', 'limit-not-above-basal', '4 mg', 'more than the basal rate gives in 4 h, 4 mg'],
])('%s %j: %s %s', (id, input, path, code, given, accepted) => {
  const answer = calculate(id, input);
  expect(answer.ok ? [] : refusalsOf(answer.failure)).toEqual([{ path, code, given, accepted }]);
});

/** What is not refused but said, and the neighbour of which nothing is said. */
// prettier-ignore
test.each<Row>([
  ['pca-maxima', { demand: '1 mg', lockout: '10 min', limit1h: '6 mg' }, 'limit1h', 'limit-never-binds', '6 mg', 'a limit below 6 mg, what the lockout allows'],
  ['pca-maxima', { demand: '1 mg', lockout: '10 min', limit4h: '24 mg' }, 'limit4h', 'limit-never-binds', '24 mg', 'a limit below 24 mg, what the lockout allows'],
  ['cumulative-window', { doses: [{ at: '2026-03-01T08:00Z', amount: '1001 mg' }], limit: '1 g' }, 'total', 'limit-exceeded', '1001 mg', 'at most 1 g'],
  ['elastomeric-run-time', { ...device, labelledVolume: '300 mL' }, 'fillVolume', 'not-at-labelled-volume', '270 mL', '300 mL; underfilled: it runs faster than the nominal rate'],
  ['elastomeric-run-time', { ...device, labelledVolume: '250 mL' }, 'fillVolume', 'not-at-labelled-volume', '270 mL', '250 mL; overfilled: it runs slower than the nominal rate'],
  // calculations.md 12: 4 g a day for an adult of 50 kg or more
  ['acetaminophen-day-total', { doses: [{ amount: '1000 mg', count: '4' }, { amount: '325 mg', count: '1' }], weight: '70 kg' }, 'total', 'limit-exceeded', '4325 mg', 'at most 4000 mg'],
  // 321 of 400 mg is 0.8025
  ['local-anaesthetic-fraction', { drugs: [{ drug: 'bupivacaine', amount: '321 mg' }] }, 'fraction', 'local-anaesthetic-fraction-high', '0.8025', 'a sum of shares of at most 0.8'],
])('%s %j says of %s: %s', (id, input, path, code, given, accepted) => {
  const answer = calculate(id, input);
  expect(answer.ok && refusalsOf(answer.value.warnings)).toMatchObject([{ path, code, given, accepted }]);
});
// prettier-ignore
test.each([
  ['pca-maxima', { demand: '1 mg', lockout: '10 min', limit1h: '5.9 mg' }],
  ['pca-maxima', { demand: '1 mg', lockout: '10 min', limit1h: '1 mg' }],
  ['pca-maxima', { demand: '1 mg', lockout: '10 min', basal: '1 mg/h', limit4h: '4.1 mg' }],
  ['cumulative-window', { doses: [{ at: '2026-03-01T08:00Z', amount: '1000 mg' }], limit: '1 g' }],
  ['elastomeric-run-time', { ...device, labelledVolume: '270 mL' }],
  ['intermittent-kvo', { ...kvo, sessionsPerDay: '48' }],
  ['volume-infused', { ...infused, elapsed: '10 h' }],
  ['draw-volume', { ...vial, vialVolume: '10 mL', usableVolume: '10 mL' }],
  ['titration-table', { ...titration, to: '2 mg/h' }],
  ['single-dose', { dailyDose: '144 mg/day', singleDose: '1 mg' }],
  ['refill-date', { ...refill, sessions: '42', beyondUse: '2025-03-03T08:00Z' }],
  ['acetaminophen-day-total', { doses: [{ amount: '1000 mg', count: '4' }], weight: '70 kg' }],
  ['local-anaesthetic-fraction', { drugs: [{ drug: 'bupivacaine', amount: '320 mg' }] }],
])('%s %j: nothing is said', (id, input) => {
  expect(calculate(id, input)).toMatchObject({ ok: true, value: { warnings: [] } });
});
