import { amount, names, type Condition, type Fact } from '../answers/facts.ts';
import { text } from '../answers/subjects.ts';
import type { Severity } from '../formulary/formulary.ts';
import type { When } from '../formulary/when.ts';
import { exact } from '../number/notation.ts';
import type { indication } from '../order/course.ts';
import { isUnasked } from '../order/asked-lists.ts';
import { compare, quantity, type Mass, quantityText } from '../number/quantity.ts';
import { besides, namesOf, present, type Beside } from '../facts/beside.ts';
import { preservedIn } from '../facts/components.ts';
import type { Facts } from '../facts/facts.ts';
import { both, clears, either, has, weighs, when, type Match } from '../facts/match.ts';

/** What was seen, and whether the fact holds. */
interface Sighting {
  readonly match: Match;
  readonly saw: readonly Fact[];
}
type Test = (is: string, f: Facts) => Sighting;

const seen = (match: Match, saw: Fact): Sighting => ({ match, saw: [saw] });
const listed = (list: readonly string[]): Sighting => seen(when(list.length > 0), names(list));
/** A medicine that is there now; none is no answer while nobody has asked for the home list. */
const medicines = (f: Facts, is: (b: Beside) => boolean): Sighting => {
  const found = namesOf(present(besides(f)).filter(is));
  return found.length === 0 && isUnasked(f.patient, 'medicines')
    ? seen({ missing: { code: 'medicines-asked' } }, names([]))
    : listed(found);
};
const stated = (value: boolean | undefined, code: 'preservative-free' | 'epinephrine'): Match =>
  value === undefined ? { missing: { code } } : when(value);

const these = (found: readonly Mass[], code: 'amount' | 'reads-as-volume' = 'amount'): Sighting => ({
  match: when(found.length > 0),
  saw: found.map((dose): Fact => ({ code, value: quantityText(dose) })),
});

const mixedWith = (f: Facts): string[] => f.container.filter((id) => id !== f.drug.id);
const doses = (f: Facts): Mass[] =>
  [f.regimen.demand, f.regimen.dose?.amount ?? null].filter((m) => m !== null);

/** The container that is dispensed is the manufacturer's own, undiluted. */
const wholeBottle = (f: Facts): boolean => {
  const p = f.order.preparation;
  return (
    p.diluent === 'none' && compare(f.preparation.finalVolume.result, quantity(p.vial.volume, 'volume')) === 0
  );
};

/** What is said of the time around an operation is said of the pain after it. */
const WITHIN: Readonly<Partial<Record<ReturnType<typeof indication.parse>, string>>> = {
  'postoperative-pain': 'perioperative-pain',
};

