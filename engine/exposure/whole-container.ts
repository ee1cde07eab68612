import { derive, named, over, step, type Derivation } from '../derivation/derivation.ts';
import { compare, quantity, type Mass } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import type { Preparation } from '../order/preparation.ts';
import { figured, type Figure, type PumpModel, type Setting } from '../pumps/pump.ts';
import { WHOLE } from './worst-case.ts';

/** All that one container holds, and how soon a pump that runs at its highest rate has given it. */
interface WholeContainer {
  readonly amount: Mass;
  /** the highest rate of any of its ways of delivery; null: no source gives one */
  readonly rate: Figure | null;
  readonly within: Derivation<'time'> | null;
}

const flow = (f: Figure) => quantity(f.value, 'volume/time');

const RATES = ['continuous-rate', 'daily-rate', 'step-rate', 'kvo-rate'];

/**
 * The whole container at the highest rate of the pump: what is received where nothing holds it back. In: what is made, the
 * pump, the route. Out: the drug of one container, the rate, and the time in minutes.
 */
export function wholeContainer(p: Preparation, pump: PumpModel, route: string): WholeContainer {
  const concentration = p.concentration.result;
  // a rate above zero: some bounds let zero stand and differ from there on
  const at: Setting = { value: quantity('1 mL/h', 'volume/time'), concentration, route };
  const [first, ...others] = Object.values(pump.modes)
    .flat()
    .filter((f) => RATES.includes(f.id))
    .flatMap((f) => figured(f.max, at) ?? []);
  const rate = first ? others.reduce((a, b) => (compare(flow(b), flow(a)) > 0 ? b : a), first) : null;
  return {
    amount: p.drugAmount,
    rate,
    within:
      rate &&
      derive(
        'whole-container',
        'whole container at the highest rate of the pump',
        over(step(p.finalVolume), named('highest rate', flow(rate))),
        unit('min', 'time'),
        { ...WHOLE, section: rate.source.id },
      ),
  };
}
