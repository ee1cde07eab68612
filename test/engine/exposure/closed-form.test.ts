import { describe, expect, test } from 'vitest';
import type { AtLimit } from '../../../engine/pumps/pump.ts';
import { printed } from '../../../engine/derivation/derivation.ts';
import { dosesUnderLimit, timeToLimit } from '../../../engine/exposure/closed-form-run.ts';
import { inBase, quantityText, to } from '../../../engine/number/quantity.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { factsWith } from '../base-order.ts';
import { brutePump, mostOnTape } from './brute-pump.ts';
import { units } from './deliveries.ts';
import { amount, delivery, mass, simulated, worst, type Words } from './words.ts';

const whole = (t: string) => parseInt(t, 10) * (t.endsWith('h') ? 60 : 1);

const inMinutes = ([duration, every, count]: [string, string, string]) => {
  return { duration: whole(duration), every: whole(every), count: parseInt(count, 10) };
};
describe('at a limit whose semantics no source gives, the worst that is left open', () => {
  // CADD-Prizm PCS II, limit 26.5 mg in 4 h, basal 6 mg/h, demand 4 mg, lockout 10 min. By hand: the basal rate alone gives
  // 24 mg in 4 h; each 10 min a dose and 1 mg of basal are counted, so that doses begin at 0, 5, 10, 15, 20 and 25 mg.
  const order = { demand: '4 mg', basal: '6 mg/h', limit: ['26.5 mg', '4 h'] } as Words;
  test.each<[string, AtLimit, string]>([
    [
      'finishes a dose begun below it: 24 + 6 × 4',
      { window: 'rolling', basal: 'not-known', demand: 'finished' },
      '48 mg',
    ],
    ['cuts it: 24 + 5 × 4 + 1.5', { window: 'rolling', basal: 'not-known', demand: 'cut' }, '45.5 mg'],
    ['stands still and cuts', { window: 'rolling', basal: 'stops', demand: 'cut' }, '26.5 mg'],
  ])('the pump %s', (_, atLimit, wanted) => {
    expect(amount({ ...order, atLimit }, '4 h')).toBe(wanted);
    expect(worst({ ...order, atLimit }, '4 h').kind).toBe('exact');
    expect(simulated({ ...order, atLimit }, '4 h')).toBe(wanted);
  });
  test('an order on that pump is answered with 48 mg in 4 h', () => {
    const facts = factsWith({
      'order.pump': 'cadd-prizm-pcs2',
      'order.regimen': {
        kind: 'pca',
        demand: '4 mg',
        lockout: '10 min',
        basal: '6 mg/h',
        limit: { kind: 'amount', amount: '26.5 mg', window: '4 h' },
      },
    });
    expect(quantityText(facts.worst.fourHours.amount.result)).toBe('48 mg');
  });
  // found by the exhaustive run: 21 units every 8 ticks, 3 a tick, 90 in 18 ticks (a tick of 5 min, a unit of 0.12 mg). By hand
  // the most from the start is 18 × 3 + 2 × 21 = 96; a pump that stands still at its limit and finishes doses gives 105 later.
  test('a pump that stands still at its limit may give more in a later window than one that runs on does at first', () => {
    const found = {
      demand: '2.52 mg',
      lockout: '40 min',
      basal: '4.32 mg/h',
      limit: ['10.8 mg', '90 min'],
      sessions: ['195 min', '220 min', '2'],
      atLimit: { window: 'rolling', basal: 'not-known', demand: 'finished' },
    } as Words;
    const bound = worst(found, '90 min');
    expect(bound.kind).toBe('bound');
    expect(inBase(bound.amount.result).compare(inBase(mass('12.6 mg')))).toBeGreaterThanOrEqual(0);
  });
  test('the basal rate that nobody stops goes on after the limit', () => {
    // 24 h of 6 mg/h and six doses at once; in each later window one dose begins below what the basal rate leaves (2.5 mg)
    expect(
      amount({ ...order, atLimit: { window: 'rolling', basal: 'not-known', demand: 'finished' } }, '24 h'),
    ).toBe('188 mg');
  });
});

