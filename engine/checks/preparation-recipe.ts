import { amount } from '../answers/facts.ts';
import { derive, named, over, plus, step, times } from '../derivation/derivation.ts';
import { exact } from '../number/notation.ts';
import { vialOf } from '../order/made.ts';
import { compare, of, plain, quantity, quantityText } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { unit } from '../number/units.ts';
import { failing, houseRule, notDone, ofDrug, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'preparation-recipe';
const OVERFILL = houseRule('overfill-method', 'soft');
const VIAL = houseRule('vial-not-in-formulary', 'soft');
const RANGE = houseRule('concentration-range', 'soft');
const RESERVOIR = houseRule('reservoir-need', 'soft');
const CALC9 = {
  id: 'CALC-9',
  title: 'need = worst case ÷ concentration × (1 + pump accuracy) (calculations.md 9)',
};

function method(f: Facts): Finding {
  const m = f.order.preparation.method;
  const answer = {
    subject: 'overfill',
    observed: { code: 'overfill-method', method: m },
    limit: { code: 'overfill-accepted' },
  } as const;
  return m === 'add' || m === 'replace' ? failing(CHECK, OVERFILL, answer) : pass(CHECK, OVERFILL, answer);
}

/** Of a further drug of a mixture the facts are seen from that drug, and the order still holds the vial of each. */
function vial(f: Facts): Finding {
  const { strength, volume } = vialOf(f.order, f.drug.id).vial;
  const strong = f.drug.vials.filter(
    (v) =>
      compare(of(exact(v.strength), unit(v.unit, 'mass/volume')), quantity(strength, 'mass/volume')) === 0,
  );
  const listed = strong.some(
    (v) => compare(quantity(`${v.container_volume_mL} mL`, 'volume'), quantity(volume, 'volume')) === 0,
  );
  const answer = { subject: 'source vial', observed: { code: 'vial', strength, volume } } as const;
  if (listed) return pass(CHECK, VIAL, answer);
  // another volume of a strength that is made is a product that is not listed; another strength makes another bag
  return failing(CHECK, VIAL, { ...answer, severity: strong.length === 0 ? 'hard' : 'soft' });
}

const bound = (value: string | null | undefined, u: string) =>
  value === null || value === undefined ? null : of(exact(value), unit(u, 'mass/volume'));

function range(f: Facts): Finding {
  const made = f.preparation.concentration.result;
  const answer = {
    subject: 'concentration',
    observed: amount(made),
    derivations: [f.preparation.concentration],
  } as const;
  const ranges = f.drug.concentration_limits;
  const [first] = ranges;
  if (!first)
    return notDone(CHECK, RANGE, { code: 'concentration-range' }, { ...answer, about: 'formulation' });
  const inside = ranges.find((r) => {
    const [low, high] = [bound(r.min, r.unit), bound(r.max, r.unit)];
    return (low === null || compare(made, low) >= 0) && (high === null || compare(made, high) <= 0);
  });
  const rule: Rule = { ...RANGE, source: (inside ?? first).source };
  const limit = {
    code: 'ranges',
    ranges: ranges.map((r) => ({ min: r.min ?? null, max: r.max ?? null, unit: r.unit })),
  } as const;
  return inside ? pass(CHECK, rule, { ...answer, limit }) : failing(CHECK, rule, { ...answer, limit });
}

function reservoir(f: Facts): Finding {
  const subject = 'container against one session' as const;
  const session = f.most(f.schedule.duration);
  const { accuracy } = f.program.pump;
  const volume = over(step(session.amount), step(f.preparation.concentration));
  const need = derive(
    'need',
    'volume needed for a session, worst case',
    accuracy
      ? times(volume, plus(named('1', plain(1n)), named('pump accuracy', plain(exact(accuracy.high)))))
      : volume,
    unit('mL', 'volume'),
    CALC9,
  );
  const derivations = [session.amount, need];
  const usable = f.preparation.usable;
  const short = usable !== null && compare(need.result, usable.result) > 0;
  // what does not last even without the error of the pump is too small, however exact the pump is
  if (!accuracy && !short)
    return notDone(CHECK, RESERVOIR, { code: 'pump-accuracy' }, { subject, about: 'pump' });
  if (!usable)
    return notDone(
      CHECK,
      RESERVOIR,
      { code: 'priming-and-residual' },
      {
        subject,
        observed: amount(need.result),
        derivations,
      },
    );
  const answer = {
    subject,
    observed: amount(need.result),
    limit: { code: 'usable', value: quantityText(usable.result) },
    derivations: [...derivations, usable],
  } as const;
  return short ? failing(CHECK, RESERVOIR, answer) : pass(CHECK, RESERVOIR, answer);
}

export const preparationRecipe: Check = {
  id: CHECK,
  asks: 'Is the recipe sound: overfill method, source vial, concentration range, and does one container last a session in the worst case?',
  run: (f, only) =>
    only === RESERVOIR.id
      ? [reservoir(f)]
      : [method(f), vial(f), ...f.also.map((x) => ofDrug(x, vial(x))), range(f), reservoir(f)],
};
