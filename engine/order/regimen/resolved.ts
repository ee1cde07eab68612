import type { Term } from '../../answers/subjects.ts';
import type { Derivation } from '../../derivation/derivation.ts';
import type { RegimenKind } from '../../formulary/regimen-kinds.ts';
import type { Exact } from '../../number/notation.ts';
import type { Mass, MassRate, Plain, Quantity, Time } from '../../number/quantity.ts';

export type { RegimenKind };

/** Boluses by the clinician: the pump sets no frequency limit, so the order does. */
export interface Train {
  readonly dose: Mass;
  readonly interval: Time;
  readonly most: Exact;
  readonly per: Time;
}

/** So many patient-triggered doses in any window. */
export interface DoseLimit {
  readonly count: Exact;
  readonly window: Time;
}

/** A basal rate that changes twice a day by the pump's own clock. */
export interface DayNight {
  readonly day: MassRate;
  readonly night: MassRate;
  /** minutes after midnight on the pump's clock */
  readonly nightFrom: Time;
  readonly nightLasts: Time;
}

/** A dose by the clock. `over` null: as fast as the pump delivers, counted as given at once. */
interface PlannedDose {
  readonly amount: Mass;
  readonly over: Time | null;
  readonly every: Time;
  /** what flows between two doses; zero where nothing does */
  readonly kvo: MassRate;
}

/** A rate or dose that may be changed between what is programmed at first and the most, which everything is checked at. */
export interface Titration {
  readonly kind: 'titration' | 'range';
  readonly of: 'rate' | 'dose';
  readonly start: Quantity;
  readonly most: Quantity;
  readonly by: Quantity | null;
  readonly every: Time | null;
  readonly until: string | null;
  readonly changedBy: 'nurse' | 'patient-or-family';
}

/** One line of an order in the field's words: as it was written, and in exact amounts. */
export interface RegimenLine {
  readonly id: string;
  readonly name: string;
  readonly ordered: string;
  readonly exact: string;
}

/**
 * A regimen in exact amounts for one patient and one preparation: doses by weight and by volume are multiplied out, every
 * step kept. One shape for every kind: what a kind does not have is null, empty, or a rate of zero.
 */
export interface Regimen {
  readonly kind: RegimenKind;
  readonly lines: readonly RegimenLine[];
  /** what the patient triggers, and how soon again; both or neither */
  readonly demand: Mass | null;
  readonly lockout: Time | null;
  /** the highest rate that flows by itself; zero where none does */
  readonly basal: MassRate;
  /** what that rate is called in this kind: `basal rate`, `continuous rate`, `highest step` */
  readonly basalName: Term;
  readonly dayNight: DayNight | null;
  readonly dose: PlannedDose | null;
  /** rates one after the other in a session, as long as it together: of a taper, or of a day and a night by the clock */
  readonly taper: readonly { readonly name: string; readonly rate: MassRate; readonly lasts: Time }[];
  readonly loading: Mass | null;
  readonly clinician: Train | null;
  /** what is programmed where the pump has a field for a limit */
  readonly limit: { readonly amount: Mass; readonly window: Time } | null;
  /** a second limit, which no pump that was read has a field for */
  readonly alsoLimit: { readonly amount: Mass; readonly window: Time } | null;
  readonly doseLimits: readonly DoseLimit[];
  /** null: the order states one amount of everything */
  readonly titration: Titration | null;
  /** an elastomeric device gives up to so much more than its nominal flow; null: an electronic pump */
  readonly tolerance: Plain | null;
  readonly steps: readonly Derivation[];
}

/** Does all that flows come by the clock? A rate beside its doses is then KVO, and no rate of the therapy. */
export const isByTheClock = (r: Regimen): boolean => r.dose !== null && r.demand === null;
