import { describe, expect, test } from 'vitest';
import { exact, exactText } from '../../../engine/number/notation.ts';
import published from '../../cases/regimens.json' with { type: 'json' };
import { library, questionOf, type Changes } from '../base-order.ts';
import { checkOrder } from '../told.ts';

interface Regimen {
  readonly id: string;
  readonly source: string;
  readonly drug: string;
  readonly route: string;
  readonly demand?: readonly string[];
  readonly lockout?: readonly string[];
  readonly basal?: readonly string[];
  readonly limit?: readonly (string | null)[];
  readonly rate?: readonly string[];
  readonly dose?: readonly string[];
  /** oral morphine equivalents a day → the relative rules that ask about some corner, and that stop one */
  readonly baselines: Readonly<
    Record<string, { readonly asks: readonly string[]; readonly stops: readonly string[] }>
  >;
}
const regimens: readonly Regimen[] = published.regimens as readonly Regimen[];

const BAGS: Readonly<Record<string, Changes>> = {
  morphine: {
    'order.preparation.vial': { strength: '50 mg/mL', volume: '50 mL' },
    'order.preparation.drugAmount': '2000 mg',
  },
  hydromorphone: {
    'order.preparation.vial': { strength: '10 mg/mL', volume: '50 mL' },
    'order.preparation.drugAmount': '400 mg',
  },
};

/** Every corner of the printed ranges. */
function cornersOf(r: Regimen): object[] {
  if (r.rate) return r.rate.map((rate) => ({ kind: 'continuous', rate }));
  if (r.dose) return r.dose.map((dose) => ({ kind: 'intermittent', dose, over: '30 min', every: '4 h' }));
  const limits = (r.limit ?? []).map((amount) =>
    amount === null ? { kind: 'none' } : { kind: 'amount', amount, window: '4 h' },
  );
  return (r.demand ?? []).flatMap((demand) =>
    (r.lockout ?? []).flatMap((lockout) =>
      (r.basal ?? []).flatMap((basal) =>
        limits.map((limit) => ({ kind: 'pca', demand, lockout, basal, limit })),
      ),
    ),
  );
}

function toldOf(r: Regimen, regimen: object, baseline: string): { hard: string[]; soft: string[] } {
  const { findings } = checkOrder(
    questionOf({
      'patient.opioidStatus': 'tolerant',
      'patient.opioidEvidence': 'oral morphine for weeks',
      'patient.baselineMme': baseline,
      'order.drug': r.drug,
      'order.route': r.route,
      'order.firstOrder': true,
      'order.regimen': regimen,
      ...(r.dose && { 'order.pump': 'curlin-4000' }),
      ...BAGS[r.drug],
    }),
    library,
  );
  const of = (severity: string) =>
    findings
      .filter((f) => f.id.startsWith('rel-h') || /^rel-(?:\d+|dose)/.test(f.id))
      .filter((f) => f.outcome !== 'pass' && f.severity === severity)
      .map((f) => f.id);
  return { hard: of('hard'), soft: of('soft') };
}

const all = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())].toSorted();

/** The relative rules are house rules or have house grades: what is published for a patient they may not stop. */
describe.each(
  regimens.flatMap((r) => Object.keys(r.baselines).map((baseline) => [r.id, baseline, r] as const)),
)('%s on %s MME a day', (_id, baseline, r) => {
  const told = cornersOf(r).map((regimen) => toldOf(r, regimen, baseline));
  test('is stopped and asked about at its corners by no other rule than is known', () => {
    expect(told.length).toBeGreaterThan(0);
    expect(all(told.map((t) => t.hard))).toEqual(r.baselines[baseline]?.stops);
    expect(all(told.map((t) => t.soft))).toEqual(r.baselines[baseline]?.asks);
  });
});

test('only the upper end of a sheet is stopped, for somebody who is hardly tolerant', () => {
  const stopped = regimens.flatMap((r) =>
    Object.entries(r.baselines).flatMap(([baseline, { stops }]) =>
      stops.length > 0 ? [`${r.id} ${baseline}`] : [],
    ),
  );
  expect(stopped).toEqual(['R09 60']);
});

const MOVED = new Set(['demand', 'basal', 'rate', 'dose']);
/** Every dose and rate tenfold, as a misplaced point writes it, without a limit. */
const tenfold = (regimen: object): object =>
  Object.fromEntries(
    Object.entries(regimen).map(([key, value]: [string, unknown]) => {
      if (key === 'limit') return [key, { kind: 'none' }];
      if (!MOVED.has(key)) return [key, value];
      const [number = '', ...unit] = String(value).split(' ');
      return [key, [exactText(exact(number).mul(10n)), ...unit].join(' ')];
    }),
  );

test('tenfold every corner is stopped, and the least of a sheet, which is twice the need then, asked about', () => {
  const passed = regimens.flatMap((r) =>
    Object.keys(r.baselines).flatMap((baseline) =>
      cornersOf(r)
        .map(tenfold)
        .map((regimen) => ({ regimen, told: toldOf(r, regimen, baseline) }))
        .filter(({ told }) => told.hard.length === 0)
        .map(({ regimen, told }) => [r.id, baseline, (regimen as { demand?: string }).demand, told.soft]),
    ),
  );
  expect(all(passed.map((p) => [JSON.stringify(p)]))).toEqual(['["R11","240","1 mg",["rel-h3-soft"]]']);
});
