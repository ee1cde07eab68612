import { ageOn, dateText } from '../../time/calendar.ts';
import { derive, named, type Derivation } from '../../derivation/derivation.ts';
import { exact } from '../../number/notation.ts';
import { plain } from '../../number/quantity.ts';
import { NUMBER } from '../../number/units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { dateIn } from '../field.ts';
import { CALENDAR } from '../sources.ts';

const count = (id: string, name: string, n: number): Derivation =>
  derive(id, name, named(name, plain(exact(BigInt(n)))), NUMBER, CALENDAR);

export const age = calculator({
  id: 'age',
  title: 'Age in years, months and days',
  group: 'Patient',
  aliases: ['date of birth', 'DOB', 'birthday'],
  fields: { birthDate: dateIn('date of birth'), on: dateIn('on the day') },
  outputs: {
    years: quantityOut('completed years', [''], 'precise'),
    months: quantityOut('completed months beyond', [''], 'precise'),
    days: quantityOut('days beyond', [''], 'precise'),
    totalDays: quantityOut('days in all', [''], 'precise'),
  },
  formula: 'completed years, months and days from the date of birth to the day',
  validity: [
    'the day is not before the date of birth',
    'a birthday on 29 February is reached on 1 March in common years',
  ],
  source: CALENDAR,
  example: {
    input: { birthDate: '1961-05-20', on: '2026-03-02' },
    expected: { years: '64', months: '9', days: '10' },
  },
  compute: (v) => {
    if (v.on < v.birthDate)
      refuseField('on', 'dates-out-of-order', dateText(v.on), {
        code: 'not-before-birth',
        value: dateText(v.birthDate),
      });
    const { years, months, days } = ageOn(v.birthDate, v.on);
    return {
      outputs: {
        years: count('years', 'completed years', years),
        months: count('months', 'completed months beyond', months),
        days: count('days', 'days beyond', days),
        totalDays: count('total-days', 'days in all', v.on - v.birthDate),
      },
    };
  },
});
