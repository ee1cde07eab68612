import type { AskedList } from '../order/asked-lists.ts';
import type { CalculatorAccepts } from './accepted-in-calculators.ts';
import type { None, Said, Told } from './said.ts';

interface Value {
  readonly value: string;
}

/** What has to be above zero, or whole minutes. */
export type Thing =
  | 'amount'
  | 'bolus-or-none'
  | 'demand-dose'
  | 'dose'
  | 'dose-or-none'
  | 'duration'
  | 'duration-or-none'
  | 'interval'
  | 'lockout'
  | 'rate'
  | 'time'
  | 'window';

/** What would have been accepted instead of what was given. */
export interface Accepts extends CalculatorAccepts {
  'another-window': None;
  'above-zero': { readonly what: Thing };
  'whole-minutes': None;
  'one-of': { readonly options: readonly string[] };
  'one-unit-of-drug': { readonly units: readonly string[]; readonly volume?: true };
  'dated-weight': None;
  // numbers, units and times
  decimal: None;
  'at-most-characters': { readonly most: number };
  'space-before-unit': { readonly such: string };
  'number-and-unit': { readonly such: string };
  'one-space': { readonly such: string };
  'quantity-of': { readonly dimensions: readonly string[]; readonly such: readonly string[] };
  'ratio-above-zero': None;
  'without-comma': { readonly such: string };
  'above-zero-below-stroke': None;
  'one-dimension': None;
  'quantity-above-zero': None;
  'unit-of-few-words': { readonly most: number };
  'better-unit': { readonly better: string; readonly word: string };
  'unit-of-table': { readonly units: readonly string[] };
  'unit-of': { readonly dimension: string; readonly such: string };
  'time-between': { readonly least: string; readonly most: string };
  'whole-number-to': { readonly most: number };
  'clean-text': None;
  'documented-keys': None;
  shape: { readonly shape: string };
  'at-least-many': { readonly least: string; readonly of?: 'entries' | 'characters' };
  'at-most-many': { readonly most: string; readonly of?: 'entries' | 'characters' };
  'two-steps': { readonly most: string };
  date: None;
  instant: None;
  'in-units': { readonly label: string; readonly units: readonly string[]; readonly before?: Accepted };
  // the patient
  'birth-date-not-after-today': None;
  'date-of-measurement': None;
  'date-of-statement': None;
  'date-of-stop': None;
  'list-or-statement': { readonly list: AskedList };
  'opioid-evidence': None;
  'height-in-cm': None;
  'height-between': { readonly adult: boolean };
  'pounds-or-confirmed': { readonly pounds: string };
  'weight-between': None;
  'birth-date-within': { readonly years: number };
  'other-unit-or-confirmed': Value;
  'creatinine-between': None;
  'qtc-between': None;
  'time-of-last-change': None;
  'instant-not-after-now': None;
  // the order
  'route-of-drug': { readonly routes: readonly string[]; readonly drug: string };
  'another-drug': { readonly why: string };
  'each-drug-once': None;
  'every-session-after-the-last': { readonly duration: string };
  'clock-time': None;
  'limit-text': None;
  // the regimen
  'bolus-window': None;
  'rate-or-bolus': None;
  'a-step': None;
  'steps-as-long-as-session': { readonly session: string };
  'night-ends-elsewhere': None;
  'sessions-by-the-day': None;
  'one-rate': None;
  below: Value;
  'amount-of-drug': None;
  'doses-per-hour-once': None;
  'at-least-one-dose': { readonly demand: string };
  'more-than-basal': { readonly window: string };
  'as-long-as-a-dose': Value;
  'ends-inside-session': { readonly session: string };
  'all-end-inside-session': { readonly session: string };
  // the container
  ndc: None;
  'public-key': None;
  'record-once': None;
  'collection-of-file': None;
  'at-most-differing': { readonly most: string };
  'empty-container': None;
  'ndc-product': None;
  gtin: None;
  'ndc-one-of': { readonly ndcs: readonly string[] };
  'code-again': None;
  lot: None;
  vial: { readonly drug: string; readonly strength: string; readonly volume: string };
  'diluent-of-formulary': { readonly diluents: readonly string[] };
  'at-least-drug-volume': Value;
  'diluent-needed': Value;
  'container-for': Value;
  'together-less-than': Value;
  // GS1 symbols
  'gs1-symbol': { readonly symbols: readonly string[] };
  'gs1-identifier': None;
  'gs1-element': None;
  'gs1-one-value': { readonly ai: string };
  'gs1-lengths': {
    readonly ai: string;
    readonly lengths: readonly { readonly most: number; readonly exact: boolean }[];
  };
  'gs1-characters': { readonly ai: string; readonly set: string };
  'gs1-partners': { readonly ai: string; readonly partners: readonly (readonly string[])[] };
  yymmdd: None;
  // numbers, derivations, exposure and the library
  'same-amount-both-ways': None;
  'simulated-not-above-bound': None;
  'plain-number-for': Value;
  'step-above-zero': None;
  'fewer-doses-in-all': None;
  'no-amount-of-rule': None;
  'not-in-force-yet': None;
  'number-not-negative': None;
  'number-above-zero': None;
  'a-figure-of-field': None;
  'hours-of-window': None;
  'no-window': None;
  'each-field-once': None;
  'exponent-of-600-digits': None;
  'exponent-above-zero': None;
  'base-above-zero': None;
  'component-not-expired': None;
  'storage-with-usp-row': None;
  'time-zone': None;
  'hours-in-all': None;
  'limit-beside': {
    readonly id: string;
    readonly direction: 'max' | 'min';
    readonly amount: string;
    readonly unit: string;
    readonly severity: string;
  };
  'at-least-value': Value;
  'at-most-value': Value;
  'unit-of-kind': { readonly dimensions: readonly string[] };
  'record-of': { readonly collection: string };
  'id-of-record': { readonly id: string };
  'changed-instead': None;
  'letters-of': { readonly name: string };
  'record-to-verify': None;
  'figures-in-force': None;
  rounding: None;
  temperature: None;
  'doses-per-hour-or-none': None;
  'no-doses-per-hour': None;
  'doses-of-lockout': None;
  'height-of-devine': None;
  'at-least-ideal-weight': Value;
  'within-formula': { readonly formula: string };
  'one-equation': None;
  'sides-equal': { readonly left: string };
  'result-as-line': { readonly result: string };
  'about-as-result': { readonly about: string };
  'line-that-reads': { readonly why: string };
}
/** What the engine says; a sentence as such is said outside of it. */
export type Coded = Said<Accepts>;
export type Accepted = Told<Accepts>;
