import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calculate, type CalculatorAnswer } from '../../../engine/calculators/calculate.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import { exact, decimalText, type Exact } from '../../../engine/number/notation.ts';
import { readUnit } from '../../../engine/number/units.ts';
import { randomInput, seeded } from './generate.ts';

type Texts = Record<string, unknown>;
const solvable = calculators.filter((c) => c.solveFor !== null);

/** A valid random input and its answer; undefined after many refusals. */
function valid(id: string, seed: number): { input: Texts; answer: CalculatorAnswer } | undefined {
  const c = calculators.find((x) => x.id === id)!;
  const random = seeded(seed);
  for (let i = 0; i < 60; i += 1) {
    const { rounding: _none, ...input } = randomInput(c, random) as Texts & { rounding?: string };
    const answer = calculate(id, input);
    if (answer.ok) return { input, answer: answer.value };
  }
  return undefined;
}

/** Seeded, so that the suite gives the same answer every time; `PROPERTY_RUNS` and `PROPERTY_SEED` for a longer search. */
const fromEnv = (name: string, otherwise: number): number =>
  parseInt(process.env[name] ?? String(otherwise), 10);
const sample = { numRuns: fromEnv('PROPERTY_RUNS', 40), seed: fromEnv('PROPERTY_SEED', 20260302) };
const number = (answer: CalculatorAnswer, name: string): Exact => exact(answer.outputs[name]!.exact);

/** The solved field put in as text, where its decimal ends; another field left empty in its place. */
const asText = (answer: CalculatorAnswer, name: string): string | null => {
  const output = answer.outputs[name];
  if (!output || output.exactness !== 'exact') return null;
  const text = decimalText(exact(output.exact));
  return text === null || text.length > 30 ? null : `${text}${output.unit === '' ? '' : ` ${output.unit}`}`;
};

describe.each(solvable.map((c) => [c.id, c] as const))('%s', (id, c) => {
  test('round trip: the answer put in gives back what was put in, for every field', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const found = valid(id, seed);
        if (!found) return;
        const unknown = c.solveFor!.find((n) => found.input[n] === undefined && found.answer.outputs[n]);
        const text = unknown === undefined ? null : asText(found.answer, unknown);
        if (unknown === undefined || text === null) return;
        for (const other of c.solveFor!) {
          const given = found.input[other];
          // a ratio strength (1:1000) is one of several ways to write its value
          if (other === unknown || typeof given !== 'string' || given.includes(':')) continue;
          const { [other]: _left, ...rest } = found.input;
          const back = calculate(id, {
            ...rest,
            [unknown]: text,
            resultUnit: given.split(' ').slice(1).join(' ') || undefined,
          });
          if (!back.ok) {
            // only a unit of its own kind may stand in the way (a ratio strength, a percent), never the value
            expect(
              back.failure.map((i) => i.code).join(),
              JSON.stringify({ found, unknown, text, other }),
            ).toMatch(/unit|missing|two-|nothing-to-solve|not-used/);
            continue;
          }
          const original = /^\d+(?:\.\d+)?/.exec(given)?.[0] ?? '';
          if (!given.includes('/') || !/\/\d/.test(given))
            expect(number(back.value, other).toFraction(), `${id} ${other}`).toBe(
              exact(original).toFraction(),
            );
        }
      }),
      sample,
    );
  });
});

