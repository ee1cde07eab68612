import * as fc from 'fast-check';
import { pumpModels } from '../../../engine/pumps/models.ts';
import type { Changes } from '../base-order.ts';

const hundredths = (n: number) =>
  `${BigInt(n) / 100n}${n % 100 === 0 ? '' : `.${String(n % 100).padStart(2, '0')}`.replace(/0$/, '')}`;

/** Random recipes with all four methods; their concentrations seldom end as a decimal. */
const recipe = fc
  .record({
    method: fc.constantFrom('exact-fill', 'add', 'replace', 'remove-overfill'),
    nominal: fc.integer({ min: 25, max: 250 }),
    overfill: fc.integer({ min: 0, max: 1300 }),
    drug: fc.integer({ min: 1, max: 4000 }),
    measured: fc.boolean(),
    containers: fc.integer({ min: 1, max: 9 }),
  })
  .map((r) => ({
    method: r.method,
    ...(r.method === 'exact-fill'
      ? { finalVolume: `${r.nominal} mL` }
      : { bag: { nominal: `${r.nominal} mL`, overfill: `${hundredths(r.overfill)} mL` } }),
    vial: { strength: '10 mg/mL', volume: '5 mL' },
    diluent: 'ns09',
    drugAmount: `${hundredths(r.drug)} mg`,
    container: 'bag',
    containers: `${r.containers}`,
    ...(r.measured ? { priming: '2.2 mL', residual: '5 mL' } : {}),
    storage: 'refrigerated',
  }));

/** Random hydromorphone orders that can be computed: as changes of the base order, amounts in 0.01 mg. */
export const randomChanges: fc.Arbitrary<Changes> = fc
  .record({
    demand: fc.integer({ min: 1, max: 300 }),
    lockout: fc.integer({ min: 1, max: 120 }),
    basal: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200 })),
    room: fc.option(fc.integer({ min: 1, max: 2000 }), { freq: 4 }),
    hours: fc.integer({ min: 1, max: 12 }),
    perHour: fc.option(fc.integer({ min: 1, max: 20 })),
    loading: fc.option(fc.integer({ min: 1, max: 300 })),
    duration: fc.integer({ min: 1, max: 24 }),
    gap: fc.integer({ min: 0, max: 24 }),
    count: fc.integer({ min: 1, max: 9 }),
    tolerant: fc.boolean(),
    pump: fc.constantFrom('cadd-solis', ...pumpModels.map((p) => p.id)),
    recipe: fc.option(recipe),
  })
  .map((o) => ({
    'order.regimen.demand': `${hundredths(o.demand)} mg`,
    'order.regimen.lockout': `${o.lockout} min`,
    'order.regimen.basal': `${hundredths(o.basal)} mg/h`,
    'order.regimen.limit':
      o.room === null
        ? { kind: 'none' }
        : {
            kind: 'amount',
            amount: `${hundredths(o.demand + o.basal * o.hours + o.room)} mg`,
            window: `${o.hours} h`,
          },
    'order.regimen.maxDosesPerHour': o.perHour === null ? undefined : `${o.perHour}`,
    'order.regimen.loading': o.loading === null ? undefined : `${hundredths(o.loading)} mg`,
    'order.sessions.duration': `${o.duration} h`,
    'order.sessions.every': `${o.duration + o.gap} h`,
    'order.sessions.count': `${o.count}`,
    'order.pump': o.pump,
    ...(o.recipe === null ? {} : { 'order.preparation': o.recipe }),
    'patient.opioidStatus': o.tolerant ? 'tolerant' : 'naive',
    'patient.opioidEvidence': o.tolerant ? 'oral morphine for weeks' : undefined,
  }));
