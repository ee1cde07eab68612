import type { Source } from '../derivation/derivation.ts';
import { field, only, type Figure, type PumpModel, type PumpField } from './pump.ts';

const page = (n: string, section: string): Source => ({
  id: `AMBIT-${n}`,
  title: `ambIT PIB v1.5 manual (copy), page ${n}`,
  year: 'undated',
  section,
});
const sourced = (value: string, n: string, section: string): Figure => ({
  value,
  provenance: 'sourced',
  source: page(n, section),
});

const PCA: readonly PumpField[] = [
  field('continuous-rate', 'Basal flow rate', 'volume/time', {
    min: ({ value }) => sourced(value.amount.n === 0n ? '0 mL/h' : '0.1 mL/h', '57', 'flow rate'),
    max: sourced('20 mL/h', '57', 'flow rate'),
  }),
  field('demand-dose', 'Bolus volume', 'volume', {
    min: sourced('0.1 mL', '57', 'bolus'),
    max: sourced('50 mL', '57', 'bolus'),
    step: sourced('0.05 mL', '57', 'volume is made of 0.050 mL strokes'),
  }),
  field('lockout', 'Lockout time', 'time', {
    note: 'from the END of one bolus to the START of the next',
  }),
  field('reservoir-volume', 'Volume to be infused', 'volume'),
];
const BY_CLOCK: readonly PumpField[] = [
  field('dose-volume', 'Dose volume (PIb)', 'volume', {
    min: sourced('0.1 mL', '57', 'bolus'),
    max: sourced('50 mL', '57', 'bolus'),
    step: sourced('0.05 mL', '57', 'volume is made of 0.050 mL strokes'),
  }),
  field('dose-interval', 'Dose interval (PIb)', 'time', {
    note: 'from the START of one dose to the START of the next (AMBIT-37)',
  }),
];
const MODES: PumpModel['modes'] = {
  // its program P+P gives PCA doses and programmed intermittent boluses
  pca: [...PCA, ...BY_CLOCK],
  continuous: only(PCA, 'continuous-rate', 'reservoir-volume'),
  intermittent: [...BY_CLOCK, ...only(PCA, 'reservoir-volume')],
};

/** ambIT PIB. Its lockout runs from the END of a bolus. Source: domain/pumps.json `ambit-pib`. */
export const ambit: PumpModel = {
  id: 'ambit-pib',
  model: 'ambIT PIB v1.5 / PIB-IL v1.5',
  maker: 'Summit Medical',
  software: 'v1.5',
  modes: MODES,
  lockoutFrom: 'end',
  limit: { kind: 'none', source: page('14', 'the pages read name no limit over hours') },
  accuracy: null,
  flow: null,
  warnings: [
    {
      text: 'Bolus delivery slows from 210 to 125 mL/h as the batteries age, without telling.',
      source: page('14', 'bolus delivery rate'),
    },
    { text: 'Clear the history between patients, or under-infusion follows.', source: page('30', 'history') },
  ],
  withdrawn: null,
  notices: [],
};
