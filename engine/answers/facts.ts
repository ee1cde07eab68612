import { quantityText, type Quantity } from '../number/quantity.ts';
import type * as z from 'zod';
import type { SHOWN_ONLY } from '../formulary/studied.ts';
import type { indication } from '../order/course.ts';
import type { OrderContent } from '../order/order.ts';
import type { condition } from '../order/patient.ts';
import type { PreparationOrder } from '../order/preparation.ts';
import type { Therapy } from '../pumps/pump.ts';
import type { RegimenKind } from '../formulary/regimen-kinds.ts';
import type { None, Said, Text } from './said.ts';

export type Condition = z.infer<typeof condition>;
export type Indication = z.infer<typeof indication>;

/** What is expected to be pressed: `worst`, nothing (null), or so many doses an hour as somebody stated. */
export interface UseFact {
  readonly kind: 'worst' | 'expected';
  readonly dosesPerHour: string | null;
}
interface Value {
  /** an exact amount, such as `0.4 mg` or `100/3 mL` */
  readonly value: string;
}
interface Windowed {
  readonly amount: string;
  readonly window: string;
}
/** That there is nothing to list, who said so, and on which day. */
interface Statement {
  readonly by: string;
  readonly on: string;
}
interface Names {
  readonly names: readonly string[];
}
/** A study of the same drugs that does not answer for the preparation, and where it is only shown, why. */
export interface Study {
  readonly studied: string;
  readonly in: readonly string[];
  readonly diluents: readonly string[];
  readonly temperature: string;
  readonly days: string;
  readonly why?: (typeof SHOWN_ONLY)[number];
}
export type RespiratoryRisk =
  | { readonly is: 'sleep-apnoea' | 'copd' | 'bmi-40' | 'clearance-below-60' | 'benzodiazepine' }
  | { readonly is: 'age'; readonly years: number };

/** What an order that may be changed while it runs has to state. */
export type TitrationElement = 'increment' | 'frequency' | 'endpoint' | 'indication' | 'state';

