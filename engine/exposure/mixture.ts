import type { Delivery } from './delivery.ts';
import { derive, named, over, step, times, type Derivation, type Source } from '../derivation/derivation.ts';
import {
  inBase,
  of,
  type Concentration,
  type Mass,
  type MassRate,
  type Quantity,
} from '../number/quantity.ts';
import type { Regimen } from '../order/regimen/resolved.ts';
import { unit } from '../number/units.ts';

const SHARED: Source = {
  id: 'MIXTURE',
  title:
    'drugs of one container flow together: amount ÷ concentration of the one × concentration of the other',
};

/** Two drugs of one container, by their concentrations. */
export interface Share {
  readonly from: Derivation<'mass/volume'>;
  readonly to: Derivation<'mass/volume'>;
  /** unit of mass of the other drug, and its id */
  readonly unit: string;
  readonly drug: string;
}

const ratio = (s: Share) => inBase(s.to.result).div(inBase(s.from.result));
const massIn = (s: Share, m: Mass): Mass => {
  const u = unit(s.unit, 'mass');
  return of(inBase(m).mul(ratio(s)).div(u.factor), u);
};
const rateIn = (s: Share, r: MassRate): MassRate => {
  const u = unit(`${s.unit}/h`, 'mass/time');
  return of(inBase(r).mul(ratio(s)).div(u.factor), u);
};

const amountIn = (s: Share, q: Quantity): Quantity =>
  q.unit.dimension === 'mass' ? massIn(s, q as Mass) : rateIn(s, q as MassRate);

/** What a regimen gives of another drug in the same container, with the way to its doses. */
export function inShare(r: Regimen, s: Share): Regimen {
  const mass = (m: Mass | null) => m && massIn(s, m);
  const shared = (id: string, name: string, m: Mass | null): Derivation[] =>
    m === null
      ? []
      : [
          derive(
            `${id}-${s.drug}`,
            `${name}, ${s.drug}`,
            times(over(named(name, m), step(s.from)), step(s.to)),
            unit(s.unit, 'mass'),
            SHARED,
          ),
        ];
  return {
    ...r,
    demand: mass(r.demand),
    basal: rateIn(s, r.basal),
    dayNight: r.dayNight && {
      ...r.dayNight,
      day: rateIn(s, r.dayNight.day),
      night: rateIn(s, r.dayNight.night),
    },
    dose: r.dose && { ...r.dose, amount: massIn(s, r.dose.amount), kvo: rateIn(s, r.dose.kvo) },
    taper: r.taper.map((x) => ({ ...x, rate: rateIn(s, x.rate) })),
    loading: mass(r.loading),
    clinician: r.clinician && { ...r.clinician, dose: massIn(s, r.clinician.dose) },
    titration: r.titration && {
      ...r.titration,
      start: amountIn(s, r.titration.start),
      most: amountIn(s, r.titration.most),
      by: r.titration.by && amountIn(s, r.titration.by),
    },
    limit: r.limit && { ...r.limit, amount: massIn(s, r.limit.amount) },
    alsoLimit: r.alsoLimit && { ...r.alsoLimit, amount: massIn(s, r.alsoLimit.amount) },
    steps: [
      ...shared('demand', 'demand dose', r.demand),
      ...shared('dose', 'dose', r.dose?.amount ?? null),
      ...shared('loading', 'loading dose', r.loading),
    ],
  };
}

/** What a delivery gives of another drug in the same container. */
export function deliveryInShare(d: Delivery, s: Share): Delivery {
  if (d.kind === 'repeated')
    return {
      ...d,
      amount: massIn(s, d.amount),
      kvo: rateIn(s, d.kvo),
      loading: d.loading && massIn(s, d.loading),
    };
  if (d.kind === 'planned')
    return {
      ...d,
      flows: d.flows.map((f) => ({ ...f, rate: rateIn(s, f.rate), dose: f.dose && massIn(s, f.dose) })),
      doses: d.doses.map((x) => ({ ...x, amount: massIn(s, x.amount) })),
      loading: d.loading && massIn(s, d.loading),
      clinician: d.clinician && { ...d.clinician, dose: massIn(s, d.clinician.dose) },
      massUnit: unit(s.unit, 'mass'),
    };
  return {
    ...d,
    demand: massIn(s, d.demand),
    basal: rateIn(s, d.basal),
    dayNight: d.dayNight && {
      ...d.dayNight,
      day: rateIn(s, d.dayNight.day),
      night: rateIn(s, d.dayNight.night),
    },
    limit: d.limit && { ...d.limit, amount: massIn(s, d.limit.amount) },
    loading: d.loading && massIn(s, d.loading),
    clinician: d.clinician && { ...d.clinician, dose: massIn(s, d.clinician.dose) },
    scheduled: d.scheduled && { ...d.scheduled, amount: massIn(s, d.scheduled.amount) },
    kvoAtLimit: rateIn(s, d.kvoAtLimit),
  };
}

/** One amount of the program as what flows of the whole container. */
export interface Carried {
  readonly volume: Derivation<'volume'> | Derivation<'volume/time'>;
  readonly others: readonly {
    readonly drug: string;
    readonly amount: Derivation<'mass'> | Derivation<'mass/time'>;
  }[];
}

interface Other {
  readonly drug: string;
  /** unit of mass of that drug */
  readonly unit: string;
  readonly concentration: Concentration;
}

/**
 * What an amount of the first drug of a container brings with it. In: what it is called, the amount (a mass, or a mass in
 * time), the concentration of the first drug, above zero, and the other drugs with theirs. Out: the volume (mL or mL/h)
 * and the amount of each other drug (its unit, or its unit/h), exact, each with its derivation. Source: MIXTURE.
 */
export function carriedBy(
  name: string,
  amount: Quantity<'mass' | 'mass/time'>,
  first: Concentration,
  others: readonly Other[],
): Carried {
  const volume = over(named(name, amount), named('concentration', first));
  const isRate = amount.unit.dimension === 'mass/time';
  return {
    volume: isRate
      ? derive('carried', `volume of ${name}`, volume, unit('mL/h', 'volume/time'), SHARED)
      : derive('carried', `volume of ${name}`, volume, unit('mL', 'volume'), SHARED),
    others: others.map((x) => {
      const [id, what] = [`carried-${x.drug}`, `${name}, ${x.drug}`];
      const way = times(volume, named(`concentration, ${x.drug}`, x.concentration));
      return {
        drug: x.drug,
        amount: isRate
          ? derive(id, what, way, unit(`${x.unit}/h`, 'mass/time'), SHARED)
          : derive(id, what, way, unit(x.unit, 'mass'), SHARED),
      };
    }),
  };
}
