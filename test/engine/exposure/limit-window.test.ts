import { describe, expect, test } from 'vitest';
import { quantityText } from '../../../engine/number/quantity.ts';
import type { AtLimit } from '../../../engine/pumps/pump.ts';
import { amount, simulated, worst, type Words } from './words.ts';

describe('a limit window that does not roll, and one of which no source says it', () => {
  // decision 114. By hand: windows that stand one after the other meet within one that rolls, so that any 4 h hold two limits
  // of 4 h and any 24 h seven; what the lockout and the basal rate let through bounds both
  const [rolling, fixed, notStated] = (['rolling', 'fixed', 'not-stated'] as const).map((window) => ({
    atLimit: { window, basal: 'stops', demand: 'cut' } as AtLimit,
  }));
  const ifFixed = (w: Words, window: string) => {
    const found = worst({ ...w, ...notStated }, window).ifFixed;
    return found && quantityText(found.result);
  };
  test.each<[string, Partial<Words>, string, string, string]>([
    [
      '24 doses of 0.2 mg fit, 20 of them under a limit of 4 mg',
      { demand: '0.2 mg', limit: ['4 mg', '4 h'] },
      '4 h',
      '4 mg',
      '4.8 mg',
    ],
    [
      '24 doses of 0.4 mg fit, two limits would be 12 mg',
      { demand: '0.4 mg', limit: ['6 mg', '4 h'] },
      '4 h',
      '6 mg',
      '9.6 mg',
    ],
    [
      'two limits of 6 mg in 4 h',
      { demand: '1 mg', lockout: '5 min', limit: ['6 mg', '4 h'] },
      '4 h',
      '6 mg',
      '12 mg',
    ],
    [
      'seven of them in 24 h',
      { demand: '1 mg', lockout: '5 min', limit: ['6 mg', '4 h'] },
      '24 h',
      '36 mg',
      '42 mg',
    ],
    [
      'two of a limit of 12 h in 4 h',
      { demand: '1 mg', lockout: '5 min', limit: ['6 mg', '12 h'] },
      '4 h',
      '6 mg',
      '12 mg',
    ],
    // 48 doses of a session of 8 h and the one that begins the next
    [
      'across the gap of two sessions',
      { demand: '0.2 mg', limit: ['4 mg', '4 h'], sessions: ['8 h', '24 h', '7'] },
      '24 h',
      '9 mg',
      '9.8 mg',
    ],
    // 1 mg at 0, 5, 10, 15 and 20 min, 0.5833 mg at 25: the limit, and 0.1 mg/h for 215 min; two limits, and it for 190 min
    [
      'what flows after it',
      { demand: '1 mg', lockout: '5 min', basal: '1 mg/h', limit: ['6 mg', '4 h'], kvo: '0.1 mg/h' },
      '4 h',
      '763/120 mg',
      '739/60 mg',
    ],
  ])('%s', (_, order, window, rolls, isFixed) => {
    const w: Words = { demand: '1 mg', ...order };
    expect([amount({ ...w, ...rolling }, window), amount({ ...w, ...notStated }, window)]).toEqual([
      rolls,
      rolls,
    ]);
    expect([amount({ ...w, ...fixed }, window), ifFixed(w, window)]).toEqual([isFixed, isFixed]);
  });
  test('is no other figure where nothing reaches the limit', () => {
    expect(ifFixed({ demand: '0.2 mg', limit: ['4 mg', '4 h'] }, '1 h')).toBeNull();
    expect(ifFixed({ demand: '0.2 mg', limit: ['4.8 mg', '4 h'] }, '24 h')).toBeNull();
    expect(worst({ demand: '0.2 mg', limit: ['4 mg', '4 h'], ...rolling }, '4 h').ifFixed).toBeNull();
    expect(worst({ demand: '0.2 mg', limit: ['4 mg', '4 h'], ...fixed }, '4 h').ifFixed).toBeNull();
  });
  test('the run meets the second limit as soon as the first is used up', () => {
    const w: Words = { demand: '1 mg', lockout: '5 min', limit: ['6 mg', '4 h'], ...fixed };
    expect([simulated(w, '4 h'), simulated(w, '24 h')]).toEqual(['12 mg', '42 mg']);
    expect(simulated({ ...w, ...notStated }, '4 h')).toBe('6 mg');
  });
  // six doses of 4 mg from the start of each window, as above, beside 24 mg that nobody stops
  test('counts once more all that a pump lets through whose behaviour at its limit is not known', () => {
    const open = { window: 'not-stated', basal: 'not-known', demand: 'finished' } as AtLimit;
    const w: Words = { demand: '4 mg', basal: '6 mg/h', limit: ['26.5 mg', '4 h'], atLimit: open };
    const { amount: a, ifFixed: f } = worst(w, '4 h');
    expect([quantityText(a.result), f && quantityText(f.result)]).toEqual(['48 mg', '72 mg']);
  });
});
