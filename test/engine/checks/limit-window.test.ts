import { expect, test } from 'vitest';
import { checkOrder } from '../../../engine/checks/check-order.ts';
import { secondOpinion } from '../../../engine/checks/second-opinion.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { exposureOf } from '../../../engine/timeline/answer.ts';
import { factsWith, library, questionOf } from '../base-order.ts';

// decision 114, by hand: 24 doses of 0.2 mg fit into 4 h by a lockout of 10 min, 20 of them under 4 mg in 4 h; 49 doses into a
// session of 8 h and the one that follows a day later
test('report and exposure over time give one second figure for a pump whose window no source describes', () => {
  const { windows } = checkOrder(questionOf({}), library).exposure;
  const [line] = exposureOf(factsWith({}), {
    hours: '72 h',
    windows: ['1 h', '4 h', '24 h'],
    dosesPerHour: null,
    draw: null,
  }).lines;
  expect(windows.slice(0, 3).map((w) => [w.worst, w.ifFixed?.worst ?? null])).toEqual([
    ['1.2 mg', null],
    ['4 mg', '4.8 mg'],
    ['9 mg', '9.8 mg'],
  ]);
  expect(line!.windows.map((w) => [w.bound, w.boundIfFixed])).toEqual([
    ['1.2 mg', null],
    ['4 mg', '4.8 mg'],
    ['9 mg', '9.8 mg'],
  ]);
});

test('a manual that says that its window rolls has no second figure', () => {
  const { windows } = checkOrder(questionOf({ 'order.pump': 'gemstar' }), library).exposure;
  expect(windows.map((w) => w.ifFixed)).toEqual([undefined, undefined, undefined, undefined]);
});

test('the second opinion runs the window that does not roll as well', () => {
  // 0.4 mg under 4 mg in 4 h: two limits are 8 mg, and 24 doses that no limit holds back 9.6 mg
  const question = questionOf({ 'order.regimen.demand': '0.4 mg', 'order.preparation.drugAmount': '40 mg' });
  expect(secondOpinion(question, library)).toEqual([]);
  const unheld = secondOpinion(question, library, (d, hours) =>
    simulate(d.kind === 'pca' && d.limit?.atLimit.window === 'fixed' ? { ...d, limit: null } : d, hours),
  );
  expect(unheld.map((i) => i.path)).toContain('worst-4-h-if-fixed');
});