describe('whole doses, not 60 ÷ lockout (field study (c) 3)', () => {
  test.each([
    // lockout, doses of 1 mg in 60 min, half-open
    ['6 min', '10 mg'],
    ['7 min', '9 mg'],
    ['8 min', '8 mg'],
    ['10 min', '6 mg'],
    ['15 min', '4 mg'],
    ['25 min', '3 mg'],
    ['40 min', '2 mg'],
    ['45 min', '2 mg'],
    ['60 min', '1 mg'],
    ['90 min', '1 mg'],
  ])('lockout %s: %s in 60 min', (lockout, wanted) => {
    expect(amount({ demand: '1 mg', lockout }, '1 h')).toBe(wanted);
    expect(simulated({ demand: '1 mg', lockout }, '1 h')).toBe(wanted);
  });
  test('lockout 45 min: 6 doses in 240 min (golden case 3)', () => {
    expect(amount({ demand: '1 mg', lockout: '45 min' }, '4 h')).toBe('6 mg');
  });
  test('20 mg every 3 min: 9 doses, 180 mg, once 24 min have passed (ASSIST-2)', () => {
    expect(amount({ demand: '20 mg', lockout: '3 min' }, '25 min')).toBe('180 mg');
  });
  test('one more dose at the edge where the window is not known to roll', () => {
    expect(quantityText(worst({ demand: '1 mg' }, '1 h').plusOneDose!.result)).toBe('7 mg');
  });
});

describe('the limit (calculations.md 7)', () => {
  const b: Words = { demand: '0.4 mg', basal: '0.2 mg/h', limit: ['6 mg', '4 h'] };
  test('example A: the limit never binds', () => {
    const a: Words = { demand: '1 mg', limit: ['30 mg', '4 h'] };
    expect([amount(a, '1 h'), amount(a, '4 h'), amount(a, '24 h')]).toEqual(['6 mg', '24 mg', '144 mg']);
    expect(timeToLimit(delivery(a))).toBeNull();
    expect(worst(a, '24 h').binding).toBe('lockout');
  });
  test('example B: 2.6 mg in 1 h, the limit binds at 6 mg in 4 h, 36 mg in 24 h', () => {
    expect([amount(b, '1 h'), amount(b, '4 h'), amount(b, '24 h')]).toEqual(['2.6 mg', '6 mg', '36 mg']);
    expect([worst(b, '1 h').binding, worst(b, '4 h').binding]).toEqual(['lockout', 'limit']);
    const room = dosesUnderLimit(delivery(b))!;
    expect([quantityText(room.doses.result), quantityText(room.spacing.result)]).toEqual([
      '13',
      '240/13 min',
    ]);
  });
  test('KVO after the limit is drug on top of it, and the limit does not count it', () => {
    // 0.1 mL/h of 0.2 mg/mL. The limit is reached at 130 min: 14th dose at 13 × 10 min; 110 min of each 4 h are left
    const kvo = { ...b, kvo: '0.02 mg/h' };
    expect(quantityText(to(timeToLimit(delivery(kvo))!, 'min'))).toBe('130 min');
    expect(amount(kvo, '4 h')).toBe('1811/300 mg');
    expect(amount(kvo, '24 h')).toBe('36.22 mg');
    expect(quantityText(worst(kvo, '24 h').underLimit)).toBe('36 mg');
    expect(simulated(kvo, '24 h')).toBe('36.22 mg');
  });
  test('0.5 mg/h + 0.2 mg every 10 min: 6.8 mg in 4 h without the limit, 6 with it (golden case 2)', () => {
    const w: Words = { basal: '0.5 mg/h' };
    expect([amount(w, '4 h'), amount({ ...w, limit: ['6 mg', '4 h'] }, '4 h')]).toEqual(['6.8 mg', '6 mg']);
  });
  test('a window that is no multiple: a whole limit window and what its rest can hold', () => {
    expect(amount(b, '5 h')).toBe('8.6 mg'); // 6 + 2.6
    expect(amount(b, '7 h')).toBe('12 mg'); // 6 + min(6; 7.8)
  });
  test('the last dose is cut short at the limit', () => {
    expect(amount({ demand: '1 mg', limit: ['2.5 mg', '4 h'] }, '4 h')).toBe('2.5 mg');
    expect(simulated({ demand: '1 mg', limit: ['2.5 mg', '4 h'] }, '1 h')).toBe('2.5 mg');
  });
  test('a lockout that runs past the end of the limit window makes it a bound, not exact', () => {
    // doses at 0, 25 and 50 min (0.9 of it), then at 75: 3.9 in 90 min, where ceil(90 ÷ 25) = 4 would fit
    const w: Words = { demand: '1 mg', lockout: '25 min', limit: ['2.9 mg', '1 h'] };
    expect([worst(w, '90 min').kind, amount(w, '90 min'), simulated(w, '90 min')]).toEqual([
      'bound',
      '4 mg',
      '3.9 mg',
    ]);
  });
  test('KVO above the basal rate counts for the whole time', () => {
    // 4 mg in 4 h and, at most, 5 mg/h for 4 h
    const w: Words = { demand: '1 mg', basal: '0.1 mg/h', limit: ['4 mg', '4 h'], kvo: '5 mg/h' };
    expect([amount(w, '4 h'), worst(w, '4 h').kind]).toEqual(['24 mg', 'bound']);
  });
});

