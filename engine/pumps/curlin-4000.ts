import type { Source } from '../derivation/derivation.ts';
import { field, only, type Figure, type PumpModel, type Setting, type PumpField } from './pump.ts';

const page = (id: string, section: string): Source => ({
  id,
  title: `Curlin 4000 Plus / 4000 CMS user manual (copy), ${id.replace('CURLIN-', 'page ')}`,
  year: 'undated',
  section,
});
const sourced = (value: string, id: string, section: string): Figure => ({
  value,
  provenance: 'sourced',
  source: page(id, section),
});

/** Caps by route of administration: IV 50, epidural 25, SC 5. Another route has no cap in the pages read. */
const CAP: Readonly<Record<string, string>> = { IV: '50', epidural: '25', SC: '5' };
const cap =
  (unit: string, id: string, section: string) =>
  ({ route }: Setting): Figure | null => {
    const most = CAP[route];
    return most === undefined ? null : sourced(`${most} ${unit}`, id, section);
  };

const PCA: readonly PumpField[] = [
  field('units', 'UNITS', 'none'),
  field('concentration', 'CONCEN', 'mass/volume', {
    min: ({ concentration }) => sourced(`0.1 ${concentration.unit.code}`, 'CURLIN-47', 'CONCEN'),
    max: ({ concentration }) => sourced(`999 ${concentration.unit.code}`, 'CURLIN-47', 'CONCEN'),
  }),
  field('route', 'ADMIN Rt', 'none', { note: 'sets the caps of load, basal and bolus' }),
  field('loading-dose', 'Load Dose', 'volume', {
    min: sourced('0 mL', 'CURLIN-62', 'Load Dose'),
    max: cap('mL', 'CURLIN-62', 'Load Dose'),
    note: 'bolus lockout runs from the END of the load; REPEAT Rx sets it to 0',
  }),
  field('reservoir-volume', 'BAG Vol', 'volume', {
    min: sourced('1 mL', 'CURLIN-64', 'BAG Vol'),
    max: sourced('9999 mL', 'CURLIN-64', 'BAG Vol'),
    note: 'true volume including overfill; priming by the pump is deducted',
  }),
  field('continuous-rate', 'BASL RATE', 'volume/time', {
    min: sourced('0 mL/h', 'CURLIN-64', 'BASL RATE'),
    max: cap('mL/h', 'CURLIN-64', 'BASL RATE'),
  }),
  field('demand-dose', 'BOLUS', 'volume', {
    min: sourced('0 mL', 'CURLIN-64', 'BOLUS'),
    max: cap('mL', 'CURLIN-64', 'BOLUS'),
  }),
  field('lockout', 'BOLS INT', 'time', {
    min: sourced('0 min', 'CURLIN-4000', 'BOLS INT'),
    max: sourced('60 min', 'CURLIN-4000', 'BOLS INT'),
    note: 'over 60 min can not be set: use BOLS/hr',
  }),
  field('max-doses-per-hour', 'BOLS/hr', 'count', {
    min: sourced('0', 'CURLIN-70', 'BOLS/hr'),
    max: sourced('15', 'CURLIN-70', 'BOLS/hr'),
  }),
  field('titrate-rate', 'Titrate: MxRATE', 'volume/time', {
    min: sourced('0 mL/h', 'CURLIN-63', 'Titrate'),
    max: cap('mL/h', 'CURLIN-63', 'Titrate: at most the basal rate of the route'),
    note: 'later changes may not pass it; at most 12 increases per delta TIME',
  }),
  field('titrate-bolus', 'Titrate: Max BOLS', 'volume', { note: 'later changes may not pass it' }),
  field('clinician-bolus', 'Clinician dose', 'volume', {
    note: 'at any time except during a load or a bolus; the highest follows the route (CURLIN-67)',
  }),
];
/** the mode stands in the manual's list of therapies, its screen in no page that was read */
const UNREAD = 'the manual page of this screen was not at hand: its words, range and step are not known';
const MODES: PumpModel['modes'] = {
  pca: PCA,
  continuous: [
    ...only(PCA, 'units', 'concentration', 'route', 'reservoir-volume'),
    field('continuous-rate', 'RATE', 'volume/time', {
      min: sourced('0.1 mL/h', 'CURLIN-47', 'UNITS'),
      max: sourced('400 mL/h', 'CURLIN-47', 'UNITS'),
    }),
  ],
  intermittent: [
    ...only(PCA, 'units', 'concentration', 'route', 'reservoir-volume'),
    field('dose-volume', 'dose', 'volume', { note: UNREAD }),
    field('dose-duration', 'duration of a dose', 'time', { note: UNREAD }),
    field('dose-interval', 'interval', 'time', { note: UNREAD }),
    field('kvo-rate', 'KVO', 'volume/time', { note: UNREAD }),
  ],
  taper: [
    ...only(PCA, 'units', 'concentration', 'route', 'reservoir-volume'),
    field('steps', '# Doses', 'count', {
      min: sourced('1', 'CURLIN-107', '# Doses'),
      max: sourced('24', 'CURLIN-107', '# Doses'),
      note: 'variable program; KVO volume is deducted from the bag volume',
    }),
    field('step-rate', 'rate', 'volume/time', { note: UNREAD }),
    field('step-time', 'time', 'time', { note: UNREAD }),
  ],
};

/** Curlin 4000. Source: domain/pumps.json. */
export const curlin4000: PumpModel = {
  id: 'curlin-4000',
  model: 'Curlin 4000 Plus / 4000 CMS',
  maker: 'Moog',
  software: 'R5(x)',
  modes: MODES,
  lockoutFrom: 'not-stated',
  limit: {
    kind: 'none',
    source: page(
      'CURLIN-70',
      'boluses per hour counts patient boluses; no mg per window limit in the pages read',
    ),
  },
  accuracy: null,
  flow: null,
  warnings: [{ text: 'A load dose is not repeated on REPEAT Rx.', source: page('CURLIN-62', 'Load Dose') }],
  withdrawn: null,
  notices: [],
};
