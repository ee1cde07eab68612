import { ceil, derive, named, over, step, times, type Derivation } from '../../derivation/derivation.ts';
import { plain, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import type { Exact } from '../../number/notation.ts';
import { NUMBER } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, type Computed } from '../calculator.ts';
import { numberIn, optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, TIME, WEIGHT } from '../units.ts';

/** One every ten minutes. House rule: more is a misprint. */
const MOST_DOSES = '144';
const DAILY = ['mg/day', 'mcg/day', 'g/day', 'units/day', 'mEq/day', 'mmol/day', 'mL/day'];
const PER_KG = ['mg/kg/day', 'mcg/kg/day', 'units/kg/day', 'mEq/kg/day', 'mL/kg/day'];
const PER_M2 = ['mg/m2/day', 'mcg/m2/day', 'units/m2/day'];
const DOSES = [...AMOUNT, 'mL'];

export const singleDose = calculator({
  id: 'single-dose',
  title: 'Single dose from a daily dose',
  group: 'Dose',
  aliases: ['divided doses', 'mg/kg/day', 'mg/m2/day', 'every 6 h', 'dose per administration', 'daily dose'],
  fields: {
    dailyDose: optional(
      quantityIn('daily dose', [...DAILY, ...PER_KG, ...PER_M2], {
        note: 'leave empty to have it answered from singleDose',
      }),
    ),
    weight: optional(quantityIn('body weight', WEIGHT, { note: 'for a daily dose per kg' })),
    bsa: optional(quantityIn('body surface area', ['m2'], { note: 'for a daily dose per m2' })),
    dosesPerDay: optional(
      numberIn('doses per day', { also: ['doses/day'], most: MOST_DOSES, note: 'or interval' }),
    ),
    interval: optional(quantityIn('interval', TIME, { note: 'from dose to dose' })),
    singleDose: optional(quantityIn('single dose', DOSES, { note: 'leave empty to have it answered' })),
  },
  outputs: {
    singleDose: { ...quantityOut('single dose', DOSES), sometimes: true },
    dailyDose: { ...quantityOut('daily dose', DAILY), sometimes: true },
    dosesPerDay: { ...quantityOut('doses per day', ['']), sometimes: true },
  },
  formula:
    'single dose = daily dose (× body weight or body surface) ÷ doses per day; doses per day = ceil(24 h ÷ interval), the most that a day holds',
  validity: [
    'one of singleDose, dailyDose and the number of doses (or interval) is left empty',
    'a daily dose per kg needs the body weight, one per m2 the body surface',
  ],
  source: USP1160,
  solveFor: ['singleDose', 'dailyDose', 'dosesPerDay'],
  example: {
    input: { dailyDose: '40 mg/kg/day', weight: '15 kg', interval: '8 h' },
    expected: { singleDose: '200 mg', dosesPerDay: '3', dailyDose: '600 mg/day' },
  },
  compute: (v): Computed => {
    const doses = dosesOf(v.dosesPerDay, v.interval);
    const day = named('1 day', quantity('1 day', 'time'));
    const daily = v.dailyDose && dailyOf(v.dailyDose, v.weight, v.bsa);
    if (daily && v.singleDose) {
      if (doses)
        refuseField('singleDose', 'nothing-to-solve', quantityText(v.singleDose), {
          code: 'one-dose-left-empty',
        });
      const many = over(times(step(daily), day), named('single dose', v.singleDose));
      const dosesPerDay = deriveIn(
        'doses-per-day',
        'doses per day',
        many,
        [''],
        [v.singleDose],
        USP1160,
        'singleDose',
      );
      if (dosesPerDay.result.amount.compare(MOST_DOSES) > 0)
        refuseField('singleDose', 'above-most', quantityText(v.singleDose), {
          code: 'doses-a-day-at-most',
          most: MOST_DOSES,
        });
      return { outputs: { dailyDose: daily, dosesPerDay } };
    }
    if (!doses) refuseField('dosesPerDay', 'missing', null, { code: 'doses-a-day-or-interval' });
    if (daily) {
      const single = deriveIn(
        'single-dose',
        'single dose',
        over(times(step(daily), day), step(doses)),
        DOSES,
        [daily.result],
        USP1160,
        'dailyDose',
      );
      return { outputs: { dailyDose: daily, dosesPerDay: doses, singleDose: single } };
    }
    if (!v.singleDose) refuseField('dailyDose', 'missing', null, { code: 'daily-dose-or-single-dose' });
    const total = over(times(named('single dose', v.singleDose), step(doses)), day);
    return {
      outputs: {
        dosesPerDay: doses,
        dailyDose: deriveIn('daily-dose', 'daily dose', total, DAILY, [v.singleDose], USP1160, 'singleDose'),
      },
    };
  },
});

function dailyOf(dose: Quantity, weight: Quantity | undefined, bsa: Quantity | undefined): Derivation {
  const [perKg, perM2] = [dose.unit.dimension.includes('/weight'), dose.unit.dimension.includes('/surface')];
  if (perKg && !weight) refuseField('weight', 'missing', null, { code: 'body-weight-for-daily-dose-per-kg' });
  if (perM2 && !bsa) refuseField('bsa', 'missing', null, { code: 'body-surface-for-daily-dose-per-m2' });
  const given = named('daily dose', dose);
  const body =
    perKg && weight ? named('body weight', weight) : perM2 && bsa ? named('body surface', bsa) : null;
  return deriveIn(
    'daily-dose',
    'daily dose',
    body ? times(given, body) : given,
    DAILY,
    [dose],
    USP1160,
    'dailyDose',
  );
}

function dosesOf(doses: Exact | undefined, interval: Quantity | undefined): Derivation | undefined {
  if (doses && interval)
    refuseField('interval', 'two-intervals', quantityText(interval), {
      code: 'doses-a-day-or-interval-not-both',
    });
  if (doses)
    return derive('doses-per-day', 'doses per day', named('doses per day', plain(doses)), NUMBER, USP1160);
  return (
    interval &&
    derive(
      'doses-per-day',
      'doses in a day at most',
      ceil(over(named('24 h', quantity('24 h', 'time')), named('interval', interval))),
      NUMBER,
      USP1160,
    )
  );
}
