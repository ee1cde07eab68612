import { amount, names } from '../answers/facts.ts';
import { besides, namesOf, present, type Beside } from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { inPopulation } from '../facts/population.ts';
import { rulesFor } from '../facts/rules-for.ts';
import { drugName, findDrug, type DoseRule } from '../formulary/formulary.ts';
import { compare, quantity, type Time } from '../number/quantity.ts';
import { ecg } from './formulary-cautions.ts';
import { failing, houseRule, notDone, ofDrug, pass, type Check } from './check.ts';
import type { Finding } from './report.ts';
import { holds, severityFor } from './rule-facts.ts';

const CHECK = 'formulary-qt';
const AMONG = houseRule('qt-among-medicines', 'soft');
const LENGTHENS = 'qt_prolonging';

const lengthens = (b: Beside): boolean => b.classes.includes(LENGTHENS) && !b.read.local;
const isMethadone = (b: Beside): boolean => b.read.generics.includes('methadone');

/** The pair of an ordered drug with what lengthens QT is asked of that drug itself. */
const hasOwnPair = (f: Facts): boolean =>
  f.library.interactions.some((p) => p.with.includes(LENGTHENS) && p.drugs.includes(f.drug.id));

/** Who is dying gets several of them for nausea and unrest, and no ECG. */
const isComfort = (f: Facts): boolean =>
  f.patient.conditions.some((c) => c === 'palliative-care' || c === 'end-of-life');

const byGeneric = (b: Beside): string => b.read.generics.join('+') || b.name;

/** Two that are ordered together, or methadone with any: of the other pairs of a home list whoever prescribed them knows. */
function among(f: Facts, all: readonly Beside[]): Finding[] {
  if (hasOwnPair(f)) return [];
  const found = all.filter(lengthens);
  const kinds = new Set(found.map(byGeneric));
  const ordered = new Set(found.filter((b) => b.from !== 'home').map(byGeneric));
  const subject = 'interacting medicine' as const;
  const isBroken = kinds.size > 1 && (found.some(isMethadone) || (ordered.size > 1 && !isComfort(f)));
  return [
    isBroken
      ? failing(CHECK, AMONG, { subject, observed: names(namesOf(found)) })
      : pass(CHECK, AMONG, { subject, observed: names([]) }),
  ];
}

/** The QTc of a patient who has methadone by another order, a companion or from home, whatever its route. */
function interval(rule: DoseRule, x: Facts): Finding[] {
  const { qtc } = x.patient;
  if (qtc === undefined) return [];
  const value = quantity(qtc.value, 'time');
  const match = inPopulation(rule.population, x);
  const limited = limitOf(rule, x, value);
  if (match === 'no' || 'missing' in limited) return [];
  const order = compare(value, limited.limit as Time);
  const answer = { subject: 'QTc', observed: amount(value), limit: amount(limited.limit) } as const;
  const isBroken = rule.comparator === 'ge' ? order >= 0 : order > 0;
  if (!isBroken) return [pass(CHECK, rule, answer)];
  return [match === 'yes' ? failing(CHECK, rule, answer) : notDone(CHECK, rule, match.missing, answer)];
}

/** What the library says of methadone and the heart, where it is not the drug that is asked about. */
function ofMethadone(f: Facts, all: readonly Beside[]): Finding[] {
  const drug = findDrug(f.library, 'methadone');
  if (!drug || f.container.includes(drug.id) || !all.some((b) => b.from !== 'order' && isMethadone(b)))
    return [];
  // the heart does not ask by which way it came
  const x: Facts = { ...f, drug, name: drugName(drug), order: { ...f.order, route: 'IV' } };
  const conditions = drug.contraindications
    .filter((c) => c.when?.some((facts) => facts.some((w) => w.is === 'long-qt')))
    .flatMap((c) => {
      const { match, saw } = holds(c.when ?? [], x);
      return match === 'yes'
        ? [
            failing(CHECK, c, {
              subject: { code: '{kind}', kind: c.kind },
              observed: { code: 'all', of: saw },
              severity: severityFor(c, x),
            }),
          ]
        : [];
    });
  // of what is taken at home the ECG is with whoever prescribes it, unless an old one would pass for one of today
  const isOrdered = all.some((b) => b.from === 'companion' && isMethadone(b));
  const ecgs = rulesFor(x, 'ecg_required')
    .filter(() => isOrdered || x.patient.qtc !== undefined)
    .map((rule) => ecg(rule, x));
  const intervals = rulesFor(x, 'qtc').flatMap((rule) => interval(rule, x));
  return [...intervals, ...ecgs, ...conditions].map((found) => ofDrug(x, found));
}

export const formularyQt: Check = {
  id: CHECK,
  asks: 'Do medicines beside the drug lengthen QT together, and does methadone that is taken or ordered beside it meet a long QT?',
  run: (f) => {
    if (f.container[0] !== f.drug.id) return [];
    const all = present(besides(f));
    return [...among(f, all), ...ofMethadone(f, all)];
  },
};
