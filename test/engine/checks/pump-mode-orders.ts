import type { Changes } from '../base-order.ts';

interface Order {
  readonly changes: Changes;
}

/** A rate that a nurse may raise from 0.2 to 0.6 mg/h. */
const changing = (change: object): Changes => ({
  'order.regimen': {
    kind: 'continuous',
    rate: '0.6 mg/h',
    titration: {
      kind: 'titration',
      of: 'rate',
      start: '0.2 mg/h',
      by: '0.1 mg/h',
      every: '4 h',
      until: 'pain 3 of 10 or less',
      changedBy: 'nurse',
      ...change,
    },
  },
});

/** Orders against the house rules on how a pump may run an order. */
export const pumpModeOrders: Readonly<Record<string, { readonly breaks: Order; readonly keeps?: Order }>> = {
  'scheduled-bolus-outside-limit': {
    breaks: { changes: { 'order.regimen.scheduled': { dose: '0.2 mg', every: '60 min' } } },
  },
  'titration-elements': {
    breaks: { changes: changing({ until: undefined }) },
    keeps: { changes: changing({}) },
  },
  'range-elements': {
    breaks: { changes: changing({ kind: 'range', until: undefined }) },
    keeps: { changes: { ...changing({ kind: 'range' }), 'order.course': { indication: 'cancer-pain' } } },
  },
  'range-over-doubling': {
    breaks: { changes: changing({ changedBy: 'patient-or-family' }) },
    keeps: { changes: changing({ changedBy: 'patient-or-family', start: '0.3 mg/h' }) },
  },
  'range-over-fourfold': {
    breaks: { changes: changing({ start: '0.1 mg/h' }) },
    keeps: { changes: changing({ start: '0.15 mg/h' }) },
  },
  'most-not-on-pump': { breaks: { changes: changing({}) } },
  'night-by-steps': {
    breaks: {
      changes: {
        'order.pump': 'curlin-4000',
        'order.regimen': {
          kind: 'continuous',
          rate: { day: '0.1 mg/h', night: '0.2 mg/h', nightFrom: '22:00', nightTo: '06:00' },
        },
      },
    },
  },
  'hang-time': { breaks: { changes: {} }, keeps: { changes: { 'order.preparation.containers': '7' } } },
  'pump-has-no-such-mode': { breaks: { changes: { 'order.pump': 'onq-fixed' } } },
  'pump-has-no-field': {
    breaks: {
      changes: {
        'order.pump': 'sapphire',
        'order.regimen.clinicianBolus': { dose: '0.4 mg', interval: '5 min', most: '3', per: '4 h' },
      },
    },
  },
};
