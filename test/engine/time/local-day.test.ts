import { describe, expect, test } from 'vitest';
import { instantText, parseDate } from '../../../engine/time/calendar.ts';
import { endOfLocalDay, wallClock } from '../../../engine/time/local-time.ts';
import { parseInstant } from '../../../engine/time/calendar.ts';
import { unwrap } from '../../../engine/number/result.ts';

// offsets by the IANA zone database: New York −5 h in winter and −4 h in summer, Sydney +11 h and +10 h, Kolkata +5:30
describe('the last minute of a day where the site is', () => {
  test.each([
    ['2026-12-02', 'America/New_York', '2026-12-03T04:59Z'],
    ['2026-08-02', 'America/New_York', '2026-08-03T03:59Z'],
    // clocks go back on 1 November at 02:00, and forward on 8 March
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59Z'],
    ['2026-10-31', 'America/New_York', '2026-11-01T03:59Z'],
    ['2026-03-08', 'America/New_York', '2026-03-09T03:59Z'],
    ['2026-03-07', 'America/New_York', '2026-03-08T04:59Z'],
    ['2026-12-02', 'Asia/Kolkata', '2026-12-02T18:29Z'],
    ['2026-12-02', 'Australia/Sydney', '2026-12-02T12:59Z'],
    // clocks go back on 5 April at 03:00, which is 4 April 14:00 UTC: between this midnight and that of UTC
    ['2026-04-04', 'Pacific/Auckland', '2026-04-04T10:59Z'],
    ['2026-12-02', 'UTC', '2026-12-02T23:59Z'],
  ])('%s in %s: %s', (day, zone, wanted) => {
    expect(instantText(endOfLocalDay(unwrap(parseDate(day)), zone))).toBe(wanted);
  });
  test('a zone that nobody knows is refused', () => {
    expect(() => endOfLocalDay(unwrap(parseDate('2026-12-02')), 'Mars/Base')).toThrow('time-zone-not-known');
  });
  test('an instant as the wall shows it', () => {
    expect(wallClock(unwrap(parseInstant('2026-12-03T04:59Z')), 'America/New_York')).toBe('2026-12-02 23:59');
  });
});
