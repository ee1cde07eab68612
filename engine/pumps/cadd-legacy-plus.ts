import type { Source } from '../derivation/derivation.ts';
import { field, type PumpModel } from './pump.ts';

const page = (n: string, section: string): Source => ({
  id: `LEGPLUS-${n}`,
  title: `CADD-Legacy PLUS 6500 operator's manual, page ${n} of the copy`,
  year: '2000 edition seen',
  section,
});
const reservoir = field('reservoir-volume', 'Reservoir Volume', 'volume');

/** CADD-Legacy PLUS 6500: no patient doses. No stored page gives a numeric range. Source: domain/pumps.json. */
export const caddLegacyPlus: PumpModel = {
  id: 'cadd-legacy-plus',
  model: 'CADD-Legacy PLUS 6500',
  maker: 'Smiths Medical (ICU Medical)',
  software: null,
  modes: {
    continuous: [reservoir, field('continuous-rate', 'Continuous Rate', 'volume/time')],
    intermittent: [
      reservoir,
      field('dose-volume', 'Dose Volume', 'volume'),
      field('dose-duration', 'Dose Duration', 'time'),
      field('dose-interval', 'Dose Cycle', 'time', { note: 'from one dose start to the next' }),
      field('kvo-rate', 'KVO Rate', 'volume/time'),
    ],
  },
  lockoutFrom: 'not-stated',
  limit: { kind: 'none', source: page('20', 'function list: no PCA limit on this model') },
  accuracy: null,
  flow: null,
  warnings: [
    {
      text: 'Stopping the pump moves every later dose by as long as it stood.',
      source: page('50', 'intermittent mode'),
    },
  ],
  withdrawn: null,
  notices: [],
};
