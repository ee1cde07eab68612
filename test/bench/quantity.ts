import Fraction from 'fraction.js';
import { all, create, type Unit as MathUnit } from 'mathjs';
import { div, mul, quantity, quantityText, to } from '../../engine/number/quantity.ts';
import { unit } from '../../engine/number/units.ts';
import type { Bench } from './measure.ts';

const math = create(all ?? {}, { number: 'BigNumber', precision: 64 });
for (const name of ['qmcg', 'qmL', 'qkg', 'qmin']) math.createUnit(name);
math.createUnit('qh', math.unit(math.bignumber('60'), 'qmin'));

const mLh = unit('mL/h', 'volume/time');
const [weight, strength] = [quantity('70 kg', 'weight'), quantity('2000 mcg/mL', 'mass/volume')];
const [mWeight, mStrength] = [math.unit('70 qkg'), math.unit('2000 qmcg/qmL')] as MathUnit[];

/** The same with values that differ from run to run, so that nothing is answered from memory. */
const DOSES = Array.from({ length: 64 }, (_, n) => n + 1);
const doses = DOSES.map((n) => quantity(`${n}.5 mcg/kg/min`));
const mathDoses = DOSES.map((n) => math.unit(`${n}.5 qmcg/qkg/qmin`) as MathUnit);
const bareDoses = DOSES.map((n) => new Fraction(n).add(new Fraction(1, 2)));
const [bareWeight, bareStrength, bareHour] = [new Fraction(70), new Fraction(2000), new Fraction(60)];

/** Arithmetic alone: no text is read, none is written. */
const exactly = (n: number) => to(div(mul(doses[n]!, weight), strength) as never, mLh);
const mathjs = (n: number) =>
  (math.divide(math.multiply(mathDoses[n]!, mWeight!), mStrength!) as MathUnit).to('qmL/qh');
const bare = (n: number) => bareDoses[n]!.mul(bareWeight).div(bareStrength).mul(bareHour);

const fromText = (n: number): string =>
  quantityText(
    to(
      div(
        mul(quantity(`${n + 1}.5 mcg/kg/min`), quantity('70 kg', 'weight')),
        quantity('2000 mcg/mL'),
      ) as never,
      mLh,
    ),
  );
const mathjsFromText = (n: number): string =>
  (
    math.divide(
      math.multiply(math.unit(`${n + 1}.5 qmcg/qkg/qmin`), math.unit('70 qkg')),
      math.unit('2000 qmcg/qmL'),
    ) as MathUnit
  )
    .to('qmL/qh')
    .toString();

/** Microseconds a run, the best of several rounds. */
function micros(run: (n: number) => unknown, times: number): number {
  let best = Infinity;
  for (let round = 0; round < 8; round += 1) {
    const start = process.cpuUsage();
    for (let i = 0; i < times; i += 1) run(i & 63);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / times);
  }
  return best;
}

const row = (what: string, figure: number, budget = '') => ({ what, figure: figure.toFixed(2), budget });

/** Exact quantities beside their peers, in one run: 1.5 to 64.5 mcg/kg/min × 70 kg ÷ 2000 mcg/mL in mL/h. */
export function bench(): Promise<Bench[]> {
  const [text, peer] = [quantityText(exactly(1)), mathjs(1).toString()];
  // 2.5 mcg/kg/min × 70 kg × 60 min/h ÷ 2000 mcg/mL
  if (text !== '5.25 mL/h' || !/^5\.2(?:5|49999)/.test(peer) || bare(1).toString() !== '5.25')
    throw new Error(`the answers differ: ${text}, ${peer}, ${bare(1).toString()}`);
  const [own, mathUnits, fraction] = [micros(exactly, 5_000), micros(mathjs, 1_000), micros(bare, 5_000)];
  const [ownText, mathText] = [micros(fromText, 5_000), micros(mathjsFromText, 1_000)];
  return Promise.resolve([
    {
      name: 'quantities beside fraction.js and mathjs units, arithmetic alone',
      rows: [
        row('a chain of ours, µs', own),
        row('the same in bare fraction.js, µs', fraction),
        row('the same in mathjs units, µs', mathUnits),
        row('times bare fraction.js', own / fraction, 'at most 1.5'),
        row('times faster than mathjs', mathUnits / own, 'at least 12'),
        row('the same from text to text', mathText / ownText),
      ],
      budgets: [
        { what: 'quantities, times bare fraction.js', measured: own / fraction, most: 1.5 },
        { what: 'quantities, times faster than mathjs units', measured: mathUnits / own, least: 12 },
      ],
    },
  ]);
}
