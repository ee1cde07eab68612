import type { Source } from '../derivation/derivation.ts';
import { field, type Figure, type PumpField, type PumpModel } from './pump.ts';

/** Elastomeric devices: nothing is programmed; what flows is printed on the device. Source: domain/pumps.json. */

const from = (id: string, title: string, section: string, year = 'undated'): Source => ({
  id,
  title,
  year,
  section,
});
const sourced = (value: string, source: Source): Figure => ({ value, provenance: 'sourced', source });

const SAF = from('ONQ-SAF', 'ON-Q pump with Select-A-Flow, instructions for use', 'Warning');
const DIAL = from('UCSF-ONQ', 'UCSF Pain: ambulatory peripheral nerve infusions (ON-Q pumps)', 'Dosing');
const ONQ6 = from('ONQ-6', 'ON-Q pump instructions (copy), page 6', 'flow');
const OD = from('ONQ-OD', 'ON-Q pump with ONDEMAND bolus button, instructions for use', 'Warning');
const OD21 = from(
  'ONQ-OD21',
  'ON-Q pump with ONDEMAND bolus button, instructions',
  'Temperature, Pump position',
);
const EASY = from(
  'EASY-FLOW',
  'B. Braun Easypump II, factors that influence flow (German sheet)',
  'temperature',
);
const LV10 = from('LV10-A', 'Assessment of the Baxter LV10 Infusor under hyperbaric conditions', 'results');
const CLASS = from('PMC6053879', 'Case letter: elastomeric pump with excess flow', 'manufacturer tolerance');

const fill = field('reservoir-volume', 'Fill volume', 'volume', {
  note: 'fill as labelled: underfilling speeds the flow, overfilling slows it',
});
const flow = (rest: Partial<PumpField> = {}) => field('nominal-flow', 'Nominal flow', 'volume/time', rest);

/** What every family has in common: no limit, no alarm, no memory of what was given. */
const device = (
  own: Pick<PumpModel, 'id' | 'model' | 'maker' | 'flow' | 'warnings'>,
  fields: readonly PumpField[],
  source: Source,
): PumpModel => ({
  ...own,
  software: null,
  modes: { elastomeric: fields },
  lockoutFrom: 'not-stated',
  limit: { kind: 'none', source: { ...source, section: 'a device without electronics holds no limit' } },
  accuracy: null,
  withdrawn: null,
  notices: [],
});

const ON_Q_TEMPERATURE = {
  perDegree: sourced('2.3 %', { ...OD21, section: '1.4 % for each 0.6 °C, by arithmetic 2.3 % for each °C' }),
  reference: sourced('22 °C', OD21),
};

export const onqSelectAFlow: PumpModel = device(
  {
    id: 'onq-select-a-flow',
    model: 'ON-Q Select-A-Flow',
    maker: 'I-Flow / Halyard / Avanos',
    flow: { tolerance: sourced('20 %', SAF), temperature: ON_Q_TEMPERATURE },
    warnings: [
      { text: 'Base the dose on the highest flow that can be dialled.', source: SAF },
      { text: 'Between two dial settings the flow is unpredictable; the clamp is no control.', source: SAF },
    ],
  },
  [
    fill,
    flow({
      min: sourced('2 mL/h', DIAL),
      max: sourced('14 mL/h', DIAL),
      step: sourced('2 mL/h', DIAL),
      note: 'dial as used with a 750 mL pump; other controllers have other steps',
    }),
  ],
  SAF,
);

export const onqFixed: PumpModel = device(
  {
    id: 'onq-fixed',
    model: 'ON-Q fixed flow',
    maker: 'I-Flow / Halyard / Avanos',
    flow: { tolerance: sourced('15 %', CLASS), temperature: ON_Q_TEMPERATURE },
    warnings: [{ text: 'Keep it about 40 cm below the catheter site.', source: ONQ6 }],
  },
  [fill, flow({ note: 'printed on the fill port' })],
  ONQ6,
);

export const onqOnDemand: PumpModel = device(
  {
    id: 'onq-ondemand',
    model: 'ON-Q with ONDEMAND bolus button',
    maker: 'I-Flow / Halyard / Avanos',
    flow: { tolerance: sourced('15 %', CLASS), temperature: ON_Q_TEMPERATURE },
    warnings: [
      { text: 'Dose the total flow, background and bolus; there is no alarm.', source: OD },
      { text: 'Keep it about level with the catheter site.', source: OD21 },
    ],
  },
  [
    fill,
    flow({ note: 'printed on the device' }),
    field('bolus-volume', 'Bolus volume', 'volume', { note: 'printed on the device' }),
    field('bolus-refill', 'Refill time', 'time', { note: 'printed on the device' }),
  ],
  OD,
);

export const easypump2: PumpModel = device(
  {
    id: 'easypump-2',
    model: 'Easypump II ST/LT',
    maker: 'B. Braun',
    flow: {
      tolerance: sourced('15 %', { ...EASY, section: 'general variation, on top of temperature' }),
      temperature: { perDegree: sourced('3 %', EASY), reference: sourced('23 °C', EASY) },
    },
    warnings: [
      { text: 'The flow regulator stays taped to the skin.', source: EASY },
      {
        text: 'Not for blood, insulin, TPN, lipid emulsion or intra-articular use.',
        source: from(
          'EASY-IFU',
          'B. Braun Easypump II ST/LT instructions for use',
          'contraindications',
          '2020-06',
        ),
      },
    ],
  },
  [fill, flow({ note: 'nominal volume ÷ nominal time; only 270 mL over 27 h and over 54 h were read' })],
  EASY,
);

export const infusorLv10: PumpModel = device(
  {
    id: 'infusor-lv10',
    model: 'Infusor LV10',
    maker: 'Baxter',
    flow: {
      tolerance: sourced('22 %', { ...LV10, section: 'measured 9.5 to 12.2 mL/h of 10 mL/h nominal' }),
      temperature: null,
    },
    warnings: [],
  },
  [fill, flow({ min: sourced('10 mL/h', LV10), max: sourced('10 mL/h', LV10), note: 'in the model name' })],
  LV10,
);
