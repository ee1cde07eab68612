import * as fc from 'fast-check';
import type { OrderFile } from '../../engine/order.ts';
import { exact, exactText } from '../../engine/notation.ts';
import { published, type Published } from './published.ts';

/** An order as it reaches the pharmacy, and, after a first one, the order before it. */
export interface Asked {
  readonly file: OrderFile;
  readonly before: OrderFile | null;
  readonly source: string;
}

const AT = '2026-11-23T15:00Z';
const days = (n: number) => `2026-11-${String(23 - n).padStart(2, '0')}`;

/** A referral always comes with an earlier weight; patients without the risks that rules warn of, so that no alert is due. */
const patient = fc
  .record({
    years: fc.integer({ min: 20, max: 55 }),
    sex: fc.constantFrom('female' as const, 'male' as const),
    height: fc.integer({ min: 155, max: 190 }),
    /** body-mass index in tenths: no one is obese or wasted */
    bmi: fc.integer({ min: 190, max: 320 }),
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
      conditions: [],
      medicines: [],
    };
  });

/** 100 mL of the published concentration. */
function recipe(p: Published) {
  const [amount = '', unit = ''] = p.concentration.split(' ');
  return {
    method: 'exact-fill' as const,
    vial: { ...p.vial },
    diluent: 'ns09',
    drugAmount: `${exactText(exact(amount).mul(100n))} ${unit.split('/')[0] ?? ''}`,
    finalVolume: '100 mL',
    container: 'cassette' as const,
    capacity: '100 mL',
    containers: '4',
    priming: '2 mL',
    residual: '3 mL',
    storage: 'refrigerated' as const,
  };
}

/** The last order had the next smaller or larger published dose: nobody doubles more than once at a time. */
function lastOf(p: Published, now: { readonly demand: string }, up: boolean) {
  const at = p.demands.indexOf(now.demand);
  return { ...now, demand: p.demands[at + (up ? 1 : -1)] ?? now.demand };
}

const regimen = (p: Published) =>
  fc.record({
    kind: fc.constant('pca' as const),
    demand: fc.constantFrom(...p.demands),
    lockout: fc.constantFrom(...p.lockouts),
    basal: fc.constantFrom(...p.basals),
    limit: fc.record({
      kind: fc.constant('amount' as const),
      amount: fc.constantFrom(...p.limits),
      window: fc.constant('4 h'),
    }),
  });

const asked = fc
  .constantFrom(...published)
  .chain((p) =>
    fc.record({
      p: fc.constant(p),
      who: patient,
      now: regimen(p),
      up: fc.boolean(),
      // who is opioid-tolerant has had orders before
      first: p.status === 'tolerant' ? fc.constant(false) : fc.boolean(),
      hours: fc.constantFrom('6 h', '8 h', '10 h'),
      count: fc.constantFrom('2', '3', '4'),
    }),
  )
  .map(({ p, who, now, up, first, hours, count }): Asked => {
    const file = (ordered: typeof now, firstOrder: boolean): OrderFile => ({
      at: AT,
      patient: {
        ...who,
        opioidStatus: p.status,
        ...(p.status === 'tolerant' ? { opioidEvidence: 'oral morphine 120 mg a day since 2026-10-01' } : {}),
      },
      order: {
        drug: p.drug,
        route: p.route,
        firstOrder,
        naloxone: 'ordered',
        regimen: ordered,
        sessions: { start: '2026-11-24T01:00Z', duration: hours, every: '24 h', count },
        concentration: p.concentration,
        preparation: recipe(p),
        pump: 'cadd-solis',
      },
    });
    return {
      file: file(now, first),
      before: first ? null : file({ ...now, ...lastOf(p, now, up) }, true),
      source: p.source,
    };
  });

/** So many clean orders, always the same for one seed. */
export const cleanOrders = (count: number, seed: number): Asked[] =>
  fc.sample(asked, { numRuns: count, seed });
