import { checkOrder, findingsOf, reportOf } from '../../engine/checks/check-order.ts';
import { explain } from '../../engine/explain/explain.ts';
import { factsOf, type OrderCheck } from '../../engine/facts/compute.ts';
import { secondOpinion } from '../../engine/checks/second-opinion.ts';
import { library, questionOf, type Changes } from '../engine/base-order.ts';
import { quantile, spent, type Bench } from './measure.ts';

/** How many orders are asked about, none twice: doses, lockouts and patients differ. */
const VARIED = 100;
/** How often each of them is asked before anything is counted: until the engine's code is compiled for good. */
const WARM = 8;
/** and how often it is counted */
const COUNTED = 4;
const varied = (changes: (n: number) => Changes) =>
  Array.from({ length: VARIED }, (_, n) =>
    questionOf({
      'order.regimen.lockout': `${6 + (n % 10)} min`,
      'patient.weight.value': `${50 + (n % 40)} kg`,
      'patient.birthDate': `19${50 + (n % 40)}-05-04`,
      ...changes(n),
    }),
  );

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'oral morphine for weeks' };
const ORDINARY = varied((n) => ({
  'order.regimen.demand': `0.${1 + (n % 3)} mg`,
  'order.regimen.basal': n % 2 === 0 ? '0 mg/h' : '0.1 mg/h',
  'order.regimen.loading': '0.4 mg',
}));
const CALM = varied((n) => ({ ...tolerant, 'order.regimen.demand': `0.${1 + (n % 3)} mg` }));
const HIGH = varied((n) => ({
  ...tolerant,
  'order.regimen.demand': `${2 + (n % 3)}.${1 + (n % 9)} mg`,
  'order.regimen.limit': { kind: 'none' },
}));
const PAIR = varied((n) => ({ 'order.regimen.basal': `0.${2 + (n % 3)} mg/h` }));

function explained(check: OrderCheck) {
  const facts = factsOf(check, library);
  const findings = findingsOf(facts);
  return [reportOf(facts, findings), explain(check, library, {}, { facts, findings })];
}

interface Asking {
  readonly what: string;
  readonly orders: readonly OrderCheck[];
  readonly run: (check: OrderCheck) => unknown;
  /** what takes long is warm sooner: the same code runs hundreds of times for one of them */
  readonly isLong?: boolean;
  readonly p50?: number;
  readonly p99?: number;
}

/** Milliseconds of the processor for each order, after the code is warm; memory that is given back meanwhile counts. */
function measured({ what, orders, run, isLong = false, p50, p99 }: Asking) {
  const all = (rounds: number) => Array.from({ length: rounds }, () => orders).flat();
  for (const order of all(isLong ? 1 : WARM)) run(order);
  const times = all(isLong ? 1 : COUNTED).map((order) => spent(() => run(order)));
  const [middle, slow] = [quantile(times, 0.5), quantile(times, 0.99)];
  const promised = [p50 && `p50 < ${p50}`, p99 && `p99 < ${p99}`].filter(Boolean).join(', ');
  return {
    row: { what, 'p50 ms': middle.toFixed(2), 'p99 ms': slow.toFixed(2), budget: promised },
    budgets: [
      ...(p50 ? [{ what: `${what}, p50 ms`, measured: middle, most: p50 }] : []),
      ...(p99 ? [{ what: `${what}, p99 ms`, measured: slow, most: p99 }] : []),
    ],
  };
}

/** What the first orders of a process cost in all: most of it is the compiling of code, some on other threads. */
function coldStart(): Bench['rows'] {
  const [first = NaN, ...next] = ORDINARY.map((order) => spent(() => findingsOf(factsOf(order, library))));
  return [
    { what: 'all findings of the first order', ms: first.toFixed(1) },
    { what: 'of each of the next 99, median', ms: quantile(next, 0.5).toFixed(2) },
    { what: 'of each of the next 99, the slowest', ms: quantile(next, 1).toFixed(1) },
  ];
}

/** PCA orders, 8 h a night, all rules: what a keystroke in the order form costs. */
export function bench(): Promise<Bench[]> {
  const asked: readonly Asking[] = [
    { what: 'facts and worst cases', orders: ORDINARY, run: (q) => factsOf(q, library) },
    {
      what: 'all findings',
      orders: ORDINARY,
      run: (q) => findingsOf(factsOf(q, library)),
      p50: 0.7,
      p99: 2,
    },
    { what: 'whole report', orders: ORDINARY, run: (q) => checkOrder(q, library), p99: 5 },
    { what: 'report and explanation, few findings', orders: CALM, run: explained, p99: 5 },
    {
      what: 'report and explanation, one dose too high',
      orders: HIGH,
      run: explained,
      isLong: true,
      p99: 5,
    },
    {
      what: 'report and explanation, a basal rate too high',
      orders: PAIR,
      run: explained,
      isLong: true,
      p99: 5,
    },
    { what: 'second opinion (before release)', orders: ORDINARY, run: (q) => secondOpinion(q, library) },
  ];
  const cold = coldStart();
  const all = asked.map(measured);
  return Promise.resolve([
    {
      name: `check of ${VARIED} PCA orders that differ, processor time`,
      rows: all.map((m) => m.row),
      budgets: all.flatMap((m) => m.budgets),
    },
    {
      name: 'the same in a process that has checked nothing yet: its code is compiled meanwhile',
      rows: cold,
    },
  ]);
}
