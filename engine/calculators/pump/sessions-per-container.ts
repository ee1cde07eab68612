import {
  ceil,
  derive,
  floor,
  minus,
  named,
  over,
  step,
  times,
  type Expr,
} from '../../derivation/derivation.ts';
import { plain, quantity, quantityText } from '../../number/quantity.ts';
import { NUMBER, unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { countIn, optional, quantityIn } from '../field.ts';
import { SESSIONS } from '../sources.ts';
import { VOLUME } from '../units.ts';

export const sessionsPerContainer = calculator({
  id: 'sessions-per-container',
  title: 'Sessions per container',
  group: 'Pump',
  aliases: ['doses per bag', 'intermittent', 'how many sessions', 'containers needed'],
  fields: {
    fillVolume: quantityIn('fill volume', VOLUME),
    sessionVolume: quantityIn('volume of a session', VOLUME),
    priming: optional(quantityIn('priming volume', VOLUME, { zero: true })),
    residual: optional(quantityIn('residual volume', VOLUME, { zero: true })),
    sessions: optional(countIn('sessions needed', { most: '10000', note: 'gives the containers' })),
  },
  outputs: {
    sessions: quantityOut('sessions per container', ['sessions'], 'sessions-down'),
    leftOver: quantityOut('volume left over', ['mL']),
    containers: sometimes(quantityOut('containers needed', ['bags'], 'precise')),
  },
  formula:
    'sessions = floor((fill − priming − residual) ÷ volume of a session); containers = ceil(sessions needed ÷ sessions)',
  validity: ['one session fits into the usable volume'],
  source: SESSIONS,
  example: {
    input: { fillVolume: '250 mL', sessionVolume: '50 mL', priming: '10 mL', sessions: '42' },
    expected: { sessions: '4 sessions', leftOver: '40 mL', containers: '11 bags' },
  },
  compute: (v) => {
    const parts = [
      ['priming volume', v.priming],
      ['residual volume', v.residual],
    ] as const;
    const left = parts.reduce<Expr>(
      (e, [name, q]) => (q ? minus(e, named(name, q)) : e),
      named('fill volume', v.fillVolume),
    );
    const usable = derive('usable', 'usable volume', left, unit('mL'), SESSIONS);
    const each = named('volume of a session', v.sessionVolume);
    const fit = derive('fit', 'whole sessions', floor(over(step(usable), each)), NUMBER, SESSIONS);
    if (fit.result.amount.compare(0n) <= 0)
      refuseField('sessionVolume', 'session-above-container', quantityText(v.sessionVolume), {
        code: 'at-most-usable-volume',
        value: quantityText(usable.result),
      });
    const sessions = derive(
      'sessions',
      'sessions per container',
      times(step(fit), named('1 session', quantity('1 sessions', 'session'))),
      unit('sessions'),
      SESSIONS,
    );
    const leftOver = derive(
      'left-over',
      'volume left over',
      minus(step(usable), times(step(fit), each)),
      unit('mL'),
      SESSIONS,
    );
    const containers =
      v.sessions &&
      derive(
        'containers',
        'containers needed',
        times(
          ceil(over(named('sessions needed', plain(v.sessions)), step(fit))),
          named('1 container', quantity('1 bags', 'bag')),
        ),
        unit('bags'),
        SESSIONS,
      );
    return { steps: [usable, fit], outputs: { sessions, leftOver, containers } };
  },
});
