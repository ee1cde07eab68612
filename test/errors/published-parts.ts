import * as fc from 'fast-check';
import type { OrderContent } from '../../engine/order/order.ts';

export type Regimen = OrderContent['regimen'];
type Preparation = OrderContent['preparation'];

/**
 * Published regimens from which clean orders are drawn: every value stands in the range of its source. Where a range
 * reaches beyond a label limit (2 mg of morphine every 5 min passes the label's 10 mg/h), the draw stays below it.
 */
export interface Published {
  readonly source: string;
  readonly drug: string;
  readonly route: string;
  readonly status: 'naive' | 'tolerant';
  /** what the source lets be ordered: the ladder of its doses, and the order around one of them */
  readonly doses: readonly string[];
  readonly regimen: (dose: string) => fc.Arbitrary<Regimen>;
  readonly concentration: string;
  readonly recipe: Pick<Preparation, 'vial' | 'diluent' | 'container' | 'storage'> & {
    readonly volume: string;
  };
  readonly pumps: readonly string[];
  readonly sessions: readonly (readonly [duration: string, every: string, count: string])[];
  /** a tolerant patient's opioid by mouth */
  readonly home?: string;
  readonly start?: string;
  readonly extra?: Partial<OrderContent>;
  /** what is stated of the course where it is not the first order */
  readonly later?: OrderContent['course'];
}

export const one = <T>(...of: readonly T[]) => fc.constantFrom(...of);
export const pca =
  (o: { lockouts: string[]; basals: string[]; limits: string[] }) =>
  (demand: string): fc.Arbitrary<Regimen> =>
    fc.record({
      kind: fc.constant('pca' as const),
      demand: fc.constant(demand),
      lockout: one(...o.lockouts),
      basal: one(...o.basals),
      limit: fc.record({
        kind: fc.constant('amount' as const),
        amount: one(...o.limits),
        window: fc.constant('4 h'),
      }),
    });
export const every =
  (over: readonly string[], interval: readonly string[]) =>
  (dose: string): fc.Arbitrary<Regimen> =>
    fc.record({
      kind: fc.constant('intermittent' as const),
      dose: fc.constant(dose),
      over: one(...over),
      every: one(...interval),
    });
export const continuous = (rate: string): fc.Arbitrary<Regimen> =>
  fc.constant({ kind: 'continuous' as const, rate });

/**
 * What can run these orders. Left out are the pumps that rightly say no to them: the GemStar is retired, the MS3 takes a
 * cartridge of 3 mL, the Infusor LV10 has one flow of 10 mL/h, and AVOSET and AmbIT give a dose as fast as they can.
 */
/** those that hold an amount in 4 h */
export const LIMITED = ['cadd-solis', 'cadd-solis-vip', 'cadd-prizm-pcs2', 'cadd-prizm-vip', 'sapphire'];
/** those that give doses by the clock, over a time */
export const DOSED = [
  'curlin-4000',
  'curlin-6000-8000',
  'sapphire',
  'cadd-prizm-vip',
  'cadd-legacy-plus',
  'cadd-solis-vip',
];
/** those that run one rate */
export const RUNNING = [
  'cadd-solis',
  'cadd-solis-vip',
  'cadd-prizm-pcs2',
  'cadd-prizm-vip',
  'cadd-legacy-pca',
  'cadd-legacy-plus',
  'cadd-legacy-1',
  'curlin-4000',
  'curlin-6000-8000',
  'sapphire',
  'ambit-pib',
  'avoset',
];
export const STEPPED = ['curlin-4000', 'curlin-6000-8000', 'sapphire', 'cadd-solis-vip', 'avoset'];
export const BLOCKED = [
  'ambit-pib',
  'sapphire',
  'curlin-4000',
  'cadd-solis',
  'cadd-solis-vip',
  'cadd-prizm-vip',
  'curlin-6000-8000',
  'avoset',
];
export const ELASTIC = ['onq-fixed', 'onq-select-a-flow', 'easypump-2', 'onq-ondemand'];
export const NIGHTS = [
  ['6 h', '24 h', '2'],
  ['8 h', '24 h', '3'],
  ['10 h', '24 h', '4'],
] as const;
export const bag = (
  strength: string,
  volume: string,
  container: 'bag' | 'cassette' | 'syringe' = 'cassette',
) =>
  ({
    vial: { strength, volume },
    diluent: 'ns09',
    container,
    storage: 'refrigerated',
    volume: '100 mL',
  }) as const;
export const BLOCK: Partial<OrderContent> = {
  naloxone: 'none',
  course: { indication: 'postoperative-pain', preservativeFree: true, epinephrine: false },
};
export const MORPHINE = { drug: 'morphine', route: 'IV', recipe: bag('25 mg/mL', '10 mL') } as const;
export const HYDROMORPHONE = { drug: 'hydromorphone', route: 'IV', recipe: bag('2 mg/mL', '20 mL') } as const;
