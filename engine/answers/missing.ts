import type { Issue } from '../number/result.ts';
import type { None, Said, Text } from './said.ts';
import type { Subject } from './subjects.ts';

interface Drug {
  readonly drug: string;
}

/** The fact for want of which something could not be done. */
export interface MissingFacts {
  /** a question that the library asks in words, or a measurement it names */
  text: Text;
  all: { readonly of: readonly Missing[] };
  // the patient
  weight: None;
  'dated-weight': None;
  height: None;
  creatinine: { readonly within?: string; readonly last?: string; readonly impaired?: boolean };
  'creatinine-above-zero': None;
  'clearance-or-impairment': None;
  'ideal-weight': None;
  'ideal-weight-by-hand': None;
  'lean-weight': None;
  qtc: None;
  'last-local-anaesthetic': None;
  'allergies-asked': { readonly last?: string };
  'conditions-asked': { readonly last?: string };
  'medicines-asked': { readonly last?: string };
  'what-allergen': { readonly substance: string };
  'whether-product-holds': { readonly substance: string; readonly product: string };
  'free-of-latex': None;
  'which-medicine': { readonly medicines: readonly string[] };
  'of-medicine': { readonly what: string; readonly medicines: readonly string[] };
  'still-acting': { readonly medicines: readonly string[] };
  // the order
  'dose-time': None;
  'loading-time': None;
  'days-before': None;
  'amount-before': None;
  'last-dose-change': None;
  'taper-planned': None;
  indication: None;
  epinephrine: None;
  'preservative-free': None;
  osmolarity: None;
  whether: Text;
  'order-before-worst-case': None;
  'line-concentration': None;
  'other-order': { readonly why: readonly Issue[] };
  'given-amount': { readonly medicine: string };
  'daily-mme': { readonly medicine: string };
  'opioid-baseline': None;
  'still-tolerant': None;
  'amount-in-product': { readonly drugs: readonly string[] };
  // the library
  'carry-out-rule': { readonly rule?: string };
  'tell-fact': { readonly fact: string };
  'rule-meaning': Text;
  protocol: { readonly id: string };
  'mme-factor': None;
  'mme-factor-by-route': Drug & { readonly route: string };
  'standard-concentration': Drug;
  'library-limit': Drug & { readonly route: string; readonly of: Subject };
  'companion-limit': { readonly medicines: readonly string[] };
  'maximum-24h': Drug & { readonly for?: Missing };
  'stability-record': None;
  'compatibility-record': None;
  'diluent-record': Drug & { readonly diluent: string };
  'concentration-range': None;
  'what-went-in': Drug;
  'strength-that-went-in': Drug;
  // the container and the pump
  'priming-and-residual': None;
  'pump-accuracy': None;
  'device-tolerance': None;
  'pump-step': { readonly field: string };
  'pump-range': { readonly fields: readonly string[] };
  'limit-window-range': None;
  'flow-after-limit': None;
}
export type Missing = Said<MissingFacts>;
