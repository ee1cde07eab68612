import * as fc from 'fast-check';
import type { OrderFile } from '../../engine/order/order.ts';
import { exact, exactText } from '../../engine/number/notation.ts';
import { published } from './published.ts';
import type { Published } from './published-parts.ts';

/** An order as it reaches the pharmacy, and, after a first one, the order before it. */
export interface Asked {
  readonly file: OrderFile;
  readonly before: OrderFile | null;
  readonly source: string;
}
type Regimen = OrderFile['order']['regimen'];

const AT = '2026-11-23T15:00Z';
const days = (n: number) => `2026-11-${String(23 - n).padStart(2, '0')}`;

/** Patients without the risks that rules warn of, so that no alert is due. `changed`: in per mille since the weight before. */
const patient = fc
  .record({
    years: fc.integer({ min: 20, max: 55 }),
    sex: fc.constantFrom('female' as const, 'male' as const),
    height: fc.integer({ min: 155, max: 190 }),
    /** body-mass index in tenths: no one is obese or wasted */
    bmi: fc.integer({ min: 210, max: 290 }),
    changed: fc.integer({ min: -30, max: 30 }),
    age: fc.integer({ min: 0, max: 14 }),
    creatinine: fc.constantFrom('0.5 mg/dL', '0.6 mg/dL', '0.7 mg/dL'),
  })
  .map((p) => {
    // whole hundreds of grams: kg = bmi/10 × (cm/100)²
    const kg = exact(BigInt(p.bmi * p.height * p.height))
      .div(100000n)
      .mul(10n)
      .round(0)
      .div(10n);
    const earlier = kg
      .mul(exact(BigInt(1000 + p.changed)))
      .div(1000n)
      .mul(10n)
      .round(0)
      .div(10n);
    return {
      birthDate: `${2026 - p.years}-03-05`,
      sex: p.sex,
      weight: { value: `${exactText(kg)} kg`, on: days(p.age) },
      earlierWeight: { value: `${exactText(earlier)} kg`, on: '2026-10-01' },
      height: { value: `${p.height} cm`, on: '2026-06-01' },
      creatinine: { value: p.creatinine, on: days(p.age) },
      allergies: [],
      noKnownAllergies: { by: 'R. Keller RN', on: '2026-11-20' },
      conditions: [],
      noKnownConditions: { by: 'R. Keller RN', on: '2026-11-20' },
      medicines: [],
      noHomeMedicines: { by: 'R. Keller RN', on: '2026-11-20' },
    };
  });

/** The published concentration in one container. */
function recipe(p: Published, sessions: string): OrderFile['order']['preparation'] {
  const [amount = '', unit = ''] = p.concentration.split(' ');
  const { volume, ...rest } = p.recipe;
  const [mL = ''] = volume.split(' ');
  return {
    ...rest,
    method: 'exact-fill',
    drugAmount: `${exactText(exact(amount).mul(exact(mL)))} ${unit.split('/')[0] ?? ''}`,
    finalVolume: volume,
    capacity: volume,
    // one for each session: none runs dry
    containers: sessions,
    priming: '2 mL',
    residual: '3 mL',
  };
}

/** The line that the ladder of doses is of. */
function withDose(regimen: Regimen, dose: string): Regimen {
  switch (regimen.kind) {
    case 'pca':
      return { ...regimen, demand: dose };
    case 'intermittent':
      return { ...regimen, dose };
    case 'continuous':
    case 'nerve-block':
      return { ...regimen, rate: dose };
    case 'taper':
      return regimen;
  }
}

/** The last order had the next smaller or larger published dose: nobody doubles more than once at a time. */
const lastOf = (p: Published, dose: string, up: boolean): string =>
  p.doses[p.doses.indexOf(dose) + (up ? 1 : -1)] ?? dose;

const asked = fc
  .constantFrom(...published)
  .chain((p) => fc.record({ p: fc.constant(p), dose: fc.constantFrom(...p.doses) }))
  .chain(({ p, dose }) =>
    fc.record({
      p: fc.constant(p),
      dose: fc.constant(dose),
      regimen: p.regimen(dose),
      who: patient,
      up: fc.boolean(),
      /** a first order comes without an order before, an earlier weight and a stated concentration */
      first: fc.boolean(),
      session: fc.constantFrom(...p.sessions),
      pump: fc.constantFrom(...p.pumps),
    }),
  )
  .map(({ p, dose, regimen, who, up, first, session, pump }): Asked => {
    const { earlierWeight, ...unknown } = who;
    const [duration, every, count] = session;
    const file = (ordered: Regimen, firstOrder: boolean): OrderFile => ({
      at: AT,
      patient: {
        ...unknown,
        ...(firstOrder ? {} : { earlierWeight }),
        lastLocalAnaesthetic: 'none',
        opioidStatus: p.status,
        ...(p.home === undefined ? {} : { opioidEvidence: p.home }),
      },
      order: {
        drug: p.drug,
        route: p.route,
        firstOrder,
        naloxone: 'ordered',
        regimen: ordered,
        sessions: { start: p.start ?? '2026-11-24T01:00Z', duration, every, count },
        ...(firstOrder ? {} : { concentration: p.concentration }),
        preparation: recipe(p, count),
        pump,
        ...p.extra,
        ...(p.extra?.course && { course: { ...p.extra.course, ...(firstOrder ? {} : p.later) } }),
      },
    });
    return {
      file: file(regimen, first),
      before: first ? null : file(withDose(regimen, lastOf(p, dose, up)), true),
      source: p.source,
    };
  });

/** So many clean orders, always the same for one seed. */
export const cleanOrders = (count: number, seed: number): Asked[] =>
  fc.sample(asked, { numRuns: count, seed });