/** Relations that are one product: doubling a field doubles or halves the answer, exactly. */
const PRODUCTS = [
  'concentration',
  'molarity',
  'osmolarity',
  'potency',
  'dose-volume',
  'tablets',
  'percent-strength',
  'osmoles',
  'rate-from-volume',
  'rate-from-dose',
  'rate-by-weight',
  'rate-by-bsa',
  'drops-volume',
  'density',
  'minimum-weighable',
];
test.each(PRODUCTS)('%s: doubling a field doubles or halves the answer', (id) => {
  const c = calculators.find((x) => x.id === id)!;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const found = valid(id, seed);
      if (!found) return;
      // weight and height for a surface, amount and duration for a rate: the product is then not in the input itself
      if (Object.keys(found.input).some((n) => !c.solveFor!.includes(n))) return;
      const unknown = c.solveFor!.find((n) => found.input[n] === undefined)!;
      for (const name of c.solveFor!) {
        const given = found.input[name];
        // a measure in two steps is not doubled by doubling its first
        if (
          typeof given !== 'string' ||
          /^\d+ [a-z]+ \d/.test(given) ||
          !/^\d[\d.]*(?: [^/]+(?:\/[^\d/]+)*)?$/.test(given)
        )
          continue;
        const [amount = '', ...unit] = given.split(' ');
        const doubled = calculate(id, {
          ...found.input,
          [name]: [decimalText(exact(amount).mul(2n)), ...unit].join(' '),
        });
        if (!doubled.ok) continue;
        const ratio = number(doubled.value, unknown).div(number(found.answer, unknown)).toFraction();
        expect(['2', '1/2'], `${name} of ${JSON.stringify(found.input)}`).toContain(ratio);
      }
    }),
    sample,
  );
});

/** Field, output, and which way the output goes when the field grows. Source: the formula of each entry. */
const MONOTONE: readonly (readonly [string, string, string, 'up' | 'down'])[] = [
  ['dilution', 'finalVolume', 'diluentVolume', 'up'],
  ['draw-volume', 'dose', 'volume', 'up'],
  ['overfill', 'overfill', 'finalVolume', 'up'],
  ['alligation', 'totalVolume', 'highVolume', 'up'],
  ['dose-from-rate', 'rate', 'dose', 'up'],
  ['volume-infused', 'rate', 'infused', 'up'],
  ['infusion-time', 'volume', 'duration', 'up'],
  ['titration-table', 'from', 'lowestRate', 'up'],
  ['pca-maxima', 'lockout', 'max24h', 'down'],
  ['pca-maxima', 'demand', 'max1h', 'up'],
  ['reservoir-fill', 'rate', 'fillVolume', 'up'],
  ['reservoir-duration', 'rate', 'longest', 'down'],
  ['reservoir-duration', 'fillVolume', 'shortest', 'up'],
  ['sessions-per-container', 'fillVolume', 'sessions', 'up'],
  ['elastomeric-run-time', 'rate', 'runTime', 'down'],
  ['intermittent-kvo', 'sessionVolume', 'dailyVolume', 'up'],
  ['ideal-body-weight', 'height', 'idealWeight', 'up'],
  ['adjusted-body-weight', 'weight', 'adjustedWeight', 'up'],
  ['bsa-mosteller', 'weight', 'bsa', 'up'],
  ['bsa-dubois', 'height', 'bsa', 'up'],
  ['body-mass-index', 'height', 'bmi', 'down'],
  ['creatinine-clearance', 'creatinine', 'clearance', 'down'],
  ['gravimetric-deviation', 'massAfter', 'measuredVolume', 'up'],
  ['hcpcs-billing-units', 'drugAmount', 'billingUnits', 'up'],
  ['controlled-substance-reconciliation', 'used', 'toWaste', 'down'],
  ['reconstitution', 'diluent', 'finalVolume', 'up'],
  ['alligation-medial', 'parts.0.strength', 'strength', 'up'],
  ['alligation-several', 'totalVolume', 'volume1', 'up'],
  ['strength-conversion', 'strength', 'percent', 'up'],
  ['milliequivalents', 'amount', 'equivalents', 'up'],
  ['dose-by-weight', 'weight', 'amount', 'up'],
  ['dose-by-bsa', 'dose', 'amount', 'up'],
  ['single-dose', 'dailyDose', 'singleDose', 'up'],
  ['drops-per-minute', 'dropFactor', 'dropRate', 'up'],
  ['refill-date', 'duration', 'sessions', 'up'],
  ['cumulative-window', 'window', 'total', 'up'],
  ['mme', 'opioids.0.dailyDose', 'total', 'up'],
  ['opioid-rotation', 'opioids.0.dailyDose', 'rate', 'up'],
  ['opioid-rotation', 'reduction', 'day', 'down'],
  ['local-anaesthetic-fraction', 'drugs.0.amount', 'fraction', 'up'],
  ['acetaminophen-day-total', 'weight', 'maximum', 'up'],
  // James falls again above a weight: the height goes one way in all three formulas
  ['lean-body-weight', 'height', 'leanWeight', 'up'],
  ['age', 'on', 'totalDays', 'up'],
  ['percent-error', 'measured', 'deviation', 'up'],
  ['temperature', 'temperature', 'fahrenheit', 'up'],
  ['beyond-use-date', 'stability', 'period', 'up'],
  ['controlled-substance-ledger', 'received', 'onHand', 'up'],
];

