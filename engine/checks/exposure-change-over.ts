import { amount } from '../answers/facts.ts';
import { derive, min, named, over, plus, step, times, type Derivation } from '../derivation/derivation.ts';
import {
  compare,
  isZero,
  quantity,
  quantityText,
  recorded,
  type Concentration,
  type Mass,
} from '../number/quantity.ts';
import { drugName, findDrug, type Drug } from '../formulary/formulary.ts';
import type { Finding } from './report.ts';
import {
  changeOverOf,
  dosesInLine,
  heldOf,
  isLineUnknown,
  type ChangeOver,
} from '../timeline/change-over.ts';
import { breaks, libraryLimits, limitsOf } from '../timeline/limits.ts';
import { groupsOf } from '../timeline/timeline.ts';
import { windowText, worstName } from '../exposure/worst-case.ts';
import { failing, houseRule, notDone, ofDrug, pass, type Check } from './check.ts';
import type { Facts, InLine } from '../facts/facts.ts';
import { isSameRoute } from '../facts/previous.ts';

const CHECK = 'exposure-change-over';
const SUBJECT = 'line at the change of container';
const STRONGER = houseRule('line-holds-stronger', 'hard');
const OTHER = houseRule('line-holds-another-drug', 'hard');
const WEAKER = houseRule('line-holds-weaker', 'soft');

function lineFinding(f: Facts, c: ChangeOver): Finding {
  const doses = f.highest.demand && dosesInLine(c, f.highest.demand);
  const answer = {
    subject: SUBJECT,
    observed: {
      code: 'in-line',
      amount: quantityText(c.inLine.result),
      factor: quantityText(c.factor.result),
      ...(doses && { doses: quantityText(doses.result) }),
    },
    limit: amount(c.after),
    derivations: [c.factor, c.inLine, c.more, ...(doses ? [doses] : [])],
  } as const;
  const order = compare(c.before, c.after);
  if (order === 0) return pass(CHECK, STRONGER, answer);
  // that the line is kept was not said: it is asked about, and no stop
  return failing(CHECK, order > 0 ? STRONGER : WEAKER, { ...answer, ...(!c.told && { severity: 'soft' }) });
}

/** The library's limits that the order keeps, and passes with what is left in the line. */
function passedByLine(f: Facts, c: ChangeOver): Finding[] {
  const own = groupsOf(f).find((g) => g.drug === f.drug.id && g.counted.some(({ part }) => part.facts === f));
  if (!own || c.more.result.amount.s <= 0n) return [];
  return limitsOf(f, own).flatMap((limit) => {
    const worst = f.most(limit.window).amount;
    const both = derive(
      'with-the-line',
      `${worstName(limit.window)} with what the line holds`,
      plus(step(worst), step(c.more)),
      own.unit,
      c.more.source,
    );
    if (breaks(limit, worst.result) || !breaks(limit, both.result)) return [];
    return [
      failing(
        CHECK,
        { ...limit, message: limit.name },
        {
          subject: {
            code: 'worst case in any {window} with what the line holds',
            window: windowText(limit.window),
          },
          observed: amount(both.result),
          limit: amount(limit.amount),
          derivations: [worst, c.more, both],
        },
      ),
    ];
  });
}

function ofOne(f: Facts): Finding[] {
  if (isLineUnknown(f))
    return [notDone(CHECK, STRONGER, { code: 'line-concentration' }, { subject: SUBJECT })];
  const change = changeOverOf(f);
  return change === null ? [] : [lineFinding(f, change), ...passedByLine(f, change)];
}

/** Drugs that the container before held and this one does not. */
function othersInLine(f: Facts): readonly InLine[] {
  const { previous } = f;
  const before =
    f.line.length > 0 ? f.line : isSameRoute(previous, f.order.route) ? (previous?.also ?? []) : [];
  return before.filter((x) => !f.container.includes(x.drug));
}

/** What a volume that the pump counts as the new drug brings of the old one: never more than the line holds of it. */
function broughtBy(
  counted: Derivation<'mass'> | { readonly name: string; readonly value: Mass },
  f: Facts,
  held: Derivation<'mass'>,
  before: Concentration,
  name: string,
): Derivation<'mass'> {
  const given = 'result' in counted ? step(counted) : named(counted.name, counted.value);
  const volume = over(given, named('new concentration', f.preparation.concentration.result));
  return derive(
    'from-the-line',
    name,
    min(step(held), times(volume, named('old concentration', before))),
    held.result.unit,
    held.source,
  );
}

const pressOf = (f: Facts, held: Derivation<'mass'>, before: Concentration): Derivation<'mass'> | null =>
  f.highest.demand &&
  broughtBy(
    { name: 'demand dose', value: f.highest.demand },
    f,
    held,
    before,
    'with a demand dose from the line',
  );

/** The library's limits of the drug that the line still holds, which it passes with what comes out of the line. */
function passedByOther(f: Facts, drug: Drug, held: Derivation<'mass'>, before: Concentration): Finding[] {
  return libraryLimits(f, drug, [f.order.route], held.result.unit).flatMap((limit) => {
    const worst = f.most(limit.window).amount;
    const out = broughtBy(worst, f, held, before, 'from the line, worst case');
    if (!breaks(limit, out.result)) return [];
    return [
      failing(
        CHECK,
        { ...limit, message: limit.name },
        {
          subject: {
            code: '{drug}: {of}',
            drug: drugName(drug),
            of: {
              code: 'worst case in any {window} with what the line holds',
              window: windowText(limit.window),
            },
          },
          observed: amount(out.result),
          limit: amount(limit.amount),
          derivations: [held, worst, out],
        },
      ),
    ];
  });
}

/** A line that is kept holds another drug than the new container: that comes first, while the pump counts the new one. */
function ofOtherDrugs(f: Facts): Finding[] {
  const { lineHolds, priming } = f.order.preparation;
  const volume = lineHolds?.volume ?? priming;
  if (volume !== undefined && isZero(quantity(volume, 'volume'))) return [];
  return othersInLine(f).flatMap(({ drug: id, concentration }) => {
    const drug = findDrug(f.library, id);
    const name = drug ? drugName(drug) : id;
    const held =
      concentration === undefined || volume === undefined
        ? null
        : heldOf(quantity(volume, 'volume'), recorded(concentration, 'mass/volume'));
    const before = concentration === undefined ? null : recorded(concentration, 'mass/volume');
    const press = held && before && pressOf(f, held, before);
    return [
      failing(CHECK, OTHER, {
        subject: { code: '{drug}: {of}', drug: name, of: { code: SUBJECT } },
        observed: held
          ? {
              code: 'left-in-line',
              amount: quantityText(held.result),
              ...(press && { press: quantityText(press.result) }),
            }
          : null,
        derivations: held ? [held, ...(press ? [press] : [])] : [],
        // that the line is kept was not said: it is asked about, and no stop
        ...(lineHolds === undefined && { severity: 'soft' }),
      }),
      ...(drug && held && before ? passedByOther(f, drug, held, before) : []),
    ];
  });
}

export const exposureChangeOver: Check = {
  id: CHECK,
  asks: 'Does the line still hold another concentration or another drug than the new container, and what comes out until it is empty?',
  run: (f: Facts): Finding[] => [
    ...[f, ...f.also].flatMap((x) => ofOne(x).map((found) => (x === f ? found : ofDrug(x, found)))),
    ...ofOtherDrugs(f),
  ],
};
