import type { Derivation, Source } from '../derivation/derivation.ts';
import { quantityText, to, type Mass, type Time } from '../number/quantity.ts';

/** What keeps a worst case from being higher: the plan itself, where nothing depends on the patient. */
export type Binding = 'lockout' | 'limit' | 'max-doses-per-hour' | 'dose-limit' | 'plan';

/** The most a patient can receive in any window of a length, with the way to it. */
export interface Worst {
  readonly window: Time;
  readonly amount: Derivation<'mass'>;
  /** of that, what the pump's own limit counts: without KVO after it and without boluses outside it */
  readonly underLimit: Mass;
  /** `exact`: the simulation must give the same; `bound`: it must not give more */
  readonly kind: 'exact' | 'bound';
  readonly binding: Binding;
  /**
   * with one more patient dose at the boundary, for a pump whose limit window is not known to roll (house rule,
   * calculations.md 7); null where the patient triggers none
   */
  readonly plusOneDose: Derivation<'mass'> | null;
  /**
   * the same if the pump's limit window does not roll, where no source says whether it does and that gives more: two of its
   * windows meet; null elsewhere (docs/decisions/0114)
   */
  readonly ifFixed: Derivation<'mass'> | null;
  readonly steps: readonly Derivation[];
}

export const WHOLE: Source = {
  id: 'CALC-7',
  title:
    'whole doses in a rolling window: ceil(window ÷ lockout), half-open; limit over its own rolling window; KVO after it (calculations.md 7, notes.md 4)',
};

/** A window in hours, as it is named everywhere. */
export const windowText = (w: Time): string => quantityText(to(w, 'h'));
/** What the most in a window is called in a derivation. */
export const worstName = (w: Time): string => `worst case in any ${windowText(w)}`;
/** What it is called where the limit window of the pump does not roll. */
export const fixedName = (w: Time): string => `${worstName(w)} if the limit window does not roll`;
/** The id of its derivation. */
export const worstId = (w: Time): string => `worst-${windowText(w).replace(' ', '-')}`;
