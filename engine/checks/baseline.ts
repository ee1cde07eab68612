import type { Missing } from '../answers/missing.ts';
import {
  derive,
  minus,
  named,
  over,
  plus,
  step,
  times,
  total,
  type Derivation,
  type Expr,
} from '../derivation/derivation.ts';
import { MME_FACTORS } from '../formulary/mme-factors.ts';
import { exact } from '../number/notation.ts';
import { compare, isZero, of, plain, quantity } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { isLeast, regimenStated, type Taken } from '../order/opioid-evidence.ts';
import type { PatientFacts } from '../order/patient.ts';
import { drugUnit } from '../formulary/formulary.ts';
import { atHome } from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { mmeFactorOf } from './mme.ts';

const mme = unit('MME');
const OPIOID_KINDS = new Set<string>(['opioid', 'transdermal-opioid']);
export const STATED = {
  id: 'BASELINE',
  title: 'the home regimen of the patient as it was stated, by the CDC 2022 factors',
};

/** What a stated dose is in a day, in oral morphine equivalents; null where the table has no factor for it. */
function equivalentOf(t: Taken): Expr | null {
  const row = MME_FACTORS.find((m) => m.opioid === t.opioid && m.route === t.route);
  if (!row?.factor) return null;
  if (t.route === 'transdermal')
    return times(
      named('patch', plain(exact(t.amount.replace(' mcg/h', '')))),
      named('MME a day for each mcg/h', of(exact(row.factor), mme)),
    );
  const dose = times(named(t.opioid, quantity(t.amount, 'mass')), named('doses a day', plain(t.perDay)));
  return times(dose, named('factor', of(exact(row.factor), unit(row.per))));
}

const isPatch = (t: Taken): boolean => t.route === 'transdermal';

const derived = (...parts: readonly Expr[]): Derivation | null => {
  const [first, ...rest] = parts;
  return first === undefined
    ? null
    : derive('baseline-mme', 'baseline, oral morphine equivalents a day', total(first, ...rest), mme, STATED);
};

function fromEvidence(
  { patient: p, library }: Pick<Facts, 'patient' | 'library'>,
  which: (t: Taken) => boolean = () => true,
): Derivation | null {
  const stated = p.opioidEvidence === undefined ? null : regimenStated(library, p.opioidEvidence);
  const parts = (stated ?? []).filter(which).map(equivalentOf);
  return parts.includes(null) ? null : derived(...parts.filter((e) => e !== null));
}

/** What the list of medicines states of opioids in a day; null where it states none. What was stopped is no tolerance. */
export const listedOf = (p: PatientFacts): Derivation | null =>
  derived(
    ...p.medicines.flatMap((m) =>
      m.dailyMme === undefined || m.stopped !== undefined ? [] : [named(m.name, of(exact(m.dailyMme), mme))],
    ),
  );

/** What the record states besides an entered baseline: the more of the list, where each opioid of it has its amount, and the evidence. */
export function yardstickOf(f: Pick<Facts, 'patient' | 'library'>): Derivation | null {
  const stated = isLeast(f.patient.opioidEvidence ?? '') ? null : fromEvidence(f);
  const open = f.patient.medicines.some(
    (m) => m.stopped === undefined && m.dailyMme === undefined && OPIOID_KINDS.has(m.kind),
  );
  const listed = open ? null : listedOf(f.patient);
  if (listed === null || stated === null) return listed ?? stated;
  return compare(stated.result, listed.result) > 0 ? stated : listed;
}

/**
 * The oral morphine equivalents a day on which a patient's tolerance rests. In: the patient and the names that the library
 * knows. Out: what was entered as the baseline; else what the list of medicines states; else what the evidence of
 * tolerance does; else the missing fact. Source: the record of the patient; factors CDC 2022.
 */
export function baselineOf(
  f: Pick<Facts, 'patient' | 'library'>,
): Derivation | { readonly missing: Missing } {
  const { patient: p } = f;
  const entered =
    p.baselineMme === undefined ? null : derived(named('entered baseline', of(exact(p.baselineMme), mme)));
  const known = entered ?? listedOf(p) ?? fromEvidence(f);
  return known === null || isZero(known.result) ? { missing: { code: 'opioid-baseline' } } : known;
}

/** What of the baseline is a patch of this drug, in the equivalents of the patch; null where none of it is. */
function patchOf(
  f: Facts,
  baseline: Derivation,
): { readonly mme: Derivation; readonly factor: string } | null {
  const row = MME_FACTORS.find((m) => m.opioid === f.drug.id && m.per === 'patch');
  if (!row?.factor) return null;
  const isOwn = (t: Taken) => isPatch(t) && t.opioid === f.drug.id;
  const listed = derived(
    ...f.patient.medicines
      .filter((m) => m.dailyMme !== undefined && m.stopped === undefined)
      .filter((m) => m.kind === 'transdermal-opioid' && atHome(f, m).read.generics.includes(f.drug.id))
      .map((m) => named(m.name, of(exact(m.dailyMme ?? '0'), mme))),
  );
  const worn = listed ?? fromEvidence(f, isOwn);
  if (worn === null) return null;
  // an entered baseline that is less is not more of a patch than it is in all
  return { mme: compare(worn.result, baseline.result) > 0 ? baseline : worn, factor: row.factor };
}

/** The baseline in the equivalents of this drug by its own way in, for a sum that holds it so. */
export function baselineFor(f: Facts): ReturnType<typeof baselineOf> {
  const baseline = baselineOf(f);
  const factor = mmeFactorOf(f.drug);
  if ('missing' in baseline || factor === null || patchOf(f, baseline) === null) return baseline;
  const day = baselineDay(f);
  return 'missing' in day
    ? baseline
    : derive(
        'baseline-mme-as-drug',
        'baseline, oral morphine equivalents a day by the factor of this drug',
        times(step(day), named('factor', factor)),
        mme,
        STATED,
      );
}

/**
 * A day of the baseline as this drug by its own factor: a yardstick, never a conversion. In: the facts of an order of an
 * opioid. Out: mass in 24 h, or what is missing. A patch of the drug itself is the rate that it is labelled with, in mcg/h,
 * whatever the factors make of either way in. Source: the library's factor; the strength of the patch.
 */
export function baselineDay(f: Facts): Derivation<'mass'> | { readonly missing: Missing } {
  const baseline = baselineOf(f);
  if ('missing' in baseline) return baseline;
  const factor = mmeFactorOf(f.drug);
  if (factor === null) return { missing: { code: 'mme-factor' } };
  const byFactor = (share: Expr): Expr => over(share, named('factor', factor));
  const patch = patchOf(f, baseline);
  const day =
    patch === null
      ? byFactor(step(baseline))
      : plus(
          times(
            over(step(patch.mme), named('MME a day for each mcg/h', quantity(`${patch.factor} MME`, 'mme'))),
            named('1 mcg/h for a day', quantity('24 mcg', 'mass')),
          ),
          byFactor(minus(step(baseline), step(patch.mme))),
        );
  return derive(
    'baseline-day',
    'a day of the baseline as this drug',
    day,
    unit(drugUnit(f.drug), 'mass'),
    STATED,
  );
}
