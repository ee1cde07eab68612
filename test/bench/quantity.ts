/**
 * Exact quantities against a chain of mathjs units, in one run: 2 mcg/kg/min × 70 kg ÷ 2000 mcg/mL in mL/h, from text to
 * text and with the values at hand. Prints both and the ratio; at least 10 is promised.
 */
import { all, create, type Unit as MathUnit } from 'mathjs';
import { div, mul, quantity, quantityText, to } from '../../engine/quantity.ts';
import { unit } from '../../engine/units.ts';
import type { Bench } from './run.ts';

const math = create(all ?? {}, { number: 'BigNumber', precision: 64 });
for (const name of ['qmcg', 'qmL', 'qkg', 'qmin']) math.createUnit(name);
math.createUnit('qh', math.unit(math.bignumber('60'), 'qmin'));

const mLh = unit('mL/h', 'volume/time');
const [dose, weight, strength] = [
  quantity('2 mcg/kg/min'),
  quantity('70 kg', 'weight'),
  quantity('2000 mcg/mL', 'mass/volume'),
];
const [mDose, mWeight, mStrength] = [
  math.unit('2 qmcg/qkg/qmin'),
  math.unit('70 qkg'),
  math.unit('2000 qmcg/qmL'),
] as MathUnit[];

const exactly = (): string => quantityText(to(div(mul(dose, weight), strength) as never, mLh));
const fromText = (): string =>
  quantityText(
    to(
      div(mul(quantity('2 mcg/kg/min'), quantity('70 kg', 'weight')), quantity('2000 mcg/mL')) as never,
      mLh,
    ),
  );
const mathjs = (): string =>
  (math.divide(math.multiply(mDose!, mWeight!), mStrength!) as MathUnit).to('qmL/qh').toString();
const mathjsFromText = (): string =>
  (
    math.divide(
      math.multiply(math.unit('2 qmcg/qkg/qmin'), math.unit('70 qkg')),
      math.unit('2000 qmcg/qmL'),
    ) as MathUnit
  )
    .to('qmL/qh')
    .toString();

/** Microseconds a run, the best of several rounds. */
function micros(run: () => string, times: number): number {
  for (let i = 0; i < times; i += 1) run();
  let best = Infinity;
  for (let round = 0; round < 7; round += 1) {
    const start = performance.now();
    for (let i = 0; i < times; i += 1) run();
    best = Math.min(best, ((performance.now() - start) * 1000) / times);
  }
  return best;
}

export interface QuantityBench {
  readonly exactly: number;
  readonly mathjs: number;
  readonly ratio: number;
  readonly ratioFromText: number;
}

export function quantityBench(times = 3000): QuantityBench {
  if (exactly() !== '4.2 mL/h' || fromText() !== '4.2 mL/h' || !/^4\.(?:2|19999)/.test(mathjs()))
    throw new Error(`the answers differ: ${exactly()}, ${mathjs()}`);
  const [a, b, c, d] = [
    micros(exactly, times),
    micros(mathjs, times / 5),
    micros(fromText, times),
    micros(mathjsFromText, times / 5),
  ];
  return { exactly: a, mathjs: b, ratio: b / a, ratioFromText: d / c };
}

const row = (what: string, figure: string, budget = '') => ({ what, figure, budget });

/** Exact quantities beside their peer, in one run. */
export function bench(): Promise<Bench[]> {
  const b = quantityBench();
  return Promise.resolve([
    {
      name: 'quantities against mathjs units',
      rows: [
        row('a chain of ours, µs', b.exactly.toFixed(2)),
        row('the same in mathjs units, µs', b.mathjs.toFixed(1)),
        row('ratio, values at hand', b.ratio.toFixed(1), 'at least 10'),
        row('ratio, from text to text', b.ratioFromText.toFixed(1)),
      ],
    },
  ]);
}

if (import.meta.main) {
  const { exactly: own, mathjs: peer, ratio, ratioFromText } = quantityBench();
  console.log(
    `quantity chain: ${own.toFixed(2)} µs, mathjs units ${peer.toFixed(1)} µs, ratio ${ratio.toFixed(1)}; from text ratio ${ratioFromText.toFixed(1)}`,
  );
  if (ratio < 10) process.exitCode = 1;
}
