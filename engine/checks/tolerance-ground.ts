import { amount, names } from '../answers/facts.ts';
import { text } from '../answers/subjects.ts';
import { derive, named, step, times, type Derivation } from '../derivation/derivation.ts';
import { atHome, byWords, daysSince } from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { isOpioid } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { compare, plain } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { dayOf } from '../time/calendar.ts';
import { sayingOf } from '../order/opioid-evidence.ts';
import { baselineOf, yardstickOf } from './baseline.ts';
import { failing, houseRule, notDone, pass } from './check.ts';
import type { Finding } from './report.ts';

const CHECK = 'exposure-opioids';
const NOT_NOW = houseRule('tolerance-not-current', 'hard');
const ABOVE = houseRule('baseline-above-record', 'hard');
const UNREAD = houseRule('evidence-without-regimen', 'soft');
const OPIOIDS = ['opioid_full_agonist', 'opioid_mixed', 'buprenorphine_any'];
/** OT-FDA: for a week; who stopped a day before is changed over from one to another. */
const WEEK = 7;
const CHANGED_OVER = 1;

/** Opioids of the home list that were stopped, where none of it runs and no order goes on with one. */
function stoppedOf(f: Facts): { readonly names: readonly string[]; readonly days: number } | null {
  const goesOn = [f, ...f.others].some((o) => isOpioid(o.drug) && !o.order.firstOrder);
  const home = f.patient.medicines
    .map((m) => atHome(f, m))
    .filter((b) => b.classes.includes('opioid_full_agonist'));
  const days = home.map((b) => (b.stopped === null ? 0 : daysSince(b.stopped, f.at)));
  const least = Math.min(...days);
  return goesOn || home.length === 0 || least <= CHANGED_OVER
    ? null
    : { names: home.map((b) => b.name), days: least };
}

function current(f: Facts): Finding {
  const subject = 'opioid status' as const;
  const stopped = stoppedOf(f);
  if (stopped !== null)
    return notDone(
      CHECK,
      NOT_NOW,
      { code: 'still-tolerant' },
      { subject, observed: names(stopped.names), severity: stopped.days > WEEK ? 'hard' : 'soft' },
    );
  const evidence = f.patient.opioidEvidence ?? '';
  const says = sayingOf(evidence, dayOf(f.at));
  if (says === 'steady') return pass(CHECK, NOT_NOW, { subject });
  return notDone(
    CHECK,
    NOT_NOW,
    { code: 'still-tolerant' },
    { subject, observed: text(evidence), severity: says === 'over' ? 'hard' : 'soft' },
  );
}

/** A baseline that was entered, against what the list states, or else the evidence. */
function entered(f: Facts): Finding[] {
  const yardstick = yardstickOf(f);
  const baseline = baselineOf(f);
  if (f.patient.baselineMme === undefined || yardstick === null || 'missing' in baseline) return [];
  const limit: Derivation = derive(
    'baseline-record-limit',
    'so many times what the record states',
    times(named('times', plain(exact(f.library.site.plausibility.far))), step(yardstick)),
    unit('MME'),
    ABOVE.source,
  );
  const answer = {
    subject: 'opioid status',
    observed: amount(baseline.result),
    limit: amount(limit.result),
    derivations: [baseline, yardstick, limit],
  } as const;
  return [
    compare(baseline.result, limit.result) > 0 ? failing(CHECK, ABOVE, answer) : pass(CHECK, ABOVE, answer),
  ];
}

/** A baseline was entered, and neither the evidence nor the list names an opioid that it could be of. */
function namesOpioid(f: Facts): Finding[] {
  if (f.patient.baselineMme === undefined) return [];
  const evidence = f.patient.opioidEvidence ?? '';
  const isNamed =
    byWords(f, evidence).read.opioids.length > 0 ||
    f.patient.medicines.some((m) => atHome(f, m).classes.some((c) => OPIOIDS.includes(c)));
  const answer = { subject: 'opioid status', observed: text(evidence) } as const;
  return [
    isNamed ? pass(CHECK, UNREAD, answer) : notDone(CHECK, UNREAD, { code: 'opioid-baseline' }, answer),
  ];
}

/**
 * Does the record bear the tolerance that it states? In: the facts of an order. Out: of a tolerant patient, whether the
 * opioids on which it rests are named and still taken, and whether the entered baseline is what they come to. Source: OT-FDA (60 mg
 * of oral morphine a day for a week); the factor between baseline and record is the site's.
 */
export const toleranceGround = (f: Facts): Finding[] =>
  f.patient.opioidStatus === 'tolerant' ? [current(f), ...namesOpioid(f), ...entered(f)] : [];
