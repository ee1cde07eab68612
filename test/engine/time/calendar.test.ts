import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageOn,
  dateText,
  dayOf,
  instantText,
  parseDate,
  parseInstant,
  type Day,
  type Minute,
} from '../../../engine/time/calendar.ts';

const day = (text: string): Day => {
  const read = parseDate(text);
  if (!read.ok) throw new Error(text);
  return read.value;
};
const minute = (text: string): Minute => {
  const read = parseInstant(text);
  if (!read.ok) throw new Error(text);
  return read.value;
};

describe('dates', () => {
  test.each([
    ['1970-01-01', 0],
    ['1970-01-02', 1],
    ['1969-12-31', -1],
    ['2000-03-01', 11017],
    ['2026-03-02', 20514],
    ['1900-03-01', -25508],
  ])('%s is day %d', (text, n) => {
    expect(day(text)).toBe(n);
    expect(dateText(n)).toBe(text);
  });
  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-01-00',
    '2026-1-01',
    '26-01-01',
    '2026/01/01',
    '2026-01-01T00:00Z',
    '1849-12-31',
    '',
    '2026-01-32',
    ' 2026-01-01',
    '9999-99-99',
  ])('%j is refused', (text) =>
    expect(parseDate(text)).toMatchObject({ ok: false, failure: { code: 'date-not-read', given: text } }),
  );
  test.each(['2024-02-29', '2000-02-29', '2026-12-31', '1850-01-01'])('%s exists', (text) =>
    expect(dateText(day(text))).toBe(text),
  );
  /** The platform's own calendar is the second one. */
  test('agree with the calendar of the platform, day by day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40000, max: 60000 }), (n) => {
        const text = new Date(n * 86400000).toISOString().slice(0, 10);
        expect(day(text)).toBe(n);
        expect(dateText(n)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('instants', () => {
  test.each([
    ['1970-01-01T00:00Z', 0],
    ['1970-01-01T01:30Z', 90],
    ['1970-01-01T00:00+01:00', -60],
    ['1970-01-01T00:00-05:30', 330],
    ['1970-01-01T00:00:59.999Z', 0],
    ['1970-01-01T00:01:00Z', 1],
    ['1970-01-01T14:00+14:00', 0],
  ])('%s is minute %d', (text, n) => expect(minute(text)).toBe(n));
  test.each([
    '1970-01-01T00:00',
    '1970-01-01 00:00Z',
    '1970-01-01T24:00Z',
    '1970-01-01T00:60Z',
    '1970-02-30T00:00Z',
    '1970-01-01T00:00+15:00',
    '1970-01-01T00:00+01:60',
    '1970-01-01T0:00Z',
    '',
    '1970-01-01',
    '1970-01-01T00:00Zz',
    '1970-01-01T00:00:1Z',
  ])('%j is refused', (text) =>
    expect(parseInstant(text)).toMatchObject({
      ok: false,
      failure: { code: 'instant-not-read', given: text },
    }),
  );
  test('are written in UTC and read back', () => {
    expect(instantText(90)).toBe('1970-01-01T01:30Z');
    expect(instantText(-1)).toBe('1969-12-31T23:59Z');
    expect(instantText(minute('2026-03-02T08:05-05:00'))).toBe('2026-03-02T13:05Z');
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 7), max: 10 ** 8 }), (n) => minute(instantText(n)) === n),
    );
    expect([dayOf(1439 as Minute), dayOf(1440 as Minute), dayOf(-1 as Minute)]).toEqual([0, 1, -1]);
  });
});

/** Counted on a calendar by hand. */
describe('age', () => {
  test.each([
    ['1961-05-20', '2026-03-02', [64, 9, 10]],
    ['2000-01-01', '2000-01-01', [0, 0, 0]],
    ['2000-01-31', '2000-03-01', [0, 1, 0]],
    ['2000-01-31', '2000-02-29', [0, 0, 29]],
    ['2000-02-29', '2001-02-28', [0, 11, 30]],
    ['2000-02-29', '2001-03-01', [1, 0, 0]],
    ['2000-02-29', '2004-02-29', [4, 0, 0]],
    ['2025-12-31', '2026-01-30', [0, 0, 30]],
    ['2025-12-31', '2026-01-31', [0, 1, 0]],
    ['1999-03-15', '2026-03-14', [26, 11, 27]],
    ['1999-03-15', '2026-03-15', [27, 0, 0]],
    ['2026-01-15', '2026-03-10', [0, 1, 23]],
  ] as const)('born %s, on %s', (birth, on, [years, months, days]) =>
    expect(ageOn(day(birth), day(on))).toEqual({ years, months, days }),
  );
  test('grows by the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20000 }), fc.integer({ min: 0, max: 20000 }), (birth, later) => {
        const [a, b] = [
          ageOn(birth as Day, (birth + later) as Day),
          ageOn(birth as Day, (birth + later + 1) as Day),
        ];
        const order = (x: typeof a) => x.years * 10000 + x.months * 100 + x.days;
        expect(order(b)).toBeGreaterThan(order(a));
        expect(a.months).toBeLessThan(12);
        expect(a.days).toBeLessThan(31);
      }),
    );
  });
});
