import { amount, names } from '../answers/facts.ts';
import { derive, named, total } from '../derivation/derivation.ts';
import { atHome, daysSince } from '../facts/beside.ts';
import { spanOf } from '../facts/span.ts';
import type { Facts } from '../facts/facts.ts';
import { medicineName } from '../formulary/medicine-names.ts';
import { holdsWord } from '../formulary/names.ts';
import { MME } from '../formulary/mme-factors.ts';
import { exact, ZERO, type Exact } from '../number/notation.ts';
import { compare, inBase, of, quantity, quantityText } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { isOral, isThroughTheSkin } from '../order/routes.ts';
import { equivalents } from '../timeline/equivalents.ts';
import { drugIdOf } from '../timeline/names.ts';
import { mostOfCompanion, partsOf } from '../timeline/parts.ts';
import { baselineOf, listedOf } from './baseline.ts';
import { failing, houseRule, pass } from './check.ts';
import type { ClassRule } from './class-rules.ts';
import { naiveInFourHours } from './formulary-tolerance.ts';
import type { Finding } from './report.ts';

const CHECK = 'exposure-opioids';
const DAY = quantity('24 h', 'time');
const mme = unit('MME');

const STATUS = houseRule('status-against-opioids', 'soft');
/** 60 mg of oral morphine a day or the like is what the FDA calls tolerant: a status that does not fit it is asked about. */
function status(f: Facts, rule: ClassRule): Finding[] {
  const { opioidStatus: stated } = f.patient;
  if (stated === 'unknown') return [];
  const line = of(exact(rule.amount), mme);
  const taken = stated === 'tolerant' ? baselineOf(f) : listedOf(f.patient);
  if (taken === null || 'missing' in taken) return [];
  const answer = {
    subject: 'opioid status',
    observed: { code: 'status-and-opioids', status: stated, value: quantityText(taken.result) },
    limit: { code: 'amount', value: quantityText(line) },
    derivations: [taken],
  } as const;
  const fits = compare(taken.result, line) >= 0 === (stated === 'tolerant');
  return [fits ? pass(CHECK, STATUS, answer) : failing(CHECK, { ...STATUS, source: rule.source }, answer)];
}

/** Doses of other opioids that were given in the last 24 h; the drug's own stand in its own limits. */
function givenOf(f: Facts): { name: string; mme: Exact }[] {
  return partsOf(f).flatMap((part) => {
    if (part.kind !== 'given' || f.container.includes(part.drug)) return [];
    const e = equivalents(f.library, part.drug, part.route);
    const mass = part.most(DAY, f.at);
    return 'factor' in e && mass.n !== 0n ? [{ name: part.name, mme: mass.mul(e.factor) }] : [];
  });
}

const BESIDE = houseRule('opioids-beside-without-tolerance', 'hard');
/** Who does not tolerate opioids gets, beside the order, as much by companions and from home as only a tolerant patient may. */
function beside(f: Facts, rule: ClassRule): Finding[] {
  if (f.patient.opioidStatus === 'tolerant') return [];
  const mg = unit('mg', 'mass');
  const ordered = (f.order.companions ?? []).flatMap((c) => {
    const e = equivalents(f.library, drugIdOf(f.library, c.drug) ?? c.drug, c.route);
    return 'factor' in e && quantity(c.dose).unit.dimension === 'mass'
      ? [{ name: c.drug, mme: inBase(mostOfCompanion(c, DAY, mg)).mul(e.factor) }]
      : [];
  });
  // what is meant to stay; the rest is to be stopped, which the duplicate asks
  const home = f.patient.medicines
    .filter((m) => m.intended && m.stopped === undefined)
    .flatMap(({ name, dailyMme }) => (dailyMme === undefined ? [] : [{ name, mme: exact(dailyMme) }]));
  const all = [...ordered, ...home, ...givenOf(f)];
  if (all.length === 0) return [];
  const line = of(exact(rule.amount), mme);
  const sum = of(
    all.reduce((added, x) => added.add(x.mme), ZERO),
    mme,
  );
  const answer = {
    subject: 'opioids beside the order in any 24 h',
    observed: { code: 'amount-of', value: quantityText(sum), of: all.map((x) => x.name) },
    limit: { code: 'amount', value: quantityText(line) },
  } as const;
  return [
    compare(sum, line) >= 0
      ? failing(CHECK, { ...BESIDE, source: rule.source }, answer)
      : pass(CHECK, BESIDE, answer),
  ];
}

const TOGETHER = houseRule('opioids-together-without-tolerance', 'hard');
const FOUR_HOURS = quantity('4 h', 'time');

/**
 * Several opioids by orders that run at once, of a patient who is not tolerant: their sum in any 4 h, in oral morphine
 * equivalents, against the most that the library lets a naive patient have of one of them.
 */
