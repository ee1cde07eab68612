import { expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsWith, refusalsOf, fileWith } from '../base-order.ts';

const before = (previous: unknown, more = {}) => ({ 'order.firstOrder': false, previous, ...more });
const found = (id: string, previous: unknown, more = {}) =>
  findingsOf(factsWith(before(previous, more))).filter((f) => f.id === id && f.outcome !== 'pass');

// errors.md 2: dose against the previous one; the base order has 0.2 mg, 4 mg in 4 h, 0.2 mg/mL
test('the order before, as a file gives it, is the yardstick of every check that asks for one', () => {
  const tenth = {
    worst24h: '0.96 mg',
    regimen: { demand: '0.02 mg', lockout: '10 min', limit: '0.4 mg in 4 h' },
    concentration: '1 mg/mL',
  };
  expect(found('far-from-last-order', tenth).map((f) => f.subject)).toEqual(['demand dose', 'pump limit']);
  expect(found('concentration-changed', tenth)).toMatchObject([{ limit: '1 mg/mL before' }]);
  expect(found('mme-jump', tenth)).toMatchObject([{ outcome: 'fail' }]);
  expect(found('mme-jump', { concentration: '0.2 mg/mL' })).toMatchObject([
    { outcome: 'could-not-be-done', missing: 'the worst case of the order before' },
  ]);
  expect(found('mme-jump', undefined)).toMatchObject([{ outcome: 'could-not-be-done' }]);
});

test.each([
  [{ worst24h: '1 mL' }, 'previous.worst24h'],
  [{ worst24h: '.5 mg' }, 'previous.worst24h'],
  [{ regimen: { demand: '1e3 mg' } }, 'previous.regimen.demand'],
  [{ regimen: { limit: '4 mg' } }, 'previous.regimen.limit'],
  [{ regimen: { limit: '4 mg in 4 mL' } }, 'previous.regimen.limit'],
  [{ regimen: { limit: '4 mg in 4 h in 2 h' } }, 'previous.regimen.limit'],
  [{ concentration: '1 mg' }, 'previous.concentration'],
])('%j is refused at %s', (previous, path) => {
  expect(refusalsOf(fileWith(before(previous))).map((i) => i.path)).toEqual([path]);
});

test('a unit in another spelling is read as the same unit', () => {
  const spelled = { regimen: { basal: '0.2 mg/hr', limit: '0.4 mg in 240 minutes' } };
  const more = { 'order.regimen.basal': '0.2 mg/h' };
  expect(found('far-from-last-order', spelled, more).map((f) => f.subject)).toEqual(['pump limit']);
});
