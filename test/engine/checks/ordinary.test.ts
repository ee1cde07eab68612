import { describe, expect, test } from 'vitest';
import { openly } from '../../../words/finding.ts';
import { library } from '../base-order.ts';
import { ordinaryOrders, ordinaryReport } from '../ordinary-orders.ts';

/** What somebody has to do something about, and is about this order or patient. */
const questions = (o: (typeof ordinaryOrders)[number], of?: typeof library) =>
  openly(ordinaryReport(o, of).findings).filter(
    (f) =>
      f.about === undefined &&
      (f.outcome === 'could-not-be-done' || (f.outcome === 'fail' && f.severity !== 'info')),
  );

const distinct = (list: readonly unknown[]) => [...new Set(list.map(String))].toSorted();

test('there are sixty of them, over every route and way of delivery', () => {
  expect(ordinaryOrders.length).toBeGreaterThanOrEqual(60);
  expect(distinct(ordinaryOrders.map((o) => o.changes['order.route']))).toEqual([
    'IV',
    'SC',
    'epidural',
    'perineural',
  ]);
  const kinds = ordinaryOrders.map((o) => (o.changes['order.regimen'] as { kind: string }).kind);
  expect(distinct(kinds)).toEqual(['continuous', 'intermittent', 'nerve-block', 'pca', 'taper']);
});

describe('an ordinary order is not questioned', () => {
  test.each(ordinaryOrders)('$id: $source', (o) => {
    expect(questions(o).map((f) => `${f.outcome} ${f.severity} ${f.id}`)).toEqual([]);
  });
  test.each(ordinaryOrders)('$id has two lines for the site at most, and one of open information', (o) => {
    const open = openly(ordinaryReport(o).findings);
    expect(open.filter((f) => f.about !== undefined).length).toBeLessThanOrEqual(2);
    expect(open.filter((f) => f.outcome === 'fail' && f.severity === 'info').length).toBeLessThanOrEqual(1);
  });
});

// epi-18: no limit of it was found; the site enters one, and until then two pharmacists answer one line
test('epidural fentaNYL is one question until the site has entered a limit', () => {
  const mixed = ordinaryOrders.filter((o) => JSON.stringify(o.changes).includes('"drug":"fentanyl","vial"'));
  expect(mixed.length).toBeGreaterThan(2);
  for (const o of mixed)
    expect(questions(o, library).map((f) => `${f.outcome} ${f.severity} ${f.id}`)).toEqual([
      'could-not-be-done hard no-limit-for-route',
    ]);
});