function together(f: Facts): Finding[] {
  if (f.patient.opioidStatus === 'tolerant') return [];
  const own = spanOf(f);
  const running = [f, ...f.others.filter((o) => spanOf(o).from < own.to && own.from < spanOf(o).to)];
  const gives = partsOf({ ...f, others: running.slice(1), given: [] }).flatMap((part) => {
    const e = part.facts && equivalents(f.library, part.drug, part.route);
    return part.facts && e && 'factor' in e ? [{ part, of: part.facts, factor: e.factor }] : [];
  });
  if (running.length < 2 || new Set(gives.map((g) => g.part.drug)).size < 2) return [];
  const limits = gives.flatMap(({ of: x, factor }) => {
    const allowed = naiveInFourHours(x);
    return allowed === null ? [] : [inBase(allowed).mul(factor)];
  });
  const [first, ...rest] = limits;
  if (first === undefined) return [];
  const limit = of(
    rest.reduce((most, x) => (x.compare(most) > 0 ? x : most), first),
    mme,
  );
  const [one, ...others] = gives.map(({ part, factor }) =>
    named(part.name, of(part.most(FOUR_HOURS, f.at).mul(factor), mme)),
  );
  if (one === undefined) return [];
  const sum = derive(
    'mme-4h',
    'oral morphine equivalents in any 4 h, worst case',
    total(one, ...others),
    mme,
    MME,
  );
  const answer = {
    subject: {
      code: '{line} of all orders and doses in any {window}',
      line: 'opioids in oral morphine equivalents',
      window: '4 h',
    },
    observed: { code: 'amount-of', value: quantityText(sum.result), of: gives.map(({ part }) => part.name) },
    limit: amount(limit),
    derivations: [sum],
  } as const;
  return [compare(sum.result, limit) > 0 ? failing(CHECK, TOGETHER, answer) : pass(CHECK, TOGETHER, answer)];
}

const ONLY = houseRule('opioid-for-tolerant-only', 'hard');

/** Taken by who is called naive: fentanyl at home, which no label starts without tolerance, or an opioid of long action of unknown amount. */
function onlyForTolerant(f: Facts): Finding[] {
  if (f.patient.opioidStatus !== 'naive') return [];
  const home = f.patient.medicines.filter((m) => m.stopped === undefined && !isPatch(m));
  const found = home.filter(
    (m) =>
      isFentanyl(f, m.name) ||
      (m.dailyMme === undefined &&
        holdsWord(m.name, f.library.names.medicines.longActing) &&
        atHome(f, m).classes.includes('opioid_full_agonist')),
  );
  const swallowed = (f.order.companions ?? []).filter((c) => isOral(c.route) && isFentanyl(f, c.drug));
  const list = [...found.map((m) => m.name), ...swallowed.map((c) => c.drug)];
  if (list.length === 0) return [];
  return [
    failing(CHECK, ONLY, {
      subject: 'opioid status',
      observed: names(list),
      limit: { code: 'opioid-status', status: 'tolerant' },
    }),
  ];
}

const PATCH = houseRule('patch-without-tolerance', 'hard');
const STILL = houseRule('patch-still-gives', 'soft');
const SAME = houseRule('patch-of-the-same-drug', 'soft');

const isFentanyl = (f: Facts, name: string): boolean =>
  medicineName(f.library, name).opioids.some((o) => o.generic === 'fentanyl');
const isPatch = (m: Facts['patient']['medicines'][number]): boolean =>
  m.kind === 'transdermal-opioid' || /\bpatch|duragesic/i.test(m.name);

/** Patches of the home list: still on, or taken off today or the day before, by the days that are stated. */
const atHomeOf = (f: Facts, isOff: boolean): Facts['patient']['medicines'] =>
  f.patient.medicines
    .filter((m) =>
      isOff ? m.stopped !== undefined && daysSince(m.stopped, f.at) <= 1 : m.stopped === undefined,
    )
    .filter(isPatch);

/** A patch of fentanyl that is worn or ordered: by its route, or by a home list that calls it a patch or one. */
const wornOf = (f: Facts): string[] =>
  [
    ...(f.order.companions ?? [])
      .filter((c) => isThroughTheSkin(c.route) || /\bpatch/i.test(c.drug))
      .map((c) => c.drug),
    ...f.given.filter((g) => isThroughTheSkin(g.route) || /\bpatch/i.test(g.drug)).map((g) => g.drug),
    ...atHomeOf(f, false).map((m) => m.name),
  ].filter((name) => isFentanyl(f, name));

/**
 * The skin under a patch holds a depot: what is off since today or yesterday still gives. About half is left 17 h after
 * (from general knowledge of the label, verify), so by the day two days are the least that covers it.
 */
const takenOff = (f: Facts): string[] =>
  atHomeOf(f, true)
    .filter((m) => m.kind === 'transdermal-opioid' || atHome(f, m).classes.includes('opioid_full_agonist'))
    .map((m) => m.name);

function patches(f: Facts): Finding[] {
  const worn = wornOf(f);
  const off = takenOff(f);
  const subject = 'opioid patch' as const;
  const found: Finding[] = [];
  if (f.patient.opioidStatus !== 'tolerant' && worn.length > 0)
    found.push(
      failing(CHECK, PATCH, {
        subject: 'opioid status',
        observed: names(worn),
        limit: { code: 'opioid-status', status: 'tolerant' },
      }),
    );
  if (off.length > 0)
    found.push(
      failing(CHECK, STILL, {
        subject,
        observed: names(off),
        severity: f.patient.opioidStatus === 'tolerant' ? 'soft' : 'hard',
      }),
    );
  const same = f.drug.id === 'fentanyl' ? worn : [];
  if (same.length > 0 && f.patient.opioidStatus === 'tolerant')
    found.push(failing(CHECK, SAME, { subject, observed: names(same) }));
  return found;
}

/**
 * Does the stated opioid status fit what the record holds, and what lies beside the order? In: the facts of an order, and the
 * library's rule of who is tolerant. Out: the status against the opioids on record, what a patient who is not tolerant gets
 * besides, and patches that are worn or were taken off. Source: OT-FDA (60 mg of oral morphine a day); the rest is the house's.
 */
export const opioidStatus = (f: Facts, rule: ClassRule | undefined): Finding[] => [
  ...(rule ? [...status(f, rule), ...beside(f, rule)] : []),
  ...patches(f),
  ...together(f),
  ...onlyForTolerant(f),
];
