import type { When } from '../formulary.ts';
import { exact } from '../notation.ts';
import type { condition, medicineKind } from '../patient.ts';
import type { indication } from '../course.ts';
import { compare, quantity, shownText, type Mass } from '../quantity.ts';
import type { Facts } from './check.ts';
import { both, clears, either, weighs, when, type Match } from './match.ts';

/** What was seen, in words, and whether the fact holds. */
interface Sighting {
  readonly match: Match;
  readonly saw: string;
}
type Test = (is: string, f: Facts) => Sighting;

const seen = (match: Match, saw: string): Sighting => ({ match, saw });
const listed = (names: readonly string[]): Sighting => seen(when(names.length > 0), names.join(', '));
const stated = (value: boolean | undefined, what: string): Match =>
  value === undefined ? { missing: `whether ${what}` } : when(value);

const allergies = (f: Facts, substance: string, reaction = ''): Sighting =>
  listed(
    f.patient.allergies
      .filter(
        (a) => a.substance.toLowerCase().includes(substance) && a.reaction.toLowerCase().includes(reaction),
      )
      .map((a) => `${a.substance} (${a.reaction})`),
  );

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

/** Every fact that a contraindication of the library may ask for, by its name in the data. */
const FACTS: Readonly<Record<string, Test>> = {
  always: () => seen('yes', 'any home order'),
  ask: (is) => seen({ missing: is }, is),
  condition: (is, f) =>
    seen(when(f.patient.conditions.includes(is as ReturnType<typeof condition.parse>)), is),
  medicine: (is, f) =>
    listed(
      f.patient.medicines
        .filter((m) => m.kind === (is as ReturnType<typeof medicineKind.parse>))
        .map((m) => m.name),
    ),
  'medicine-named': (is, f) =>
    listed(f.patient.medicines.map((m) => m.name).filter((name) => name.toLowerCase().includes(is))),
  allergy: (is, f) => allergies(f, is),
  anaphylaxis: (is, f) => allergies(f, is, 'anaphyla'),
  route: (is, f) => seen(when(f.order.route === is), f.order.route),
  indication: (is, f) => {
    const stands = f.order.course?.indication;
    return stands === undefined
      ? seen({ missing: 'the indication' }, 'not stated')
      : seen(when(stands === (is as ReturnType<typeof indication.parse>)), stands);
  },
  preserved: (_, f) => {
    const free = f.order.course?.preservativeFree;
    return seen(
      stated(free === undefined ? undefined : !free, 'every component is preservative-free'),
      'preserved',
    );
  },
  epinephrine: (_, f) =>
    seen(stated(f.order.course?.epinephrine, 'the solution holds epinephrine'), 'epinephrine'),
  with: (is, f) => listed(mixedWith(f).filter((id) => id.includes(is))),
  mixture: (_, f) => listed(mixedWith(f)),
  elastomeric: (_, f) => seen(when(f.regimen.tolerance !== null), 'elastomeric device'),
  unit: (is, f) => seen(when(f.regimen.basal.unit.code === `${is}/h`), is),
  strength: (is, f) =>
    seen(
      when(compare(f.preparation.strength, quantity(is, 'mass/volume')) === 0),
      shownText(f.preparation.strength),
    ),
  'clearance-below': (is, f) =>
    seen(
      clears(f, (o) => o < 0, is),
      `creatinine clearance under ${is} mL/min`,
    ),
  'weight-below': (is, f) =>
    seen(
      weighs(f, (o) => o < 0, is),
      `weight under ${is} kg`,
    ),
  'qtc-at-least': (is, f) =>
    f.patient.qtc
      ? seen(
          when(compare(quantity(f.patient.qtc.value, 'time'), quantity(`${is} ms`, 'time')) >= 0),
          `QTc ${f.patient.qtc.value}`,
        )
      : seen({ missing: 'a QTc' }, 'no ECG'),
  'whole-bottle': (is, f) =>
    seen(
      when(wholeBottle(f) && compare(f.preparation.drugAmount, quantity(is, 'mass')) === 0),
      `a whole container of ${is}`,
    ),
  'dose-not': (is, f) =>
    listed(
      doses(f)
        .filter((dose) => compare(dose, quantity(is, 'mass')) !== 0)
        .map((dose) => shownText(dose)),
    ),
  // 100 mg of a 100 mL bottle: the number of mL written as mg
  'dose-reads-as-volume': (_, f) => {
    const volumes = f.drug.vials.map((v) => exact(v.container_volume_mL));
    return listed(
      doses(f)
        .filter((dose) => dose.unit.code === 'mg' && volumes.some((v) => v.compare(dose.amount) === 0))
        .map((dose) => `${shownText(dose)} is the volume of a container in mL`),
    );
  },
};

/** Does a contraindication hold? What was seen for it, in words; a missing fact makes the answer "missing", never "no". */
export function holds(rule: When, f: Facts): Sighting {
  const lists = rule.map((facts) =>
    facts
      .map(({ fact, is = '' }) => FACTS[fact]?.(is, f) ?? seen({ missing: `how to tell "${fact}"` }, fact))
      .reduce((a, b) => ({ match: both(a.match, b.match), saw: `${a.saw}; ${b.saw}` })),
  );
  const yes = lists.filter((l) => l.match === 'yes');
  return { match: lists.map((l) => l.match).reduce(either, 'no'), saw: yes.map((l) => l.saw).join(', ') };
}
