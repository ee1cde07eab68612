import type { None, Said, Text } from './said.ts';

/** What a number looks like beside its yardstick. `site`: a slip that the site's own settings name, in their words. */
export type Slip =
  | { readonly looks: 'morphine-on-hydromorphone' | 'hydromorphone-on-morphine' | 'far-above' | 'far-below' }
  | { readonly looks: 'site'; readonly words: string };

/** A ratio to the yardstick, exact, and what it looks like; where both are left out nothing looks wrong. */
interface Far {
  readonly ratio?: string;
  readonly slip?: Slip;
}
interface Nearest {
  readonly value: string;
  /** empty where the value is no amount that flows */
  readonly volume: string;
  readonly deviation: string;
}

/** What a house rule says when it is broken, by its id. The library's own rules have their words in the library. */
export interface Messages {
  text: Text;
  'weight-for-dose': None;
  'weight-changed': { readonly ratio?: string; readonly looks?: 'lb-as-kg' | 'kg-as-lb' };
  'height-stale': None;
  'measure-unusual': None;
  'weight-against-height': None;
  'body-not-possible': None;
  'below-usual-dose': None;
  'orders-overlap': None;
  'same-drug-waits': None;
  'other-order-not-computed': None;
  'far-from-last-order': Far;
  'far-from-last-step': Far;
  'far-from-initial-value': Far;
  'lockout-looks-like-hours': None;
  'limit-out-of-proportion': None;
  'session-24h': None;
  'hang-time': None;
  'hang-time-not-entered': None;
  'outside-protocol': None;
  'far-outside-protocol': None;
  'not-of-protocol': None;
  'titration-elements': None;
  'range-elements': None;
  'range-over-doubling': None;
  'range-over-fourfold': None;
  'most-not-on-pump': None;
  'bud-category': None;
  'stability-row': None;
  'formulation-not-known': None;
  'sessions-beyond-bud': None;
  'bud-before-first-session': None;
  'vial-not-told': None;
  'diluent-not-told': None;
  'measured-off': None;
  'measured-far-off': None;
  'drug-stopped': None;
  'product-stopped': None;
  incompatible: None;
  'compatible-under-conditions': None;
  'mixture-compatibility': None;
  'diluent-of-drug': None;
  'bag-not-as-ordered': None;
  'concentration-changed': None;
  'strong-concentration-for-naive': None;
  'overfill-method': None;
  'vial-not-in-formulary': None;
  'concentration-range': None;
  'reservoir-need': None;
  'containers-run-dry': None;
  'containers-run-dry-at-worst': None;
  'flow-tolerance': None;
  'flow-temperature': None;
  'pump-grid': { readonly below?: Nearest; readonly above?: Nearest };
  'pump-smallest-tested': None;
  'pump-removed': None;
  'pump-retired': None;
  'pump-notice': None;
  'pump-has-no-such-mode': None;
  'pump-has-no-field': { readonly can?: readonly string[] };
  'no-night-on-pump': { readonly pumps: readonly string[]; readonly button: boolean };
  'second-limit-not-programmed': None;
  'limit-window': None;
  'limit-adds-no-protection': None;
  'no-limit-ordered': None;
  'limit-binds': None;
  'limit-window-not-documented': None;
  'limit-window-fixed': None;
  'at-limit-not-documented': None;
  'pump-range': None;
  'pump-range-not-known': None;
  'pump-figures-unconfirmed': None;
  'line-holds-stronger': None;
  'line-holds-weaker': None;
  'line-holds-another-drug': None;
  'class-rule-unknown': None;
  'night-by-steps': None;
  'kvo-at-limit': None;
  'kvo-above-basal': None;
  'clinician-bolus-outside-limit': None;
  'scheduled-bolus-outside-limit': None;
  'product-of-several-drugs': None;
  'not-counted': None;
  'opioid-not-counted': None;
  'status-against-opioids': None;
  'patch-without-tolerance': None;
  'opioid-for-tolerant-only': None;
  'opioids-together-without-tolerance': None;
  'patch-still-gives': None;
  'patch-of-the-same-drug': None;
  'opioids-beside-without-tolerance': None;
  'evidence-without-regimen': None;
  'qt-among-medicines': None;
  'risks-together': None;
  'tolerance-not-current': None;
  'injection-not-known': None;
  'epinephrine-into-a-vein': None;
  'opioid-waits': None;
  'baseline-above-record': None;
  'pump-left-at-another-concentration': None;
  'programmed-mme': None;
  'expected-mme': None;
  'mme-not-by-route': None;
  'expected-use-above-lockout': None;
  'allergies-not-asked': None;
  'conditions-not-asked': None;
  'medicines-not-asked': None;
  'lists-not-asked': None;
  'allergy-unknown': None;
  'allergy-drug': None;
  'allergy-class': { readonly group?: string; readonly drug?: string };
  'allergy-component': { readonly component?: string };
  'medicine-unknown': None;
  'diluent-preserved': None;
  'diluent-hypotonic': None;
  'companion-without-limit': None;
  'no-library-limit': None;
  'no-limit-for-route': None;
}
export type Message = Said<Messages>;

/** Rules that say something before any fact is known: every house rule. */
export type HouseRuleId = Exclude<
  { [C in keyof Messages]: None extends Messages[C] ? C : never }[keyof Messages],
  'programmed-mme' | 'expected-mme' | 'mme-not-by-route'
>;
