import { describe, expect, test } from 'vitest';
import { cases, noiseOf, stainsOf, verdict } from './adversarial.ts';

/**
 * Orders that kill, each beside the same order without its hazard, written from published incidents, labels and limits and
 * not from the checks (test/cases/adversarial/orders.json). A lethal order has to be stopped by a finding that its clean order
 * does not have and that names the hazard; an ordinary order has to stay quiet.
 *
 * These are not stopped yet. Each is held to be open still, so that the list can only become shorter.
 */
const OPEN: readonly string[] = [];

/** Ordinary orders that are told too much still. */
const NOISY: readonly string[] = [];

describe('a lethal order', () => {
  for (const c of cases.lethal)
    test(`${c.id}: ${c.what}`, () => {
      const stains = stainsOf(c);
      const { added, named } = verdict(c);
      const isStopped = stains.length === 0 && named.length > 0;
      const why = `${c.hazard}\nto be named: /${c.must}/, ${c.severity} at least\nclean: ${stains.join('\n')}\ntold: ${added.join('\n')}`;
      if (OPEN.includes(c.id))
        expect(isStopped, `${c.id} is stopped by now: take it out of OPEN`).toBe(false);
      else expect(isStopped, why).toBe(true);
    });
});

describe('an ordinary order', () => {
  for (const c of cases.ordinary)
    test(`${c.id}: ${c.what}`, () => {
      const noise = noiseOf(c);
      if (NOISY.includes(c.id))
        expect(noise, `${c.id} is quiet by now: take it out of NOISY`).not.toEqual([]);
      else expect(noise, c.source).toEqual([]);
    });
});

describe('the lists', () => {
  const ids = [...cases.lethal, ...cases.ordinary].map((c) => c.id);

  test('names every case once', () => expect(new Set(ids).size).toBe(ids.length));

  test('leave open only what is there', () =>
    expect([...OPEN, ...NOISY].filter((id) => !ids.includes(id))).toEqual([]));

  test('cover every base', () =>
    expect(
      Object.keys(cases.bases).filter(
        (base) => ![...cases.lethal, ...cases.ordinary].some((c) => c.base === base),
      ),
    ).toEqual([]));
});