const at = (input: Texts, path: string): unknown =>
  path.split('.').reduce<unknown>((v, key) => (v as Record<string, unknown> | undefined)?.[key], input);
const withAt = (input: Texts, path: string, value: string): Texts => {
  const copy = structuredClone(input);
  const keys = path.split('.');
  const last = keys.pop()!;
  const holder = keys.length === 0 ? copy : (at(copy, keys.join('.')) as Texts);
  holder[last] = value;
  return copy;
};
/** The same text, grown: a quantity by quarters, so that most minutes stay whole, a date by days; null if it is none. */
function grown(text: string, times: string): string | null {
  if (/^\d{4}-\d\d-\d\d$/.test(text))
    return new Date(Date.parse(text) + parseFloat(times) * 100 * 86_400_000).toISOString().slice(0, 10);
  const [amount = '', ...unit] = text.split(' ');
  if (!/^\d+(?:\.\d+)?$/.test(amount)) return null;
  return [decimalText(exact(amount).mul(exact(times))), ...unit].join(' ');
}

test.each(MONOTONE)('%s: as %s grows, %s goes only one way', (id, field, output, way) => {
  let compared = 0;
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('1.25', '1.5', '2', '4'), (seed, times) => {
      const found = valid(id, seed);
      const given = found && at(found.input, field);
      if (!found || typeof given !== 'string' || !found.answer.outputs[output]) return;
      const text = grown(given, times);
      if (text === null) return;
      const { unit } = found.answer.outputs[output];
      const more = calculate(id, {
        ...withAt(found.input, field, text),
        // plain numbers and degrees have no unit to ask for
        ...(readUnit(unit).ok && unit !== '' ? { resultUnit: unit } : {}),
      });
      if (!more.ok || !more.value.outputs[output]) return;
      compared += 1;
      const order = number(more.value, output).compare(number(found.answer, output));
      expect(way === 'up' ? order >= 0 : order <= 0, JSON.stringify({ input: found.input, text })).toBe(true);
    }),
    sample,
  );
  // the generator draws freely: a row that is never compared would prove nothing
  expect(compared).toBeGreaterThanOrEqual(3);
});

test('every calculator has a property of its own beside the round trip', () => {
  const covered = new Set([...PRODUCTS, ...MONOTONE.map(([id]) => id)]);
  expect(calculators.map((c) => c.id).filter((id) => !covered.has(id))).toEqual([]);
});

test('every answer is plain JSON, exact and rounded, with the error between them', () => {
  for (const c of calculators) {
    const found = valid(c.id, 7);
    expect(found, c.id).toBeDefined();
    if (!found) continue;
    expect(JSON.parse(JSON.stringify(found.answer))).toEqual(found.answer);
    for (const [name, o] of Object.entries(found.answer.outputs)) {
      if (o.rounding === null) continue;
      expect(exact(o.rounded).sub(exact(o.exact)).toFraction(), `${c.id}.${name}`).toBe(
        exact(o.error!).toFraction(),
      );
    }
  }
});
