import { describe, expect, test } from 'vitest';
import { exact } from '../../../engine/number/notation.ts';
import { inBase, quantityText } from '../../../engine/number/quantity.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { largestWindow } from '../../../engine/exposure/simulated-run.ts';
import { brutePump, mostOnTape } from './brute-pump.ts';
import { engineDelivery, minutes, units, type SmallDelivery } from './deliveries.ts';

// amounts in 0.01 mg, rates a minute
const small = (over: Partial<SmallDelivery> = {}): SmallDelivery => ({
  demand: 10,
  lockout: 10,
  basal: 0,
  limit: null,
  maxPerHour: null,
  loading: 0,
  clinician: null,
  kvo: 0,
  sessions: { duration: 240, every: 240, count: 1 },
  ...over,
});
const run = (s: SmallDelivery, hours = '24') => simulate(engineDelivery(s), exact(hours));
const most = (s: SmallDelivery, length: number) => quantityText(largestWindow(run(s), minutes(length)));
const mg = (hundredths: number) => quantityText(units(hundredths));
const naive = (s: SmallDelivery, length: number) =>
  mg(
    mostOnTape(
      brutePump(s, 1440, () => true),
      length,
    ),
  );

describe('the event-by-event pump', () => {
  test('presses at once: doses at 0, 10, 20 …, half-open', () => {
    expect(run(small()).doses).toBe(24);
    expect([most(small(), 60), most(small(), 61), most(small(), 1)]).toEqual([mg(60), mg(70), mg(10)]);
  });
  test('stops at the horizon', () => {
    expect(run(small(), '1').doses).toBe(6);
  });
  test('a limit refuses until old doses leave its window', () => {
    const s = small({ limit: { amount: 30, window: 60 } });
    // doses at 0, 10, 20; refused; again at 60, 70, 80 …
    expect([run(s).doses, most(s, 60), most(s, 61), most(s, 81)]).toEqual([12, mg(30), mg(40), mg(60)]);
  });
  test('the basal rate stops at the limit and KVO flows instead', () => {
    const s = small({ basal: 2, kvo: 1, limit: { amount: 70, window: 30 } });
    // 10 at 0, 10, 20 and 2 a minute: 70 at 20 min; KVO for 10 min; 80 in the window, 70 of it counted
    expect(most(s, 30)).toBe(mg(80));
    expect(naive(s, 30)).toBe(mg(80));
  });
  test('what the pump remembers outlasts a gap between sessions', () => {
    const s = small({ limit: { amount: 30, window: 240 }, sessions: { duration: 60, every: 90, count: 2 } });
    expect(run(s).doses).toBe(3);
  });
  test('a lockout outlasts a gap too', () => {
    expect(run(small({ lockout: 60, sessions: { duration: 10, every: 20, count: 4 } })).doses).toBe(2);
  });
  test('the hour of the dose count rolls', () => {
    const s = small({ lockout: 5, maxPerHour: 3 });
    // 0, 5, 10, then 60, 65, 70: the window from 5 min holds 5, 10, 60
    expect([most(s, 60), most(s, 66)]).toEqual([mg(30), mg(50)]);
  });
  test('loading dose once, clinician boluses by interval and period, across sessions', () => {
    const s = small({
      loading: 100,
      clinician: { dose: 1000, interval: 40, most: 2, per: 100 },
      sessions: { duration: 60, every: 120, count: 3 },
    });
    // clinician at 0, 40; 140 is the next (100 after the first), 240; PCA 6 a session
    expect(most(s, 120)).toBe(mg(100 + 2000 + 60));
    expect(naive(s, 120)).toBe(most(s, 120));
  });
  test('a window need not fit the steps of the order', () => {
    expect(most(small({ lockout: 60 }), 7)).toBe(mg(10));
  });
  test('basal flow inside a window that cuts it is counted in part', () => {
    expect(most(small({ basal: 1, lockout: 90 }), 45)).toBe(mg(10 + 45));
  });
  test('runs 72 h of a dense order in whole numbers', () => {
    const s = small({
      basal: 1,
      kvo: 1,
      lockout: 1,
      limit: { amount: 700, window: 240 },
      sessions: { duration: 4320, every: 4320, count: 1 },
    });
    const dense = simulate(engineDelivery(s), inBase(minutes(4320)));
    expect(quantityText(largestWindow(dense, minutes(240)))).toBe(
      mg(
        mostOnTape(
          brutePump(s, 900, () => true),
          240,
        ),
      ),
    );
  });
});
