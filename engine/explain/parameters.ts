import type { OrderContent } from '../order/order.ts';
import type { FieldId } from '../pumps/pump.ts';

/**
 * A setting of an order that may be moved to make the order safe. A regimen kind takes part as soon as its fields are
 * named here: an order that has no text at `path` has no such parameter.
 */
export interface Parameter {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  /** which way less drug is received */
  readonly safer: 'down' | 'up';
  /** the pump field whose step it moves by; its bounds as well, unless `bounded` says it has none */
  readonly field: FieldId;
  readonly bounded: boolean;
  /** a step of its own, whatever the pump's; each a house rule of the engine */
  readonly step: string | null;
  /** the step of the search where that of the pump is not known: of the CADD-Prizm table (house rule) */
  readonly stand: string | null;
  /** what happens at zero: it stands, it takes the named part out of the order, with what was stated of that part alone, or it is never reached */
  readonly zero: 'stands' | 'never' | { readonly removes: string; readonly with?: string };
}

const at = (
  id: string,
  label: string,
  safer: Parameter['safer'],
  field: FieldId,
  rest: Partial<Parameter> = {},
): Parameter => ({
  id,
  label,
  path: `regimen.${id}`,
  safer,
  field,
  bounded: true,
  step: null,
  stand: null,
  zero: 'never',
  ...rest,
});

/** Every parameter that a search may move, besides the concentration and a limit that is not there yet. */
const parameters: readonly Parameter[] = [
  at('demand', 'demand dose', 'down', 'demand-dose', { stand: '0.05 mL' }),
  at('lockout', 'lockout', 'up', 'lockout', { stand: '1 min' }),
  at('basal', 'basal rate', 'down', 'continuous-rate', { zero: 'stands', stand: '0.1 mL/h' }),
  at('basal.day', 'basal rate by day', 'down', 'continuous-rate', { zero: 'stands', stand: '0.1 mL/h' }),
  at('basal.night', 'basal rate by night', 'down', 'night-rate', { zero: 'stands' }),
  // a limit has no step of its own in any pump's data: it moves by that of the doses it counts (house rule)
  at('limit.amount', 'pump limit', 'down', 'demand-dose', { bounded: false, stand: '0.05 mL' }),
  // program-limit holds that a window is whole hours
  at('limit.window', 'window of the pump limit', 'up', 'limit-window', { step: '1 h' }),
  at('loading', 'loading dose', 'down', 'loading-dose', { zero: { removes: 'regimen.loading' } }),
  at('clinicianBolus.dose', 'clinician bolus', 'down', 'clinician-bolus', {
    zero: { removes: 'regimen.clinicianBolus' },
    stand: '0.05 mL',
  }),
  at('clinicianBolus.most', 'number of clinician boluses', 'down', 'clinician-bolus', {
    bounded: false,
    step: '1',
    zero: { removes: 'regimen.clinicianBolus' },
  }),
  at('scheduled.dose', 'scheduled bolus', 'down', 'dose-volume', { zero: { removes: 'regimen.scheduled' } }),
  at('scheduled.every', 'interval of the scheduled bolus', 'up', 'dose-interval'),
  at('maxDosesPerHour', 'max doses per hour', 'down', 'max-doses-per-hour', { step: '1' }),
  at('limit.count', 'number of doses of the limit', 'down', 'dose-limit', { step: '1' }),
  at('dose', 'dose', 'down', 'dose-volume'),
  at('over', 'infusion time', 'up', 'dose-duration'),
  at('every', 'interval', 'up', 'dose-interval'),
  at('kvo', 'KVO between doses', 'down', 'kvo-rate', { zero: { removes: 'regimen.kvo' } }),
  at('rate', 'rate', 'down', 'continuous-rate', { stand: '0.1 mL/h' }),
  at('rate.day', 'rate by day', 'down', 'continuous-rate', { zero: 'stands', stand: '0.1 mL/h' }),
  at('rate.night', 'rate by night', 'down', 'continuous-rate', { zero: 'stands', stand: '0.1 mL/h' }),
  at('bolus.dose', 'patient bolus', 'down', 'demand-dose', {
    // who gives no bolus states no presses of it
    zero: { removes: 'regimen.bolus', with: 'course.dosesPerHour' },
    stand: '0.05 mL',
  }),
  at('bolus.lockout', 'lockout', 'up', 'lockout', { stand: '1 min' }),
];

/** The parameters that an order may have: the table, and the rate of each step of a taper. */
export function parametersOf({ regimen }: OrderContent): readonly Parameter[] {
  if (regimen.kind !== 'taper') return parameters;
  const steps = regimen.steps.map((_, i) =>
    at(`steps.${i}.rate`, `rate of step ${i + 1}`, 'down', 'step-rate'),
  );
  return [...parameters, ...steps];
}
