import { instantText, type Minute } from '../../time/calendar.ts';
import { ceil, derive, named, over, type Derivation } from '../../derivation/derivation.ts';
import type { Exact } from '../../number/notation.ts';
import { inBase, plain, quantityText, type Quantity } from '../../number/quantity.ts';
import { NUMBER } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes, instantWords, wordsOut } from '../calculator.ts';
import { countIn, instantIn, optional, quantityIn } from '../field.ts';
import { minutesAfter } from '../rate/infusion-time.ts';
import { SESSIONS } from '../sources.ts';
import { TIME } from '../units.ts';

export const refillDate = calculator({
  id: 'refill-date',
  title: 'Sessions of a supply and refill date',
  group: 'Pump',
  aliases: ['refill by', 'next delivery', 'days supply', 'session schedule'],
  fields: {
    start: instantIn('first session'),
    interval: quantityIn('interval from session to session', TIME, { least: '1 min' }),
    duration: optional(quantityIn('duration of the supply', TIME, { note: 'or sessions' })),
    sessions: optional(countIn('sessions in the supply', { most: '10000' })),
    leadTime: optional(quantityIn('delivery lead time', TIME, { zero: true })),
    safetyStock: optional(quantityIn('safety stock', TIME, { zero: true, note: 'as time' })),
    beyondUse: optional(instantIn('beyond-use instant')),
  },
  outputs: {
    sessions: quantityOut('sessions', [''], 'precise'),
    lastSession: wordsOut('last session'),
    nextNeed: wordsOut('next need'),
    refillBy: wordsOut('refill by'),
    withinBeyondUse: sometimes(quantityOut('sessions that start by the beyond-use instant', [''], 'precise')),
  },
  formula:
    'sessions = duration ÷ interval; next need = start + sessions × interval; refill by = next need − lead time − safety stock',
  validity: ['whole minutes', 'the beyond-use instant is the latest start of a session'],
  source: SESSIONS,
  example: {
    input: { start: '2025-03-03T08:00Z', interval: '4 h', duration: '7 day', leadTime: '2 day' },
    expected: {
      sessions: '42',
      lastSession: '2025-03-10T04:00Z',
      nextNeed: '2025-03-10T08:00Z',
      refillBy: '2025-03-08T08:00Z',
    },
  },
  compute: (v) => {
    if (v.duration && v.sessions)
      refuseField('sessions', 'two-supplies', v.sessions.toFraction(), {
        code: 'supply-or-sessions-not-both',
      });
    const interval = named('interval', v.interval);
    const sessions = v.duration
      ? derive(
          'sessions',
          'sessions',
          ceil(over(named('duration of the supply', v.duration), interval)),
          NUMBER,
          SESSIONS,
        )
      : derive(
          'sessions',
          'sessions',
          named(
            'sessions',
            plain(v.sessions ?? refuseField('duration', 'missing', null, { code: 'supply-or-sessions' })),
          ),
          NUMBER,
          SESSIONS,
        );
    const minutes = inBase(v.interval).mul(60n);
    if (minutes.d !== 1n)
      refuseField('interval', 'not-whole-minutes', quantityText(v.interval), { code: 'whole-minutes' });
    const after = (count: Exact): number => minutesAfter(v.start, inBase(v.interval).mul(count));
    const next = after(sessions.result.amount);
    const back = [v.leadTime, v.safetyStock].reduce(
      (sum: Exact, q: Quantity | undefined) => (q ? sum.add(inBase(q)) : sum),
      inBase(v.interval).mul(0n),
    );
    const refillBy = minutesAfter(next, back.neg());
    if (refillBy < v.start)
      refuseField(v.leadTime ? 'leadTime' : 'safetyStock', 'dates-out-of-order', instantText(refillBy), {
        code: 'not-before-first-session',
        value: instantText(v.start),
      });
    return {
      outputs: {
        sessions,
        lastSession: instantWords(after(sessions.result.amount.sub(1n))),
        nextNeed: instantWords(next),
        refillBy: instantWords(refillBy),
        withinBeyondUse:
          v.beyondUse === undefined ? undefined : within(v.start, v.beyondUse, minutes, sessions),
      },
    };
  },
});

function within(start: Minute, limit: Minute, interval: Exact, sessions: Derivation): Derivation {
  if (limit < start)
    refuseField('beyondUse', 'dates-out-of-order', instantText(limit), {
      code: 'not-before-first-session',
      value: instantText(start),
    });
  const fit = plain(BigInt(limit - start))
    .amount.div(interval)
    .floor()
    .add(1n);
  const all = sessions.result.amount;
  return derive(
    'within-beyond-use',
    'sessions that start by the beyond-use instant',
    named('sessions', plain(fit.compare(all) < 0 ? fit : all)),
    NUMBER,
    SESSIONS,
  );
}
