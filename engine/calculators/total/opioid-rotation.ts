import {
  derive,
  minus,
  named,
  number,
  over,
  step,
  times,
  total,
  type Derivation,
  type Expr,
  type Source,
} from '../../derivation/derivation.ts';
import {
  EQUIANALGESIC,
  equianalgesicName,
  equianalgesicOf,
  NOT_CONVERTED,
  type Equianalgesic,
  type NotConverted,
} from '../../formulary/equianalgesic.ts';
import { compare, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { issue, type Issue } from '../../number/result.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes, words, wordsOut } from '../calculator.ts';
import { choiceIn, listIn, percentIn, quantityIn } from '../field.ts';

const CROSS: Source = {
  id: 'APS-CROSS',
  title: 'Reduction for incomplete cross-tolerance: 25 to 50 % of the equianalgesic dose of another opioid',
};
const HALF: Source = {
  id: 'OUH-PCATOL',
  title: 'PCA for opioid tolerant patients: a background of half of the hourly requirement',
};
const DAY = named('a day', quantity('24 h', 'time'));

/** Published reductions reach from 20 % to 50 %; less is no reduction that anybody gives, and more is a person's choice. */
const [LEAST, USUAL] = [quantity('20 %', ''), quantity('25 %', '')];
/** Nothing is left of a dose that is reduced by all of it. */
const ALL_OF_IT = quantity('100 %', '');

const KNOWN = EQUIANALGESIC.map(equianalgesicName);
const APART = Object.keys(NOT_CONVERTED);
const ALL = [...KNOWN, ...APART];

/** An opioid that is converted; refused by name, and with why, where no source of ours converts it. */
function converted(name: string, path: string): Equianalgesic {
  const found = equianalgesicOf(name);
  if (found) return found;
  // every choice stands in one of the two lists
  const why = (NOT_CONVERTED as Readonly<Record<string, NotConverted>>)[name] ?? 'no-equianalgesic-dose';
  return refuseField(path, 'not-converted', name, { code: why });
}

/** What every row of the tables stands beside: 10 mg of parenteral morphine. */
const MORPHINE = converted('morphine parenteral', 'target');

/** What somebody takes in 24 h, as mass. */
const inDay = (name: string, dose: Quantity): Expr => {
  const given = named(name, dose);
  return dose.unit.dimension === 'mass/time'
    ? times(given, named('1 day', quantity('1 day', 'time')))
    : given;
};

/** The dose of one opioid as another: both doses stand beside each other in an equianalgesic table. */
const as = (given: Expr, from: Equianalgesic, to: Equianalgesic): Expr =>
  times(
    over(given, named(`${equianalgesicName(from)}, equianalgesic`, quantity(from.dose, 'mass'))),
    named(`${equianalgesicName(to)}, equianalgesic`, quantity(to.dose, 'mass')),
  );

const massOf = ({ dose }: Equianalgesic) => unit(quantity(dose, 'mass').unit.code, 'mass');

export const opioidRotation = calculator({
  id: 'opioid-rotation',
  title: 'Opioid rotation to a parenteral start',
  group: 'Totals',
  aliases: ['rotation', 'switch', 'equianalgesic', 'cross-tolerance', 'convert opioid'],
  fields: {
    opioids: listIn(
      'everything of opioids in a day',
      {
        opioid: choiceIn('opioid and route', ALL),
        dailyDose: quantityIn('dose per day', ['mg', 'mcg', 'mg/day', 'mcg/day', 'mg/h', 'mcg/h'], {
          note: 'in 24 h, with what is taken for breakthrough; a patch in mcg/h',
        }),
      },
      1,
      30,
    ),
    target: choiceIn(
      'to which opioid',
      ALL.filter((name) => !name.endsWith(' oral') && !name.endsWith(' transdermal')),
    ),
    reduction: percentIn('reduction for incomplete cross-tolerance', {
      note: 'published: 25 to 50 %, some 20 %; of another opioid only',
    }),
  },
  outputs: {
    rate: quantityOut('start as a continuous rate', ['mg/h', 'mcg/h'], 'start-down'),
    basal: quantityOut('start as the basal rate of a PCA, half of it', ['mg/h', 'mcg/h'], 'start-down'),
    day: quantityOut('start in 24 h', ['mg', 'mcg'], 'start-down'),
    unreduced: quantityOut('equianalgesic in 24 h, before the reduction', ['mg', 'mcg']),
    back: sometimes(quantityOut('that start, rotated back with the same reduction', ['mg', 'mcg'])),
    said: wordsOut('of the reduction, and of the way back'),
  },
  formula: 'start = sum(dose in 24 h ÷ its equianalgesic dose × that of the target × (1 − reduction)) ÷ 24 h',
  validity: [
    'a proposal: a person decides, watches and titrates',
    'only by doses that an equianalgesic table puts beside each other; MME factors are never used (CDC 2022)',
    'methadone, patches, buprenorphine and nalbuphine are not converted',
    'no reduction where the opioid stays the same',
    'parenteral fentanyl by its single doses',
  ],
  source: CROSS,
  example: {
    input: {
      opioids: [{ opioid: 'morphine oral', dailyDose: '60 mg' }],
      target: 'hydromorphone parenteral',
      reduction: '50 %',
    },
    expected: {
      unreduced: '3 mg',
      day: '1.5 mg',
      rate: '0.0625 mg/h',
      basal: '0.03125 mg/h',
      back: '15 mg',
    },
  },
  compute: ({ opioids, target, reduction }) => {
    const to = converted(target, 'target');
    const rows = opioids.map((o, i) => ({ ...o, from: converted(o.opioid, `opioids.${i}.opioid`), i }));
    for (const { from, dailyDose, i } of rows)
      if (from.route === 'oral' && dailyDose.unit.code.endsWith('/h'))
        refuseField(`opioids.${i}.dailyDose`, 'unit-of-other-dimension', quantityText(dailyDose), {
          code: 'swallowed-in-day',
        });
    if (compare<string>(reduction, LEAST) < 0 || compare<string>(reduction, ALL_OF_IT) >= 0)
      refuseField('reduction', 'reduction-not-published', quantityText(reduction), {
        code: 'published-reduction',
      });
    const left = minus(number('1'), named('reduction', reduction));
    const lines = rows.map(({ from, dailyDose, i }) => {
      const [name, day] = [equianalgesicName(from), inDay(equianalgesicName(from), dailyDose)];
      const id = `equianalgesic-${i + 1}`;
      const asMorphine = derive(
        `${id}-morphine`,
        `${name} as parenteral morphine, in 24 h`,
        as(day, from, MORPHINE),
        massOf(MORPHINE),
        from.source,
      );
      const line = derive(
        id,
        `${name} as ${equianalgesicName(to)}, in 24 h`,
        as(step(asMorphine), MORPHINE, to),
        massOf(to),
        to.source,
      );
      return { asMorphine, line };
    });
    const kept = lines.map(({ line }, i) =>
      rows[i]?.from.drug === to.drug
        ? line
        : derive(`start-${i + 1}`, `${line.name}, reduced`, times(step(line), left), massOf(to), CROSS),
    );
    const sum = (all: readonly Derivation[]): Expr => {
      const [first, ...rest] = all.map(step);
      return first === undefined ? named('none', quantity(`0 ${massOf(to).code}`)) : total(first, ...rest);
    };
    const day = derive('day', 'start in 24 h', sum(kept), massOf(to), CROSS);
    const rateUnit = unit(`${massOf(to).code}/h`, 'mass/time');
    const rate = derive('rate', 'start as a continuous rate', over(step(day), DAY), rateUnit, CROSS);
    const [only] = rows;
    const isOne = rows.length === 1 && only !== undefined && only.from.drug !== to.drug;
    const back = isOne
      ? derive(
          'back',
          `the start back as ${equianalgesicName(only.from)}`,
          times(as(step(day), to, only.from), left),
          massOf(only.from),
          CROSS,
        )
      : undefined;
    return {
      steps: lines.flatMap(({ asMorphine, line }, i) => [
        asMorphine,
        line,
        ...(kept[i] === line || !kept[i] ? [] : [kept[i]]),
      ]),
      outputs: {
        rate,
        basal: derive('basal', 'half of that rate', times(number('0.5'), step(rate)), rateUnit, HALF),
        day,
        unreduced: derive(
          'unreduced',
          'equianalgesic in 24 h',
          sum(lines.map((x) => x.line)),
          massOf(to),
          to.source,
        ),
        ...(back && { back }),
        said: words(
          saidOf(
            rows.map((r) => r.from),
            to,
            reduction,
            back !== undefined,
          ),
        ),
      },
      warnings: small(reduction),
    };
  },
});

function saidOf(
  from: readonly Equianalgesic[],
  to: Equianalgesic,
  reduction: Quantity,
  hasBack: boolean,
): string {
  const others = [...new Set(from.filter((f) => f.drug !== to.drug).map(equianalgesicName))];
  const same = [...new Set(from.filter((f) => f.drug === to.drug).map(equianalgesicName))];
  return [
    ...(others.length === 0 ? [] : [`${quantityText(reduction)} less for ${others.join(', ')}`]),
    ...(same.length === 0 ? [] : [`nothing less for ${same.join(', ')}: the opioid stays the same`]),
    ...(hasBack ? ['the way back is no undoing: it is reduced once more'] : []),
  ].join('; ');
}

const small = (reduction: Quantity): Issue[] =>
  compare<string>(reduction, USUAL) >= 0
    ? []
    : [issue('reduction-below-usual', quantityText(reduction), { code: 'published-reduction' }, 'reduction')];
