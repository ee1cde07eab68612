import {
  derive,
  named,
  number,
  over,
  step,
  times,
  type Derivation,
  type Expr,
} from '../../derivation/derivation.ts';
import { compare, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { issue, type Issue } from '../../number/result.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, words, wordsOut } from '../calculator.ts';
import { choiceIn, listIn, quantityIn } from '../field.ts';
import { summed } from '../strength/alligation.ts';
import { MME, MME_FACTORS, nameOf, type MmeFactor } from '../../formulary/mme-factors.ts';

const mme = unit('MME');

export const mmeTotal = calculator({
  id: 'mme',
  title: 'Morphine milligram equivalents of a day',
  group: 'Totals',
  aliases: ['MME', 'morphine equivalent', 'opioid total', 'CDC 2022', 'OME'],
  fields: {
    opioids: listIn(
      'opioids of the day',
      {
        opioid: choiceIn('opioid and route', MME_FACTORS.map(nameOf)),
        dailyDose: quantityIn('dose per day', ['mg', 'mcg', 'mg/day', 'mcg/day', 'mg/h', 'mcg/h'], {
          note: 'in 24 h; a patch in mcg/h',
        }),
      },
      1,
      30,
    ),
  },
  outputs: {
    total: quantityOut('MME in 24 h', ['MME'], 'precise'),
    excluded: wordsOut('shown apart, without a factor'),
    threshold: wordsOut('against 50 MME a day'),
  },
  formula: 'MME = sum(dose in 24 h × factor)',
  validity: [
    'never for conversion between opioids',
    'buprenorphine and nalbuphine have no factor and are shown apart',
    'factors: CDC 2022 for oral and transdermal, parenteral ones derived',
  ],
  source: MME,
  example: {
    input: {
      opioids: [
        { opioid: 'hydromorphone parenteral', dailyDose: '6 mg' },
        { opioid: 'oxycodone oral', dailyDose: '20 mg' },
      ],
    },
    expected: { total: '150 MME', excluded: 'none' },
  },
  compute: ({ opioids }) => {
    const rows = opioids.map((o, i) => ({
      ...o,
      i,
      factor: MME_FACTORS.find((f) => nameOf(f) === o.opioid),
    }));
    const lines = rows.flatMap(({ factor, dailyDose, i }): Derivation[] =>
      factor && factor.factor !== null ? [equivalent(factor, factor.factor, dailyDose, i)] : [],
    );
    const apart = rows
      .filter(({ factor }) => factor?.factor === null)
      .map(({ opioid, dailyDose }) => `${opioid} ${quantityText(dailyDose)}`);
    const sum: Expr =
      lines.length > 0 ? summed(lines.map(step)) : named('no opioid with a factor', quantity('0 MME', 'mme'));
    const total = derive('total', 'MME in 24 h', sum, mme, MME);
    return {
      steps: lines,
      outputs: {
        total,
        excluded: words(apart.join(', ') || 'none'),
        threshold: words(against50(total, apart)),
      },
      warnings: caution(apart),
    };
  },
});

function equivalent(f: MmeFactor, factor: string, dose: Quantity, i: number): Derivation {
  const perTime = dose.unit.dimension === 'mass/time';
  const given = named(`${nameOf(f)}`, dose);
  const name = `MME of ${nameOf(f)}`;
  if (f.per === 'patch') {
    if (!perTime)
      refuseField(`opioids.${i}.dailyDose`, 'unit-of-other-dimension', quantityText(dose), {
        code: 'patch-strength',
      });
    const strength = over(given, named('1 mcg/h', quantity('1 mcg/h')));
    return derive(
      `mme-${i + 1}`,
      name,
      times(times(strength, number(factor)), named('1 MME', quantity('1 MME', 'mme'))),
      mme,
      f.source,
    );
  }
  if (f.route === 'oral' && perTime && !dose.unit.code.endsWith('/day'))
    refuseField(`opioids.${i}.dailyDose`, 'unit-of-other-dimension', quantityText(dose), {
      code: 'swallowed-in-day',
    });
  const day = perTime ? times(given, named('1 day', quantity('1 day', 'time'))) : given;
  return derive(
    `mme-${i + 1}`,
    name,
    times(day, named('factor', quantity(`${factor} ${f.per}`))),
    mme,
    f.source,
  );
}

/** CDC 2022, recommendation 4 and its scope. */
const THRESHOLD = quantity('50 MME', 'mme');
const SCOPE = 'not for sickle cell disease, cancer-related pain, palliative or end-of-life care';
function against50(total: Derivation, apart: readonly string[]): string {
  if (compare<string>(total.result, THRESHOLD) >= 0)
    return `50 MME or more: reassess benefits and risks before more, offer naloxone (CDC 2022; ${SCOPE})`;
  return apart.length > 0
    ? `not known: ${apart.join(', ')} is not in the total (CDC 2022; ${SCOPE})`
    : `below 50 MME (CDC 2022; ${SCOPE})`;
}

const caution = (apart: readonly string[]): Issue[] =>
  apart.length === 0
    ? []
    : [issue('opioid-without-factor', apart.join(', '), { code: 'opioid-with-factor' }, 'excluded')];
