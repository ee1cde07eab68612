import type { Coded } from '../../answers/accepted.ts';
import {
  ceil,
  derive,
  min,
  minus,
  named,
  over,
  plus,
  step,
  times,
  type Derivation,
} from '../../derivation/derivation.ts';
import type { Exact } from '../../number/notation.ts';
import { compare, plain, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { NUMBER, unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { numberIn, optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { KVO } from '../sources.ts';
import { FLOW, STRENGTH, TIME, VOLUME } from '../units.ts';

const mL = unit('mL', 'volume');
const day = quantity('24 h', 'time');

export const intermittentKvo = calculator({
  id: 'intermittent-kvo',
  title: 'Intermittent volume with KVO',
  group: 'Pump',
  aliases: ['KVO', 'keep vein open', 'intermittent infusion', 'daily volume'],
  fields: {
    sessionVolume: quantityIn('volume of a session', VOLUME),
    sessionDuration: quantityIn('duration of a session', TIME),
    interval: optional(quantityIn('interval', TIME, { note: 'from start to start; or sessionsPerDay' })),
    sessionsPerDay: optional(numberIn('sessions per day', { most: '144' })),
    kvoRate: quantityIn('KVO rate', FLOW, { zero: true, note: '0 mL/h where there is none' }),
    concentration: optional(
      quantityIn('concentration', STRENGTH, { note: 'gives the drug per day, KVO included' }),
    ),
  },
  outputs: {
    dailyVolume: quantityOut('volume per day at most', ['mL']),
    sessionVolumes: quantityOut('of that, sessions', ['mL']),
    kvoVolume: quantityOut('of that, KVO', ['mL']),
    sessionRate: quantityOut('rate in a session', ['mL/h'], 'pump-step'),
    drugPerDay: sometimes(quantityOut('drug per day at most', ['mg', 'mcg', 'units', 'mEq', 'mmol'])),
  },
  formula:
    'volume per day at most = sessions × volume + KVO × (24 h − sessions × duration); sessions = ceil(24 h ÷ interval)',
  validity: ['sessions do not overlap: the interval is at least the duration', 'KVO carries drug'],
  source: KVO,
  example: {
    input: { sessionVolume: '50 mL', sessionDuration: '30 min', interval: '6 h', kvoRate: '0.5 mL/h' },
    expected: {
      dailyVolume: '211 mL',
      sessionVolumes: '200 mL',
      kvoVolume: '11 mL',
      sessionRate: '100 mL/h',
    },
  },
  compute: (v) => {
    const sessions = sessionsOf(v.interval, v.sessionsPerDay);
    const overlap = (accepted: Coded) =>
      refuseField('sessionDuration', 'sessions-overlap', quantityText(v.sessionDuration), accepted);
    if (v.interval && compare<string>(v.interval, v.sessionDuration) < 0)
      overlap({ code: 'at-most-interval', value: quantityText(v.interval) });
    const busy = derive(
      'busy',
      'time in sessions',
      // a session that begins late in the day ends on the next
      v.interval
        ? min(times(step(sessions), named('duration of a session', v.sessionDuration)), named('24 h', day))
        : times(step(sessions), named('duration of a session', v.sessionDuration)),
      unit('h', 'time'),
      KVO,
    );
    if (compare(busy.result, day) > 0) overlap({ code: 'sessions-of-a-day' });
    const volumes = derive(
      'session-volumes',
      'volume of the sessions',
      times(step(sessions), named('volume of a session', v.sessionVolume)),
      mL,
      KVO,
    );
    const kvo = derive(
      'kvo-volume',
      'KVO volume',
      times(named('KVO rate', v.kvoRate), minus(named('24 h', day), step(busy))),
      mL,
      KVO,
    );
    const daily = derive('daily-volume', 'volume per day', plus(step(volumes), step(kvo)), mL, KVO);
    const rate = derive(
      'session-rate',
      'rate in a session',
      over(named('volume of a session', v.sessionVolume), named('duration of a session', v.sessionDuration)),
      unit('mL/h'),
      KVO,
    );
    const drug =
      v.concentration &&
      deriveIn(
        'drug-per-day',
        'drug per day',
        times(step(daily), named('concentration', v.concentration)),
        ['mg', 'mcg', 'units', 'mEq', 'mmol'],
        [v.concentration],
        KVO,
        'concentration',
      );
    return {
      steps: [sessions, busy],
      outputs: {
        dailyVolume: daily,
        sessionVolumes: volumes,
        kvoVolume: kvo,
        sessionRate: rate,
        drugPerDay: drug,
      },
    };
  },
});

function sessionsOf(interval: Quantity | undefined, perDay: Exact | undefined): Derivation {
  if (interval && perDay)
    refuseField('sessionsPerDay', 'two-intervals', perDay.toFraction(), {
      code: 'interval-or-sessions-per-day-not-both',
    });
  if (perDay)
    return derive('sessions', 'sessions per day', named('sessions per day', plain(perDay)), NUMBER, KVO);
  if (!interval) refuseField('interval', 'missing', null, { code: 'interval-or-sessions-per-day' });
  return derive(
    'sessions',
    'sessions that begin in a day at most',
    ceil(over(named('24 h', day), named('interval', interval))),
    NUMBER,
    KVO,
  );
}
