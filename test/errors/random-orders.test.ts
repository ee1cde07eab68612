import { expect, test } from 'vitest';
import { randomOrders } from './random-orders.ts';

/** 20,000 orders are `npm run test:orders`; these keep it from rotting. */
test('what has to hold of any order holds of random ones', () => {
  const figures = randomOrders(100, 5);
  expect(figures.broken).toEqual({
    'second opinion': [],
    'raised limit': [],
    'lowered dose': [],
    'proposed change': [],
  });
  expect(figures.orders).toBeGreaterThan(50);
  expect(figures.compared).toBeGreaterThan(100);
  expect(figures.proposed).toBeGreaterThan(15);
});
