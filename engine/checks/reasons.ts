import { onceOf } from '../derivation/lazy.ts';
import type { Facts } from '../facts/facts.ts';
import type { Severity } from '../formulary/formulary.ts';
import type { Finding } from './report.ts';

/** Why a finding may be passed. The sentences stand in `words/`. */
export const REASONS = [
  'both-intended',
  'tolerance-documented',
  'dose-tolerated-before',
  'palliative-goal',
  'prescriber-confirmed',
  'monitoring-in-place',
  'no-standard-product',
  'shortage',
  'volume-limit',
  'rounding-agreed',
  'site-range-confirmed',
  'checked-by-hand',
  'literature-record',
  'fact-not-obtainable',
] as const;
export type Reason = (typeof REASONS)[number];

const OVERRIDE: readonly Reason[] = ['palliative-goal', 'prescriber-confirmed', 'monitoring-in-place'];
/** Only of how much a patient gets can it be said that it was tolerated. */
const DOSE: readonly Reason[] = ['tolerance-documented', 'dose-tolerated-before', ...OVERRIDE];
const PREPARATION: readonly Reason[] = [
  'no-standard-product',
  'shortage',
  'volume-limit',
  'prescriber-confirmed',
];
const PROGRAM: readonly Reason[] = ['rounding-agreed', 'site-range-confirmed', 'prescriber-confirmed'];
const NOT_DONE: readonly Reason[] = [
  'checked-by-hand',
  'literature-record',
  'site-range-confirmed',
  'fact-not-obtainable',
];
/** Two orders of one drug: a tolerance explains neither. */
const BOTH: readonly Reason[] = ['both-intended', 'palliative-goal', 'prescriber-confirmed'];
const BY_FAMILY: Readonly<Record<string, readonly Reason[]>> = {
  preparation: PREPARATION,
  program: PROGRAM,
  exposure: DOSE,
};
const BY_CHECK: Readonly<Record<string, readonly Reason[]>> = {
  'order-overlap': BOTH,
  'formulary-doses': DOSE,
  'formulary-delivered': DOSE,
  'formulary-tolerance': DOSE,
  // of local anaesthetics, and of a pump that is filled wrongly, nothing is tolerated
  'exposure-local-anaesthetics': OVERRIDE,
  'exposure-wrong-concentration': OVERRIDE,
};

const coded = onceOf((list: readonly Reason[]) => list.map((code) => ({ code })));

/** Reasons that may be chosen for a finding of a check: its own list, none for what nobody may pass. */
export function reasonsFor(
  check: string,
  outcome: Finding['outcome'],
  severity: Severity,
): { readonly code: Reason }[] {
  if (severity === 'absolute' || (severity === 'info' && outcome === 'fail')) return [];
  if (outcome === 'could-not-be-done') return coded(NOT_DONE);
  return coded(BY_CHECK[check] ?? BY_FAMILY[check.split('-')[0] ?? ''] ?? OVERRIDE);
}

/** The finding without the reasons that are not so of this patient: no tolerance of one who has none, no dose of before of a first order. */
export function fitting(f: Finding, { patient, order }: Pick<Facts, 'patient' | 'order'>): Finding {
  if (f.reasons.length === 0) return f;
  const not: readonly string[] = [
    ...(patient.opioidStatus === 'tolerant' ? [] : ['tolerance-documented']),
    ...(order.firstOrder ? ['dose-tolerated-before'] : []),
  ];
  return f.reasons.some((r) => not.includes(r.code))
    ? { ...f, reasons: f.reasons.filter((r) => !not.includes(r.code)) }
    : f;
}
