import { expect, test } from 'vitest';
import { clockWords } from '../../renderer/ui/clock-words.ts';

const words = (now: string, why: 'behind' | 'ahead') =>
  clockWords({ why, trusted: '2026-11-23T15:00:00.000Z', now }, 'America/New_York');

test('a clock that says a time before the last certain one may be behind, or was ahead', () => {
  expect(words('2026-11-22T15:00:00.000Z', 'behind')).toBe(
    'The clock of this machine says 2026-11-22 10:00, before 2026-11-23 10:00, when it was last certain: it is behind now, or it was ahead when the last entries in the log were written.',
  );
});

test('one that was behind and was set too far says what it is now', () => {
  expect(words('2027-01-09T15:00:00.000Z', 'behind')).toContain(
    'it is not certain that so much time has passed since 2026-11-23 10:00',
  );
});
