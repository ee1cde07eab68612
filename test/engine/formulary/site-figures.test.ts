import { expect, test } from 'vitest';
import { caddSolis } from '../../../engine/pumps/cadd-solis.ts';
import { withSiteFigures } from '../../../engine/formulary/site-figures.ts';

test('a site replaces the figures that it entered, and no others', () => {
  const own = withSiteFigures(caddSolis, { 'demand-dose': { step: '0.1 mL' } });
  const field = (pump: typeof own, id: string) => pump?.modes.pca?.find((f) => f.id === id);
  expect(field(own, 'demand-dose')?.step).toMatchObject({
    value: '0.1 mL',
    provenance: 'sourced',
    source: { id: 'SITE' },
  });
  expect(field(own, 'demand-dose')?.max).toEqual(field(caddSolis, 'demand-dose')?.max);
  expect(field(own, 'lockout')).toEqual(field(caddSolis, 'lockout'));
});
