import { describe, expect, test } from 'vitest';
import {
  ageWords,
  daysBetween,
  instantAt,
  instantWords,
  wallClock,
  yearsOld,
} from '../../renderer/ui/dates.ts';

// Offsets: IANA time zone database, America/New_York (EST −5, EDT −4; 2026: forward on 8 March, back on 1 November).
const zone = 'America/New_York';

describe('a typed date and time become an instant', () => {
  test.each([
    ['2026-11-23', '20:00', '2026-11-23T20:00-05:00'],
    ['2026-07-01', '08:30', '2026-07-01T08:30-04:00'],
    ['2026-03-08', '03:00', '2026-03-08T03:00-04:00'],
    ['2026-03-08', '01:59', '2026-03-08T01:59-05:00'],
  ])('%s %s in New York is %s', (date, time, instant) => {
    expect(instantAt(date, time, zone)).toBe(instant);
  });

  test('a time that comes twice in autumn is the first', () => {
    expect(instantAt('2026-11-01', '01:30', zone)).toBe('2026-11-01T01:30-04:00');
  });

  test('a time that spring skips has no offset, so the host refuses it by name', () => {
    expect(instantAt('2026-03-08', '02:30', zone)).toBe('2026-03-08T02:30');
  });

  test.each([
    ['23.11.2026', '20:00'],
    ['2026-11-23', '8pm'],
    ['2026-11-23', '24:00'],
    ['', ''],
  ])('%s %s goes on as typed', (date, time) => {
    expect(instantAt(date, time, zone)).toBe(`${date}T${time}`);
  });

  test('zones with half hours', () => {
    expect(instantAt('2026-11-23', '20:00', 'Asia/Kolkata')).toBe('2026-11-23T20:00+05:30');
    expect(instantAt('2026-11-23', '20:00', 'America/St_Johns')).toBe('2026-11-23T20:00-03:30');
  });
});

test('an instant is shown on the wall clock of the pharmacy', () => {
  expect(instantWords('2026-11-24T01:00:00.000Z', zone)).toBe('2026-11-23 20:00');
  expect(wallClock(new Date('2026-11-23T05:00:00Z'), zone)).toEqual({ date: '2026-11-23', time: '00:00' });
  expect(instantWords('soon', zone)).toBe('soon');
});

test('age of a fact and of a person', () => {
  expect(daysBetween('2026-09-02', '2026-11-23')).toBe(82);
  expect(ageWords('2026-11-23', '2026-11-23')).toBe('today');
  expect(ageWords('2026-09-02', '2026-11-23')).toBe('82 d old');
  expect(ageWords('2026-11-25', '2026-11-23')).toBe('in 2 d');
  expect(yearsOld('1960-11-23', '2026-11-23')).toBe(66);
  expect(yearsOld('1960-11-24', '2026-11-23')).toBe(65);
});
