import { names } from '../answers/facts.ts';
import type { Missing } from '../answers/missing.ts';
import {
  asCompanions,
  besides,
  byWords,
  daysSince,
  namesOf,
  orderedBeside,
  type Beside,
} from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { isOpioid, type Severity } from '../formulary/formulary.ts';
import type { Interaction } from '../formulary/interactions.ts';
import { exact, type Exact } from '../number/notation.ts';
import { isUnasked } from '../order/asked-lists.ts';
import { isOral, isThroughTheSkin } from '../order/routes.ts';
import { askedFor } from './asked.ts';
import { failing, houseRule, notDone, ofDrug, pass, type Check } from './check.ts';
import type { Finding } from './report.ts';
import { severityFor } from './rule-facts.ts';

const CHECK = 'formulary-interactions';
const UNKNOWN = houseRule('medicine-unknown', 'soft');
const DAY = '24';
const INDUCER = 'cyp3a4_inducer_stopped';

/** Does what stands beside count now, is it asked about, or is it over? */
type Standing = 'counts' | 'asked' | 'over';

/** Hours for which a medicine acts on that does so longer than the others of its class. */
function ownHours(b: Beside, pair: Interaction): Exact | null {
  const own = pair.lookback_of?.find((o) => b.classes.includes(o.class));
  return own === undefined ? null : exact(own.h);
}

/** Hours for which a dose that was given counts: its own where it acts on longer, else those of the pair. */
function lookback(b: Beside, pair: Interaction): Exact {
  const own = ownHours(b, pair);
  if (own !== null) return own;
  if (pair.lookback_h !== undefined) return exact(pair.lookback_h);
  // what may not be given so many days after the last tablet may not follow an injection either
  return typeof pair.after_stop === 'object' ? exact(pair.after_stop.days).mul(24n) : exact(DAY);
}

function standing(b: Beside, pair: Interaction, f: Facts): Standing {
  if (b.since !== null) {
    const within = lookback(b, pair).mul(60n);
    return exact(BigInt(b.since)).compare(within) < 0 ? 'counts' : 'over';
  }
  if (b.stopped === null) return 'counts';
  const own = ownHours(b, pair);
  if (own !== null)
    return exact(BigInt(daysSince(b.stopped, f.at)))
      .mul(24n)
      .compare(own) < 0
      ? 'counts'
      : 'over';
  if (pair.after_stop === undefined) return 'over';
  // that an inducer was stopped, and when, is what such a pair speaks of: nothing more is to be found out
  if (pair.after_stop === 'ask') return pair.with.every((c) => c === INDUCER) ? 'counts' : 'asked';
  return exact(BigInt(daysSince(b.stopped, f.at))).compare(exact(pair.after_stop.days)) < 0
    ? 'counts'
    : 'over';
}

const NEURAXIAL = ['epidural', 'intrathecal'];
const isNeuraxial = (route: string): boolean => NEURAXIAL.includes(route);
const isByMouthOrSkin = (route: string): boolean => isOral(route) || isThroughTheSkin(route);
/** What the sum of a drug holds together: an epidural dose or a patch beside it stands in no sum. */
const isSummed = (route: string): boolean => ['IV', 'SC', 'IM'].includes(route) || isOral(route);
/** The drug that is asked about is not its own company: sums and overlap ask that. */
const isItself = (b: Beside, f: Facts): boolean =>
  b.from !== 'home' &&
  b.read.drugs.length === 1 &&
  b.read.drugs[0] === f.drug.id &&
  // a formulation with a name of its own (liposomal) goes its own way
  !b.classes.includes('liposomal_anaesthetic') &&
  (b.route === null || b.route === f.order.route || (isSummed(b.route) && isSummed(f.order.route)));

/** The ordered opioid by a home name: the duplicate is asked about as that, the sums hold both, and it is no other medicine. */
const isAtHomeToo = (b: Beside, f: Facts): boolean =>
  b.from === 'home' &&
  f.drug.class_ids.includes('opioid_full_agonist') &&
  b.read.generics.length > 0 &&
  b.read.drugs.length === 1 &&
  b.read.drugs[0] === f.drug.id;

function stands(b: Beside, pair: Interaction, f: Facts): boolean {
  if (!pair.with.some((c) => b.classes.includes(c)) || isItself(b, f)) return false;
  if (isAtHomeToo(b, f) && pair.not_injected !== true) return false;
  // the home list names no route
  if (
    pair.not_injected === true &&
    (b.from === 'container' || (b.route !== null && !isByMouthOrSkin(b.route)))
  )
    return false;
  if (pair.systemic === true && b.read.local) return false;
  if (pair.parenteral === true && (b.route === null || isOral(b.route) || isNeuraxial(b.route))) return false;
  if (pair.neuraxial === true && (b.route === null || !isNeuraxial(b.route))) return false;
  if (pair.only_stopped === true && b.stopped === null) return false;
  if (pair.from_order === true && b.from !== 'order') return false;
  return !(pair.from_home === true && b.from !== 'home');
}

const still = (list: readonly Beside[]): Missing => ({ code: 'still-acting', medicines: namesOf(list) });

/** Hard beside what the pair names as such, whatever it is beside the others; and soft for whom it is softer. */
function severityBeside(pair: Interaction, found: readonly Beside[], f: Facts): Severity {
  const isHard = found.some((b) => (pair.hard_for ?? []).some((c) => b.classes.includes(c)));
  return severityFor(isHard ? { ...pair, severity: 'hard' } : pair, f);
}

