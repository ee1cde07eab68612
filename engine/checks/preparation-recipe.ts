import { derive, named, over, plus, step, times } from '../derivation.ts';
import { exact } from '../notation.ts';
import { worstIn } from '../exposure.ts';
import { compare, of, plain, quantity, shownText } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { unit } from '../units.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'preparation-recipe';
const OVERFILL = houseRule(
  'overfill-method',
  'soft',
  'Opioid reservoirs are filled exactly or have their overfill removed; the label prints the true volume and concentration.',
  'calculations.md 3: methods C and D',
);
const VIAL = houseRule(
  'vial-not-in-formulary',
  'soft',
  'No vial of this strength and volume is in the formulary.',
  'two identifiers of the product',
);
const RANGE = houseRule(
  'concentration-range',
  'soft',
  'The concentration is outside every range that the library holds for a reservoir.',
  'formulary concentration limits',
);
const RESERVOIR = houseRule(
  'reservoir-need',
  'soft',
  'In the worst case the container is empty before the session ends.',
  'calculations.md 9 and 10',
);
const CALC9 = {
  id: 'CALC-9',
  title: 'need = worst case ÷ concentration × (1 + pump accuracy) (calculations.md 9)',
};

function method(f: Facts): Finding {
  const m = f.order.preparation.method;
  const answer = { subject: 'overfill', observed: m, limit: 'exact-fill or remove-overfill' };
  return m === 'add' || m === 'replace' ? failing(CHECK, OVERFILL, answer) : pass(CHECK, OVERFILL, answer);
}

function vial(f: Facts): Finding {
  const { strength, volume } = f.order.preparation.vial;
  const listed = f.drug.vials.some(
    (v) =>
      compare(of(exact(v.strength), unit(v.unit, 'mass/volume')), quantity(strength, 'mass/volume')) === 0 &&
      compare(quantity(`${v.container_volume_mL} mL`, 'volume'), quantity(volume, 'volume')) === 0,
  );
  const answer = { subject: 'source vial', observed: `${strength}, ${volume}` };
  return listed ? pass(CHECK, VIAL, answer) : failing(CHECK, VIAL, answer);
}

const bound = (value: string | null | undefined, u: string) =>
  value === null || value === undefined ? null : of(exact(value), unit(u, 'mass/volume'));

function range(f: Facts): Finding {
  const made = f.preparation.concentration.result;
  const answer = {
    subject: 'concentration',
    observed: shownText(made),
    derivations: [f.preparation.concentration],
  };
  const ranges = f.drug.concentration_limits;
  const [first] = ranges;
  if (!first) return notDone(CHECK, RANGE, 'a concentration range of this drug', answer);
  const inside = ranges.find((r) => {
    const [low, high] = [bound(r.min, r.unit), bound(r.max, r.unit)];
    return (low === null || compare(made, low) >= 0) && (high === null || compare(made, high) <= 0);
  });
  const rule: Rule = { ...RANGE, source: (inside ?? first).source };
  const limit = ranges.map((r) => `${r.min ?? '?'} to ${r.max ?? '?'} ${r.unit}`).join('; ');
  return inside ? pass(CHECK, rule, { ...answer, limit }) : failing(CHECK, rule, { ...answer, limit });
}

function reservoir(f: Facts): Finding {
  const subject = 'container against one session';
  const session = worstIn(f.delivery, f.schedule.duration);
  const { accuracy } = f.program.pump;
  if (!accuracy) return notDone(CHECK, RESERVOIR, 'the delivery accuracy of the pump', { subject });
  const high = exact(accuracy.high);
  const need = derive(
    'need',
    'volume needed for a session, worst case',
    times(
      over(step(session.amount), step(f.preparation.concentration)),
      plus(named('1', plain(1n)), named('pump accuracy', plain(high))),
    ),
    unit('mL', 'volume'),
    CALC9,
  );
  const derivations = [session.amount, need];
  const usable = f.preparation.usable;
  if (!usable)
    return notDone(CHECK, RESERVOIR, 'priming and residual volume', {
      subject,
      observed: shownText(need.result),
      derivations,
    });
  const answer = {
    subject,
    observed: shownText(need.result),
    limit: `${shownText(usable.result)} usable`,
    derivations: [...derivations, usable],
  };
  return compare(need.result, usable.result) > 0
    ? failing(CHECK, RESERVOIR, answer)
    : pass(CHECK, RESERVOIR, answer);
}

export const preparationRecipe: Check = {
  id: CHECK,
  asks: 'Is the recipe sound: overfill method, source vial, concentration range, and does one container last a session in the worst case?',
  run: (f) => [method(f), vial(f), range(f), reservoir(f)],
};