describe('sessions', () => {
  const night: Words = { sessions: ['12 h', '24 h', '7'], limit: ['4 mg', '4 h'] };
  test('a window no longer than the gap meets one session', () => {
    expect([amount(night, '4 h'), amount(night, '12 h')]).toEqual(['4 mg', '12 mg']);
    expect(worst(night, '12 h').kind).toBe('exact');
  });
  test('a session shorter than the window ends the exposure', () => {
    expect(amount({ sessions: ['30 min', '4 h', '1'] }, '1 h')).toBe('0.6 mg');
  });
  test('24 h can hold the end of one session and the beginning of the next', () => {
    // From 125 min into the first session: 4 mg twice and 12 doses, then 13 doses of the next: 8 + 2.4 + 2.6.
    // The patient who presses at once gets 12 mg; one who waits gets 13.
    expect([amount(night, '24 h'), worst(night, '24 h').kind, simulated(night, '24 h')]).toEqual([
      '13 mg',
      'bound',
      '12 mg',
    ]);
  });
  test.each([
    // Each window begins late in the first session: a patient who waited gets this, one who presses at once does not.
    // 30 min every 5 h, two doses a limit: 2 in the last 20 min of one session, 2 in the first 20 of the next
    [{ limit: ['0.4 mg', '4 h'], sessions: ['30 min', '5 h', '2'] }, '310 min', '0.8 mg', 10],
    // 25 min every 100: doses at 2, 12, 22 and 100
    [{ sessions: ['25 min', '100 min', '3'] }, '99 min', '0.8 mg', 2],
    // 60 min every 120, no more than 2 in an hour: 4 in the last 25 min and the first 25
    [{ perHour: '2', sessions: ['60 min', '120 min', '2'] }, '110 min', '0.8 mg', 35],
  ] as [Words, string, string, number][])('%j: a window of %s can hold %s', (w, window, wanted, from) => {
    expect([amount(w, window), worst(w, window).kind]).toEqual([wanted, 'bound']);
    const small = {
      demand: 20,
      lockout: 10,
      basal: 0,
      loading: 0,
      clinician: null,
      kvo: 0,
      limit: w.limit ? { amount: 40, window: 240 } : null,
      maxPerHour: w.perHour === undefined ? null : 2,
      sessions: inMinutes(w.sessions!),
    };
    const tape = brutePump(small, 720, (t) => t >= from);
    expect(quantityText(units(mostOnTape(tape, parseInt(window, 10))))).toBe(wanted);
  });
  test('after a short gap the limit may be used up from the start: KVO counts for the whole window', () => {
    // 4 mg and 0.02 mg/h for 4 h, where one session alone gives KVO for the 50 min or so after the limit
    const w: Words = { ...night, basal: '0.1 mg/h', kvo: '0.02 mg/h', sessions: ['12 h', '13 h', '7'] };
    expect([amount(w, '4 h'), worst(w, '4 h').kind]).toEqual(['4.08 mg', 'bound']);
    // also in a window that meets one session only: 2 mg and 3 h of KVO, where the limit is reached after 90 min
    const tight: Words = { ...w, limit: ['2 mg', '4 h'], sessions: ['12 h', '15 h', '7'] };
    expect([amount(tight, '3 h'), worst(tight, '3 h').kind]).toEqual(['2.06 mg', 'bound']);
    expect(amount({ ...tight, sessions: ['12 h', '16 h', '7'] }, '3 h')).toBe('2.03 mg');
    expect([
      worst({ ...w, kvo: '0 mg/h' }, '1 h').kind,
      worst({ ...w, sessions: ['12 h', '16 h', '7'] }, '4 h').kind,
    ]).toEqual(['exact', 'exact']);
  });
  test('all sessions in one window are their sum', () => {
    const w: Words = { sessions: ['4 h', '12 h', '3'] };
    expect([amount(w, '48 h'), worst(w, '48 h').kind]).toEqual(['14.4 mg', 'exact']);
    expect(simulated(w, '48 h')).toBe('14.4 mg');
  });
  test('sessions without a gap are one session: 24 h every 24 h, 3 mg/h + 2 mg an hour is 120 mg (CADD-OAT)', () => {
    const w: Words = { demand: '2 mg', lockout: '60 min', basal: '3 mg/h', sessions: ['24 h', '24 h', '7'] };
    expect([amount(w, '24 h'), amount(w, '72 h'), worst(w, '24 h').kind]).toEqual([
      '120 mg',
      '360 mg',
      'exact',
    ]);
  });
});