/** What was observed, or what it was held against. */
export interface ObservedFacts {
  text: Text;
  all: { readonly of: readonly Fact[] };
  amount: Value;
  at: { readonly at: string; readonly is: Fact };
  /** notices of the maker or the authority, the newest first */
  notices: { readonly of: readonly { readonly date: string; readonly on: string; readonly text: string }[] };
  /** a time to start or to the end of use, in days */
  time: Value;
  years: { readonly years: number };
  days: { readonly days: string };
  'studied-for': {
    readonly days: string;
    readonly kind?: 'exact' | 'bracketed';
    /** the strengths that were tested on both sides, of each drug that lies between two */
    readonly between?: readonly (readonly [low: string, high: string])[];
  };
  studies: { readonly besides: readonly Study[] };
  names: Names;
  since: { readonly date: string };
  'less-than': Value;
  'at-least': Value;
  'by-other-weights': {
    readonly by: readonly { readonly weight: 'ideal' | 'adjusted' | 'lean'; readonly value: string }[];
  };
  'amount-of': Value & { readonly of: readonly string[] };
  'amount-in': Windowed;
  'amount-in-any': Windowed;
  // the patient
  'weight-and-height': { readonly weight: string; readonly height: string };
  'measured-on': Value & { readonly on: string };
  'measured-days-ago': Value & { readonly days: number };
  'none-recorded': None;
  'not-recorded': None;
  'status-and-opioids': Value & { readonly status: string };
  'opioid-status': { readonly status: string };
  conditions: { readonly conditions: readonly Condition[] };
  risks: { readonly risks: readonly RespiratoryRisk[] };
  allergies: { readonly allergies: readonly { readonly substance: string; readonly reaction: string }[] };
  'none-known': Statement;
  'no-known-conditions': Statement;
  'no-home-medicines': Statement;
  'holds-preservative': {
    readonly components: readonly { readonly name: string; readonly holds: readonly string[] }[];
  };
  osmolarity: { readonly about: string };
  'isotonic-from': { readonly about: string };
  'years-without-rules': { readonly years: string };
  'clearance-under': Value;
  'weight-under': Value;
  qtc: Value;
  'no-ecg': None;
  // the order
  period: { readonly from: string; readonly to: string };
  'period-of-this-order': { readonly from: string; readonly to: string };
  'first-order': None;
  'in-last-order': Value & { readonly window?: string };
  'initial-value': Value;
  'in-library': Windowed;
  'range-of-protocol': {
    readonly protocol: string;
    readonly unit: string;
    readonly least?: string;
    readonly most?: string;
    readonly window?: string;
  };
  'kind-of-regimen': { readonly kind: RegimenKind };
  'lockout-allows': Value;
  'lockout-of': Value;
  'basal-and-status': { readonly rate: string; readonly status: string };
  'zero-unless-tolerant': None;
  naloxone: { readonly state: OrderContent['naloxone'] };
  route: { readonly route: string };
  indication: { readonly indication: Indication };
  'not-stated': None;
  'any-home-order': None;
  every: Value;
  'not-stated-of-titration': { readonly elements: readonly TitrationElement[] };
  times: { readonly times: string };
  'boluses-in': { readonly dose: string; readonly most: string; readonly per: string };
  'expected-use': Value & { readonly use: UseFact };
  use: { readonly use: UseFact };
  'twice-the-order-before': Value;
  // the container
  prepared: {
    readonly contents: readonly { readonly drug: string; readonly concentration: string }[];
    readonly diluent?: string;
    readonly container?: PreparationOrder['container'];
    readonly storage?: PreparationOrder['storage'];
  };
  storage: { readonly storage: PreparationOrder['storage'] };
  'starts-in': Value & { readonly late?: string; readonly of?: string };
  /** by the site's clock */
  'starts-at': { readonly at: string; readonly late?: string; readonly of?: string };
  'use-by': { readonly at: string };
  'use-by-if-made-now': { readonly at: string };
  /** what was measured beside what was planned, and how far it is off */
  measured: { readonly drawn: string; readonly deviation: string };
  planned: Value & { readonly within: string };
  'recorded-as': { readonly name: string; readonly ndc: string | null };
  'recorded-lot': { readonly name: string; readonly ndc: string | null; readonly lot: string };
  stopped: { readonly why: string };
  record: {
    readonly result?: 'compatible' | 'physically compatible' | 'incompatible' | 'conditional';
    readonly setting?: string;
    readonly words: string;
  };
  'records-studied': { readonly records: readonly string[] };
  'no-record-together': None;
  ordered: Value;
  before: Value;
  usual: Value;
  'standard-concentrations': { readonly concentrations: readonly string[] };
  'overfill-method': { readonly method: PreparationOrder['method'] };
  'overfill-accepted': None;
  vial: { readonly strength: string; readonly volume: string };
  ranges: {
    readonly ranges: readonly {
      readonly min: string | null;
      readonly max: string | null;
      readonly unit: string;
    }[];
  };
  usable: Value;
  /** where the last container is empty: after so long of a session */
  'dry-in-session': { readonly session: string; readonly of: string; readonly after: string };
  preserved: { readonly preserved: boolean };
  epinephrine: None;
  'elastomeric-device': None;
  'unit-of-rate': { readonly unit: string };
  'whole-container': Value;
  'reads-as-volume': Value;
  // the pump
  'per-degree': Value & { readonly reference: string };
  'steps-of': Value;
  therapy: { readonly therapy: Therapy };
  'no-such-field': None;
  'each-has-a-field': None;
  'whole-hours': { readonly min: string | null; readonly max: string | null };
  'limit-of': Windowed;
  'reached-after': { readonly after: string; readonly doses?: string; readonly spacing?: string };
  /** stands only in reports that were kept before decision 114 */
  'with-one-more-dose': Windowed;
  'if-window-fixed': Windowed & { readonly rolling: string };
  'from-to': { readonly min: string | null; readonly max: string | null };
  figures: { readonly count: number };
  'basal-of': Value;
  'told-no-concentration': None;
  'no-other-stocked': None;
  'times-as-much': { readonly factor: string; readonly given: readonly Windowed[] };
  'pump-refuses': { readonly fields: readonly string[] };
  'no-limit-stops': None;
  'limit-lets-through': { readonly told: string; readonly through: string; readonly window: string };
  // what is received
  'in-line': { readonly amount: string; readonly factor: string; readonly doses?: string };
  /** `press`: what a demand dose brings of it until the line is empty */
  'left-in-line': { readonly amount: string; readonly press?: string };
  'of-the-maxima': { readonly share: string };
}
export type Fact = Said<ObservedFacts>;

/** An amount, kept exact; how many digits are shown is for the words. */
export const amount = (q: Quantity): Fact => ({ code: 'amount', value: quantityText(q) });
/** Names as they are written, in their order. */
export const names = (list: readonly string[]): Fact => ({ code: 'names', names: list });
