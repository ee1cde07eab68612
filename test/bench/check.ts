import { checkOrder, findingsOf, reportOf } from '../../engine/check-order.ts';
import { explain } from '../../engine/explain/explain.ts';
import { factsOf, type OrderCheck } from '../../engine/facts.ts';
import { secondOpinion } from '../../engine/second-opinion.ts';
import { library, questionOf } from '../engine/base-order.ts';
import type { Bench } from './run.ts';

/** Milliseconds at the middle and at the 99th of 100 runs, after the code is warm. */
function quantiles(run: () => unknown, times: number): { p50: number; p99: number } {
  for (let i = 0; i < times / 2; i += 1) run();
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    run();
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return { p50: taken[Math.floor(times / 2)] ?? 0, p99: taken[Math.floor(times * 0.99)] ?? 0 };
}

const row = (what: string, run: () => unknown, times: number, budget: string) => {
  const { p50, p99 } = quantiles(run, times);
  return { what, 'p50 ms': p50.toFixed(2), 'p99 ms': p99.toFixed(2), budget };
};

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'oral morphine for weeks' };
const CALM = questionOf(tolerant);
const HIGH = questionOf({
  ...tolerant,
  'order.regimen.demand': '2.5 mg',
  'order.regimen.limit': { kind: 'none' },
});
const PAIR = questionOf({ 'order.regimen.basal': '0.2 mg/h' });
function explained(check: OrderCheck) {
  const facts = factsOf(check, library);
  const findings = findingsOf(facts);
  return [reportOf(facts, findings), explain(check, library, {}, { facts, findings })];
}

/** One PCA order, 72 h, all rules: what a keystroke in the order form costs. */
export function bench(): Promise<Bench[]> {
  const question = questionOf({ 'order.regimen.basal': '0.1 mg/h', 'order.regimen.loading': '0.4 mg' });
  return Promise.resolve([
    {
      name: 'check of one PCA order',
      rows: [
        row('facts and worst cases', () => factsOf(question, library), 2000, ''),
        row('all findings', () => findingsOf(factsOf(question, library)), 2000, 'p50 < 1, p99 < 5'),
        row('whole report', () => checkOrder(question, library), 2000, 'p99 < 5'),
        row('report and explanation, nothing fails', () => explained(CALM), 500, 'p99 < 5'),
        row('report and explanation, one dose too high', () => explained(HIGH), 300, 'p99 < 5'),
        row('report and explanation, a pair is needed', () => explained(PAIR), 100, ''),
        row('second opinion (before release)', () => secondOpinion(question, library), 100, ''),
      ],
    },
  ]);
}