describe('outside the limit', () => {
  test('the loading dose counts once', () => {
    const w: Words = { loading: '1 mg', sessions: ['12 h', '24 h', '7'] };
    expect([amount(w, '1 h'), simulated(w, '1 h')]).toEqual(['2.2 mg', '2.2 mg']);
  });
  test('clinician boluses: 20 mcg every 5 min, 3 in 4 h, on 10 mcg every 6 min (ISMP-040729)', () => {
    const w: Words = {
      demand: '10 mcg',
      lockout: '6 min',
      basal: '0 mcg/h',
      kvo: '0 mcg/h',
      clinician: ['20 mcg', '5 min', '3', '4 h'],
    };
    expect([amount(w, '1 h'), amount(w, '4 h'), amount(w, '5 h')]).toEqual(['160 mcg', '460 mcg', '620 mcg']);
    expect(simulated(w, '5 h')).toBe('620 mcg');
  });
  test('their interval holds across the edge of the period: 30 min apart, not 4 in 100 min and one at 100', () => {
    const w: Words = { clinician: ['1 mg', '30 min', '9', '100 min'] };
    // doses at 0, 30, 60, 90, 120: five in 125 min, besides 13 PCA doses
    expect([amount(w, '125 min'), simulated(w, '125 min')]).toEqual(['7.6 mg', '7.6 mg']);
  });
  test('the pump counts none of them', () => {
    const w: Words = { loading: '1 mg', clinician: ['1 mg', '1 h', '1', '4 h'], limit: ['2 mg', '4 h'] };
    expect([amount(w, '4 h'), quantityText(worst(w, '4 h').underLimit)]).toEqual(['4 mg', '2 mg']);
  });
});

describe('doses per hour', () => {
  test('a count below what the lockout lets binds in every hour', () => {
    const w: Words = { demand: '1 mg', perHour: '4' };
    expect([amount(w, '1 h'), amount(w, '4 h'), amount(w, '90 min')]).toEqual(['4 mg', '16 mg', '7 mg']);
    expect([worst(w, '4 h').binding, worst(w, '4 h').kind]).toEqual(['max-doses-per-hour', 'exact']);
    expect(simulated(w, '90 min')).toBe('7 mg');
  });
  test('a count above it does nothing', () => {
    expect([amount({ perHour: '6' }, '1 h'), worst({ perHour: '6' }, '1 h').binding]).toEqual([
      '1.2 mg',
      'lockout',
    ]);
  });
});

test('every printed line reads back to the same number', () => {
  const all: Words[] = [
    {
      demand: '0.4 mg',
      basal: '0.2 mg/h',
      limit: ['6 mg', '4 h'],
      kvo: '0.02 mg/h',
      perHour: '5',
      loading: '1 mg',
    },
    { sessions: ['11 h', '20 h', '7'], limit: ['4 mg', '4 h'], clinician: ['1 mg', '7 min', '3', '1 h'] },
    { sessions: ['7 h', '9 h', '7'], basal: '0.1 mg/h', limit: ['3 mg', '5 h'], kvo: '0.3 mg/h' },
  ];
  const lines = all.flatMap((w) =>
    ['1 h', '4 h', '24 h', '72 h'].flatMap((t) => {
      const { amount: a, plusOneDose, steps } = worst(w, t);
      return [...steps, a, plusOneDose!].map(printed);
    }),
  );
  expect(recheckAll(lines)).toEqual([]);
});

// 8 sessions of 2 h every 3 h: each alone could take the limit of 1.2 mg, 9.6 mg in a day; the pump's window of 4 h goes on
// between them, and 6 of it begin in 24 h: 7.2 mg
test('a limit that goes on over the gaps binds a day of short sessions, as an upper bound', () => {
  const { day } = factsWith({
    'order.regimen.limit': { kind: 'amount', amount: '1.2 mg', window: '4 h' },
    'order.sessions': { start: '2026-11-24T01:00Z', duration: '2 h', every: '3 h', count: '8' },
  }).worst;
  expect([quantityText(day.amount.result), day.kind, day.binding]).toEqual(['7.2 mg', 'bound', 'limit']);
});
