import type { Derivation } from '../derivation.ts';
import type { Exact } from '../notation.ts';
import type { Mass, MassRate, Plain, Time } from '../quantity.ts';

export type RegimenKind = 'pca' | 'intermittent' | 'continuous' | 'taper' | 'nerve-block';

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
export interface PlannedDose {
  readonly amount: Mass;
  readonly over: Time | null;
  readonly every: Time;
  /** what flows between two doses; zero where nothing does */
  readonly kvo: MassRate;
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
  readonly basalName: string;
  readonly dayNight: DayNight | null;
  readonly dose: PlannedDose | null;
  readonly taper: readonly { readonly rate: MassRate; readonly lasts: Time }[];
  readonly loading: Mass | null;
  readonly clinician: Train | null;
  readonly limit: { readonly amount: Mass; readonly window: Time } | null;
  readonly doseLimits: readonly DoseLimit[];
  /** an elastomeric device gives up to so much more than its nominal flow; null: an electronic pump */
  readonly tolerance: Plain | null;
  readonly steps: readonly Derivation[];
}