/** Every fact that a contraindication of the library may ask for, by its name in the data. */
const FACTS: Readonly<Record<string, Test>> = {
  always: () => seen('yes', { code: 'any-home-order' }),
  ask: (is) => seen({ missing: text(is) }, text(is)),
  condition: (is, f) =>
    seen(has(f, is as Condition), {
      code: 'conditions',
      conditions: [is as Condition],
    }),
  // a class of medicines, wherever one of them stands
  medicine: (is, f) => medicines(f, (b) => b.classes.includes(is)),
  'medicine-named': (is, f) => medicines(f, (b) => b.read.generics.includes(is)),
  route: (is, f) => seen(when(f.order.route === is), { code: 'route', route: f.order.route }),
  'opioid-status': (is, f) =>
    seen(when(f.patient.opioidStatus === is), {
      code: 'opioid-status',
      status: f.patient.opioidStatus,
    }),
  'first-order': (is, f) => seen(when(f.order.firstOrder === (is === 'yes')), text('first order')),
  indication: (is, f) => {
    const stands = f.order.course?.indication;
    return stands === undefined
      ? seen({ missing: { code: 'indication' } }, { code: 'not-stated' })
      : seen(when(stands === is || WITHIN[stands] === is), {
          code: 'indication',
          indication: stands,
        });
  },
  // the data of the product say more than the box that somebody ticked
  preserved: (_, f) => {
    const found = preservedIn(f);
    if (found.length > 0) return seen('yes', { code: 'holds-preservative', components: found });
    const free = f.order.course?.preservativeFree;
    return seen(stated(free === undefined ? undefined : !free, 'preservative-free'), {
      code: 'preserved',
      preserved: true,
    });
  },
  epinephrine: (_, f) => seen(stated(f.order.course?.epinephrine, 'epinephrine'), { code: 'epinephrine' }),
  with: (is, f) => listed(mixedWith(f).filter((id) => id.includes(is))),
  mixture: (_, f) => listed(mixedWith(f)),
  elastomeric: (_, f) => seen(when(f.regimen.tolerance !== null), { code: 'elastomeric-device' }),
  unit: (is, f) => seen(when(f.regimen.basal.unit.code === `${is}/h`), { code: 'unit-of-rate', unit: is }),
  strength: (is, f) =>
    seen(
      when(compare(f.preparation.strength, quantity(is, 'mass/volume')) === 0),
      amount(f.preparation.strength),
    ),
  'clearance-below': (is, f) =>
    seen(
      clears(f, (o) => o < 0, is),
      { code: 'clearance-under', value: `${is} mL/min` },
    ),
  'age-below': (is, f) => seen(when(f.years < parseInt(is, 10)), { code: 'years', years: f.years }),
  'weight-below': (is, f) =>
    seen(
      weighs(f, (o) => o < 0, is),
      { code: 'weight-under', value: `${is} kg` },
    ),
  'qtc-at-least': (is, f) =>
    f.patient.qtc
      ? seen(when(compare(quantity(f.patient.qtc.value, 'time'), quantity(`${is} ms`, 'time')) >= 0), {
          code: 'qtc',
          value: f.patient.qtc.value,
        })
      : seen({ missing: { code: 'qtc' } }, { code: 'no-ecg' }),
  // what nobody measured is not asked for by it
  'qtc-recorded': (is, f) =>
    f.patient.qtc === undefined
      ? seen('no', { code: 'no-ecg' })
      : seen(when(compare(quantity(f.patient.qtc.value, 'time'), quantity(`${is} ms`, 'time')) >= 0), {
          code: 'qtc',
          value: f.patient.qtc.value,
        }),
  'whole-bottle': (is, f) =>
    seen(when(wholeBottle(f) && compare(f.preparation.drugAmount, quantity(is, 'mass')) === 0), {
      code: 'whole-container',
      value: is,
    }),
  'dose-not': (is, f) => these(doses(f).filter((dose) => compare(dose, quantity(is, 'mass')) !== 0)),
  // 100 mg of a 100 mL bottle: the number of mL written as mg
  'dose-reads-as-volume': (_, f) => {
    const volumes = f.drug.vials.map((v) => exact(v.container_volume_mL));
    return these(
      doses(f).filter((dose) => dose.unit.code === 'mg' && volumes.some((v) => v.compare(dose.amount) === 0)),
      'reads-as-volume',
    );
  },
};

/** Does a contraindication hold? What was seen for it; a missing fact makes the answer "missing", never "no". */
export function holds(rule: When, f: Facts): Sighting {
  const lists = rule.map((facts) =>
    facts
      .map(
        ({ fact, is = '' }) =>
          FACTS[fact]?.(is, f) ?? seen({ missing: { code: 'tell-fact', fact } }, text(fact)),
      )
      .reduce((a, b) => ({ match: both(a.match, b.match), saw: [...a.saw, ...b.saw] })),
  );
  const yes = lists.filter((l) => l.match === 'yes');
  return { match: lists.map((l) => l.match).reduce(either, 'no'), saw: yes.flatMap((l) => l.saw) };
}

/** The severity for this patient of a rule that is soft for some: only where it is known that this is one of them. */
export const severityFor = (
  rule: { readonly severity: Severity; readonly softer?: When | undefined },
  f: Facts,
) => (rule.softer && holds(rule.softer, f).match === 'yes' ? ('soft' as const) : rule.severity);
