import { expect, test } from 'vitest';
import { factsOf } from '../../../engine/facts/compute.ts';
import { exact, exactText } from '../../../engine/number/notation.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { exposureOf, WINDOWS } from '../../../engine/timeline/answer.ts';
import { timeToGive } from '../../../engine/timeline/run-out.ts';
import { NO_PRESSES, WORST } from '../../../engine/exposure/use.ts';
import { baseFile, library, questionOf, type Changes } from '../base-order.ts';
import { engineDelivery, units } from '../exposure/deliveries.ts';

/*
 * By hand: 0.2 mg every 10 min from 01:00Z, 4 mg in 4 h. Doses at 0, 10 … 190 min are 20 doses, 4 mg; the next at 240 min,
 * when the first leaves the window, and so on: 40 doses, 8 mg, in a session of 8 h.
 */
const ask = (changes: Changes = {}, dosesPerHour: string | null = null, hours = '72 h') =>
  exposureOf(factsOf(questionOf(changes), library), { hours, windows: WINDOWS, dosesPerHour, draw: null });
const line = (answer: ReturnType<typeof ask>, id: string) => answer.lines.find((l) => l.id === id)!;
const window = (l: ReturnType<typeof line>, w: string) => l.windows.find((x) => x.window === w)!;
const limit = (l: ReturnType<typeof line>, id: string, use: string) =>
  l.limits.find((x) => x.id === id && x.use === use);
const dose = (drug: string, amount: string, route: string, at: string) => ({ drug, amount, route, at });

test('one order: every window at worst and as expected', () => {
  const l = line(ask({}, '2'), 'hydromorphone');
  expect(l.windows.map((w) => [w.window, w.worst.amount, w.plusOneDose, w.expected.amount])).toEqual([
    ['1 h', '1.2 mg', '1.4 mg', '0.4 mg'],
    ['4 h', '4 mg', '4.2 mg', '1.6 mg'],
    ['12 h', '8 mg', '8 mg', '3.2 mg'],
    ['24 h', '8 mg', '8.2 mg', '3.2 mg'],
    ['72 h', '24 mg', '24 mg', '9.6 mg'],
  ]);
  // nothing flows where nobody presses and there is no basal rate
  expect(window(line(ask(), 'hydromorphone'), '72 h').expected.amount).toBe('0 mg');
});

test('what is given, another drug by mouth and the order add up in oral morphine equivalents', () => {
  const given = [
    dose('oxycodone', '10 mg', 'oral', '2026-11-23T14:00Z'),
    dose('hydromorphone', '1 mg', 'IV', '2026-11-23T15:00Z'),
    dose('nalbuphine', '5 mg', 'IV', '2026-11-23T12:00Z'),
  ];
  const answer = ask({ given });
  expect(answer.lines.map((l) => l.id)).toEqual(['hydromorphone', 'oxycodone oral', 'nalbuphine', 'MME']);
  const mme = line(answer, 'MME');
  // 10 × 1.5 + (1 + 8) × 20 (CDC 2022 oral; calculations.md 12 parenteral); nobody presses: 15 + 20
  expect(window(mme, '24 h').worst.amount).toBe('195 MME');
  expect(window(mme, '24 h').expected.amount).toBe('35 MME');
  expect(mme.apart).toEqual(['nalbuphine IV']);
  // 35 before the pump starts, 4 with each dose: 51 with the fourth, at 30 min
  expect(limit(mme, 'mme-50', 'worst')?.at).toEqual({ elapsed: '13.5 h', at: '2026-11-24T01:30Z' });
  expect(limit(mme, 'mme-50', 'expected')?.at).toBeNull();
});

test('an overlapping order of the same drug adds to it, whenever it starts', () => {
  const { order } = baseFile();
  const other = { ...order, sessions: { ...order.sessions, start: '2026-11-24T03:00Z', count: '1' } };
  const l = line(ask({ others: [other] }), 'hydromorphone');
  // both press together from 03:00Z: 1.2 + 1.2 in an hour; 05:00Z to 09:00Z holds 4 + 4
  expect(window(l, '1 h').worst.amount).toBe('2.4 mg');
  expect(window(l, '12 h').worst.amount).toBe('16 mg');
  // whenever they press: 4 mg of each
  expect(window(l, '4 h').bound).toBe('8 mg');
});

