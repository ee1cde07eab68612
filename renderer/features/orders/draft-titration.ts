import type { OrderContent } from '../../../engine/order/order.ts';
import { amount, amountOf, amountText, isBlank, type Amount } from '../../ui/amount.ts';

type Regimen = OrderContent['regimen'];
type Titrated = Extract<Regimen, { readonly titration?: unknown }>['titration'];

/** What of a titration or a range is typed. */
export interface TitrationDraft {
  readonly titrated: '' | 'titration' | 'range';
  /** of a PCA; elsewhere it follows from the kind */
  readonly titrateOf: 'rate' | 'dose';
  readonly titrateStart: Amount;
  readonly titrateBy: Amount;
  readonly titrateEvery: Amount;
  readonly titrateUntil: string;
  readonly titrateWho: '' | 'nurse' | 'patient-or-family';
}
type Kinded = TitrationDraft & { readonly kind: Regimen['kind'] };

export const emptyTitration = (unit: string): TitrationDraft => ({
  titrated: '',
  titrateOf: 'rate',
  titrateStart: amount(`${unit}/h`),
  titrateBy: amount(`${unit}/h`),
  titrateEvery: amount('h'),
  titrateUntil: '',
  titrateWho: '',
});

/** Kinds whose one rate or dose may be changed while they run. */
export const mayChange = (d: Kinded): boolean =>
  d.kind === 'pca' || d.kind === 'continuous' || d.kind === 'intermittent';
export const isTitrated = (d: Kinded): boolean => mayChange(d) && d.titrated !== '';
export const titratesRate = (d: Kinded): boolean =>
  d.kind === 'continuous' || (d.kind === 'pca' && d.titrateOf === 'rate');

/** What is sent of it; the unit of a dose or a rate follows what is changed. */
export function titrationText<T extends 'rate' | 'dose'>(d: Kinded, of: T) {
  if (!isTitrated(d)) return {};
  const text = (a: Amount) => amountText({ ...a, unit: asUnit(a.unit, of) });
  return {
    titration: {
      kind: d.titrated === 'range' ? ('range' as const) : ('titration' as const),
      of,
      start: text(d.titrateStart),
      ...(isBlank(d.titrateBy) ? {} : { by: text(d.titrateBy) }),
      ...(isBlank(d.titrateEvery) ? {} : { every: amountText(d.titrateEvery) }),
      ...(d.titrateUntil === '' ? {} : { until: d.titrateUntil }),
      changedBy: d.titrateWho === 'patient-or-family' ? ('patient-or-family' as const) : ('nurse' as const),
    },
  };
}

/** An amount of it as it is shown: a rate or a dose, as is changed. */
export const inTitration = (d: Kinded, a: Amount): Amount => ({
  ...a,
  unit: asUnit(a.unit, titratesRate(d) ? 'rate' : 'dose'),
});

/** A field that a titration is about states the most. */
export const atMost = (d: Kinded, of: 'rate' | 'dose', label: string): string =>
  isTitrated(d) && titratesRate(d) === (of === 'rate') ? `${label}, at most` : label;

const asUnit = (unit: string, of: 'rate' | 'dose'): string =>
  of === 'rate' ? (unit.endsWith('/h') ? unit : `${unit}/h`) : unit.replace(/\/h$/, '');

/** A saved titration, opened for change. */
export function titrationDraft(t: Titrated, unit: string): TitrationDraft {
  const empty = emptyTitration(unit);
  if (!t) return empty;
  const own = t.of === 'rate' ? `${unit}/h` : unit;
  return {
    titrated: t.kind,
    titrateOf: t.of,
    titrateStart: amountOf(t.start, own),
    titrateBy: amountOf(t.by, own),
    titrateEvery: amountOf(t.every, 'h'),
    titrateUntil: t.until ?? '',
    titrateWho: t.changedBy,
  };
}