function one(pair: Interaction, f: Facts, all: readonly Beside[]): Finding {
  const found = all.filter((b) => stands(b, pair, f));
  const counts = found.filter((b) => standing(b, pair, f) === 'counts');
  const asked = found.filter((b) => standing(b, pair, f) === 'asked');
  const subject = 'interacting medicine' as const;
  if (counts.length > 0 && pair.asks !== undefined)
    return notDone(
      CHECK,
      pair,
      { code: 'of-medicine', what: pair.asks, medicines: namesOf(counts) },
      { subject, observed: names(namesOf(counts)) },
    );
  if (counts.length > 0)
    return failing(CHECK, pair, {
      subject,
      observed: names(namesOf(counts)),
      severity: severityBeside(pair, counts, f),
    });
  if (asked.length > 0)
    return notDone(CHECK, pair, still(asked), {
      subject,
      observed: names(namesOf(asked)),
      severity: severityBeside(pair, asked, f),
    });
  return isUnasked(f.patient, 'medicines')
    ? notDone(CHECK, pair, { code: 'medicines-asked' }, { subject })
    : pass(CHECK, pair, { subject, observed: names([]) });
}

/** What the duplicate, the sums and the partial agonists ask of the home list. */
const OPIOIDS = ['opioid_full_agonist', 'opioid_mixed', 'buprenorphine_any'];

/** A name that no table knows, or a word of a class that some pair of this drug asks for. */
function unread(f: Facts, pairs: readonly Interaction[], all: readonly Beside[]): Finding {
  const asked = new Set([...pairs.flatMap((p) => p.with), ...(isOpioid(f.drug) ? OPIOIDS : [])]);
  const found = all.filter(
    (b) =>
      b.stopped === null &&
      (b.unread || (b.classes.length === 0 && b.read.classWords.some((c) => asked.has(c)))),
  );
  const subject = 'medicines beside' as const;
  const list = namesOf(found);
  return list.length === 0
    ? pass(CHECK, UNKNOWN, { subject, observed: names([]) })
    : notDone(
        CHECK,
        UNKNOWN,
        { code: 'which-medicine', medicines: list },
        { subject, observed: names(list) },
      );
}

/** What a companion must not meet, whoever it accompanies: only what two pharmacists have to pass. */
function ofCompanions(f: Facts, all: readonly Beside[]): Finding[] {
  const beside = [...all, ...orderedBeside(f)];
  return asCompanions(f).flatMap((x) =>
    f.library.interactions
      .filter((p) => p.drugs.includes(x.drug.id) && p.routes.includes('IV') && p.from_order !== true)
      .filter((p) => p.severity === 'hard' || p.severity === 'absolute')
      .map((p) => one(p, x, beside))
      .filter((found) => found.outcome !== 'pass')
      .map((found) => ofDrug(x, found)),
  );
}

const BRINGS_WITHDRAWAL = ['opioid_partial_agonist', 'opioid_agonist_antagonist', 'rescue_opioid'];
const PARTIAL = ['opioid_mixed', 'buprenorphine_any'];
/** Who is recorded as tolerant takes opioids, whether or not the list says which: for what brings withdrawal that is enough. */
function dependence(f: Facts): Beside[] {
  const brings = f.drug.class_ids.some((c) => BRINGS_WITHDRAWAL.includes(c));
  if (f.patient.opioidStatus !== 'tolerant' || !brings) return [];
  const stated = byWords(f, f.patient.opioidEvidence ?? '');
  const other = stated.classes.some((c) => PARTIAL.includes(c));
  return other ? [stated] : [{ ...stated, classes: [...stated.classes, 'opioid_full_agonist'] }];
}

/** What another active order must not meet: hard from one side is hard from the other. */
function ofOthers(f: Facts): Finding[] {
  const ordered = orderedBeside(f);
  return f.others
    .filter((o) => !f.container.includes(o.drug.id))
    .flatMap((o) =>
      f.library.interactions
        .filter((p) => p.drugs.includes(o.drug.id) && p.routes.includes(o.order.route))
        .filter((p) => !p.drugs.includes(f.drug.id) && p.from_order !== true && p.from_home !== true)
        .filter((p) => p.severity === 'hard' || p.severity === 'absolute')
        .map((p) => one(p, o, ordered))
        .filter((found) => found.outcome === 'fail')
        .map((found) => ofDrug(o, found)),
    );
}

export const formularyInteractions: Check = {
  id: CHECK,
  asks: 'Were home medicines asked about, and does the drug meet another medicine: of the home list, a companion, another active order, the same container, or given besides; and is every name known?',
  run: (f) => {
    const all = besides(f);
    const pairs = f.library.interactions.filter(
      (p) => p.drugs.includes(f.drug.id) && p.routes.includes(f.order.route),
    );
    const first = f.container[0] === f.drug.id;
    const own = pairs.map((p) => one(p, f, [...all, ...dependence(f)]));
    return first
      ? [
          ...own,
          ...ofCompanions(f, all),
          ...ofOthers(f),
          unread(f, pairs, all),
          askedFor(CHECK, f, 'medicines'),
        ]
      : own;
  },
};
