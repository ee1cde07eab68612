import type { Source } from '../derivation.ts';
import type { Concentration, Quantity } from '../quantity.ts';

export type FieldId =
  | 'units'
  | 'concentration'
  | 'route'
  | 'reservoir-volume'
  | 'loading-dose'
  | 'continuous-rate'
  | 'demand-dose'
  | 'lockout'
  | 'max-doses-per-hour'
  | 'limit'
  | 'limit-window'
  | 'clinician-bolus'
  | 'kvo-at-limit'
  | 'dose-volume'
  | 'dose-duration'
  | 'dose-interval'
  | 'kvo-rate'
  | 'night-rate'
  | 'night-from'
  | 'night-to'
  | 'dose-limit'
  | 'dose-limit-window'
  | 'steps'
  | 'step-rate'
  | 'step-time'
  | 'nominal-flow'
  | 'bolus-volume'
  | 'bolus-refill';

/** The ways of delivery that a pump may have, each with screens of its own. */
export const THERAPIES = ['pca', 'intermittent', 'continuous', 'taper', 'elastomeric'] as const;
export type Therapy = (typeof THERAPIES)[number];

/** What a therapy is called where several pumps are spoken of. */
export const THERAPY_WORDS: Readonly<Record<Therapy, string>> = {
  pca: 'PCA',
  intermittent: 'intermittent doses',
  continuous: 'continuous infusion',
  taper: 'rates in steps',
  elastomeric: 'elastomeric flow',
};

export type Provenance = 'sourced' | 'from general knowledge, verify' | 'house rule';

/** A bound or step of a pump field. `null` elsewhere means: no source gives it, the site enters it from its manual. */
export interface Figure {
  readonly value: string;
  readonly provenance: Provenance;
  readonly source: Source;
}

/** What a bound or step may depend on. */
export interface Setting {
  readonly value: Quantity;
  readonly concentration: Concentration;
  readonly route: string;
}
/** A figure, or how it follows from the setting; a step in mL is multiplied by the concentration, one in mg stands. */
export type Figured = Figure | ((at: Setting) => Figure | null) | null;

export interface PumpField {
  readonly id: FieldId;
  /** the words of the pump's own screen */
  readonly label: string;
  /** `none`: a choice or a text, without a range of its own */
  readonly basis: 'volume' | 'volume/time' | 'time' | 'count' | 'mass' | 'mass/volume' | 'none';
  readonly min: Figured;
  readonly max: Figured;
  readonly step: Figured;
  readonly note: string | null;
}

/** What the pump's own limit over some hours counts, and what happens when it is reached. */
export type LimitSemantics =
  | {
      readonly kind: 'amount';
      readonly window: 'rolling' | 'fixed' | 'not-stated';
      readonly counts: {
        readonly basal: boolean;
        readonly demand: boolean;
        readonly loading: boolean;
        readonly clinician: boolean;
      };
      readonly atLimit:
        | { readonly kind: 'kvo'; readonly withBasal: Figure; readonly withoutBasal: Figure }
        | { readonly kind: 'stops' }
        | { readonly kind: 'not-known' };
      /** a dose under way when the limit is reached is cut short; null: not stated */
      readonly truncatesDose: boolean | null;
      readonly source: Source;
    }
  | { readonly kind: 'none' | 'not-known'; readonly source: Source };

/** A pump model: its screens as data, and what it does where models differ. */
export interface PumpModel {
  readonly id: string;
  readonly model: string;
  readonly maker: string;
  readonly software: string | null;
  /** for each therapy that the pump has, its fields in the order of its screens */
  readonly modes: Readonly<Partial<Record<Therapy, readonly PumpField[]>>>;
  readonly lockoutFrom: 'start' | 'end' | 'not-stated';
  readonly limit: LimitSemantics;
  /** signed delivery error, as a fraction, and under which conditions it was measured; null: no source read */
  readonly accuracy: {
    readonly low: string;
    readonly high: string;
    readonly conditions: string;
    readonly source: Source;
  } | null;
  readonly warnings: readonly { readonly text: string; readonly source: Source }[];
}

export const field = (
  id: FieldId,
  label: string,
  basis: PumpField['basis'],
  rest: Partial<PumpField> = {},
): PumpField => ({ id, label, basis, min: null, max: null, step: null, note: null, ...rest });

export const figured = (f: Figured, at: Setting): Figure | null => (typeof f === 'function' ? f(at) : f);
