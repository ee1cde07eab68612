import type { Source } from '../derivation.ts';

export type FieldId =
  | 'units'
  | 'concentration'
  | 'reservoir-volume'
  | 'continuous-rate'
  | 'demand-dose'
  | 'lockout'
  | 'max-doses-per-hour'
  | 'limit'
  | 'limit-window'
  | 'clinician-bolus'
  | 'kvo-at-limit';

export type Provenance = 'sourced' | 'from general knowledge, verify' | 'house rule';

/** A bound or step of a pump field. `null` elsewhere means: no source gives it, the site enters it from its manual. */
export interface Figure {
  readonly value: string;
  readonly provenance: Provenance;
  readonly source: Source;
}

export interface PumpField {
  readonly id: FieldId;
  /** the words of the pump's own screen */
  readonly label: string;
  /** what the field's range is written in; mg and mcg follow from the concentration */
  readonly basis: 'volume' | 'volume/time' | 'time' | 'count' | 'mass' | 'mass/volume' | 'none';
  readonly min: Figure | null;
  readonly max: Figure | null;
  readonly step: Figure | null;
  readonly note: string | null;
}

/** A pump model: its screens as data, and what it does where models differ. */
export interface PumpModel {
  readonly id: string;
  readonly model: string;
  readonly maker: string;
  readonly software: string;
  readonly fields: readonly PumpField[];
  readonly lockoutFrom: 'start' | 'end' | 'not-stated';
  readonly limitWindow: 'rolling' | 'fixed' | 'not-stated';
  readonly limitCounts: {
    readonly basal: boolean;
    readonly demand: boolean;
    readonly loading: boolean;
    readonly clinician: boolean;
  };
  /** what flows once the limit is reached, with and without a basal rate */
  readonly kvoAtLimit: { readonly withBasal: Figure; readonly withoutBasal: Figure };
  /** a dose under way when the limit is reached is cut short */
  readonly truncatesDose: boolean;
  /** signed delivery error, as a fraction, and under which conditions it was measured */
  readonly accuracy: {
    readonly low: string;
    readonly high: string;
    readonly conditions: string;
    readonly source: Source;
  };
  readonly warnings: readonly { readonly text: string; readonly source: Source }[];
}