test('a limit of the library is first passed with the dose that passes it, and with one more at the boundary', () => {
  // 0.6 mg a dose: the naive 4 h ceiling of the library is met by some dose; by hand from the rule's own amount
  const answer = ask({
    'order.regimen.demand': '0.6 mg',
    'order.regimen.limit': { kind: 'none' },
  });
  const l = line(answer, 'hydromorphone');
  const windowed = l.limits.filter((x) => x.use === 'worst' && x.window === '4 h');
  expect(windowed.length).toBeGreaterThan(0);
  for (const x of windowed) {
    const amount = exact(x.amount.replace(' mg', ''));
    // above A: with dose number floor(A ÷ 0.6) + 1, which comes that many less one times 10 min after the first
    const minutes = amount.div(exact('0.6')).floor().mul(10n);
    expect(x.at?.elapsed).toBe(`${exactText(minutes.div(60n))} h`);
  }
});
test('KVO and boluses outside the limit pass the limit of the order', () => {
  const outside = ask({
    'order.regimen.clinicianBolus': { dose: '0.5 mg', interval: '1 h', most: '4', per: '4 h' },
  });
  // 6 doses in the first hour, one bolus at 0; 2 more hours to the limit of 4 mg: above it at 150 min by hand:
  // 0.5 × 3 boluses (0, 60, 120 min) + 0.2 × 13 doses (0 … 120 min) = 4.1 mg at 120 min
  const found = limit(line(outside, 'hydromorphone'), 'order-limit', 'worst');
  expect(found?.at).toEqual({ elapsed: '2 h', at: '2026-11-24T03:00Z' });
  expect(limit(line(ask(), 'hydromorphone'), 'order-limit', 'worst')?.at).toBeNull();
});

test('more doses than the lockout allows, or none at all, is refused as stated use', () => {
  expect(() => ask({}, '6')).not.toThrow();
  expect(() => ask({}, '6.1')).toThrow('doses-per-hour-above-lockout');
  expect(() => ask({}, '0')).toThrow('doses-per-hour-zero');
  expect(() => ask({}, null, '0 h')).toThrow('hours-out-of-range');
  expect(() => ask({}, null, '2161 h')).toThrow('hours-out-of-range');
});

test('run-out at worst, as expected and without presses; what binds is named', () => {
  // usable 100 − 2 − 3 = 95 mL of 0.2 mg/mL: 19 mg, 95 doses. 40 a session: the 95th is the 15th of the third session,
  // 48 h + 140 min. At 2 an hour 16 a session: the 15th of the sixth, 120 h + 7 h.
  const { runOut } = ask({}, '2');
  expect([runOut.shortest, runOut.expected, runOut.longest]).toEqual(['about 50.33 h', '127 h', null]);
  expect([runOut.binds, runOut.until]).toEqual(['run-out at worst-case use', 'about 50.33 h']);
  // shortened for reading; its derivation holds the exact one
  expect(runOut.derivation?.result).toBe('151/3 h');
  // USP <797> Category 2 in the refrigerator: 10 days, 10 h of them over at the first start
  expect(runOut.limits.find((l) => l.what.startsWith('BUD, USP'))?.within).toBe('230 h');
  const slow = ask({ 'order.sessions.count': '1', 'order.preparation.drugAmount': '100 mg' });
  expect(slow.runOut.shortest).toBeNull();
  expect(slow.runOut.binds).toMatch(/^BUD/);
  const unknown = ask({ 'order.preparation.residual': undefined }).runOut;
  expect(unknown.shortest).toBeNull();
  expect(unknown.missing.join()).toContain('priming and residual');
});

const textOf = (t: ReturnType<typeof timeToGive>) => t && quantityText(t);

test('the example of calculations.md 10: 92.8 mL, 0.5 mL/h and 0.2 mL every 10 min, at 1 mg/mL', () => {
  const d = engineDelivery({
    demand: 20,
    lockout: 10,
    basal: 0,
    limit: null,
    maxPerHour: null,
    loading: 0,
    clinician: null,
    kvo: 0,
    sessions: { duration: 60_000, every: 60_000, count: 1 },
  });
  const ordered = { ...d, basal: { amount: exact('0.5'), unit: d.basal.unit } };
  expect(textOf(timeToGive(ordered, units(9280), NO_PRESSES))).toBe('185.6 h');
  // the average of the example is 54.6 h; in whole doses the 328th, at 54.5 h, empties it: 27.25 + 0.2 × 328 = 92.85
  expect(textOf(timeToGive(ordered, units(9280), WORST))).toBe('54.5 h');
});
