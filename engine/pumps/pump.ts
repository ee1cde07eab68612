import type { Source } from '../derivation/derivation.ts';
import type { Concentration, Quantity } from '../number/quantity.ts';

type Basis = 'volume' | 'volume/time' | 'time' | 'count' | 'mass' | 'mass/volume' | 'none';

/** Every field that a pump may have, and what its range is of. `none`: a choice or a text, without a range of its own */
export const FIELD_BASIS = {
  units: 'none',
  concentration: 'mass/volume',
  route: 'none',
  'reservoir-volume': 'volume',
  'loading-dose': 'volume',
  'continuous-rate': 'volume/time',
  'daily-rate': 'volume/time',
  'demand-dose': 'volume',
  lockout: 'time',
  'max-doses-per-hour': 'count',
  limit: 'mass',
  'limit-window': 'time',
  'clinician-bolus': 'volume',
  'kvo-at-limit': 'volume/time',
  'dose-volume': 'volume',
  'dose-duration': 'time',
  'dose-interval': 'time',
  'kvo-rate': 'volume/time',
  'titrate-rate': 'volume/time',
  'titrate-bolus': 'volume',
  'night-rate': 'volume/time',
  'night-from': 'none',
  'night-to': 'none',
  'dose-limit': 'count',
  'dose-limit-window': 'time',
  steps: 'count',
  'step-rate': 'volume/time',
  'step-time': 'time',
  'nominal-flow': 'volume/time',
  'bolus-volume': 'volume',
  'bolus-refill': 'time',
} as const satisfies Readonly<Record<string, Basis>>;
export type FieldId = keyof typeof FIELD_BASIS;
export const FIELD_IDS = Object.keys(FIELD_BASIS) as FieldId[];

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

/** Values of a closed list in ascending order. Above `until` it was not read, and is not known. */
export interface ValueList {
  readonly values: readonly string[];
  readonly until: string | null;
  readonly source: Source;
}
type Listed = ((at: Setting) => ValueList | null) | null;

export interface PumpField {
  readonly id: FieldId;
  /** the words of the pump's own screen */
  readonly label: string;
  readonly basis: Basis;
  readonly min: Figured;
  readonly max: Figured;
  readonly step: Figured;
  /** the smallest volume whose delivery the maker published a test of; null: none was read */
  readonly tested: Figure | null;
  /** the only values that can be chosen, where the pump has a closed list; null: any value in range */
  readonly list: Listed;
  readonly note: string | null;
}

/** What the pump's own limit over some hours counts, and what happens when it is reached. */
type LimitSemantics =
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

/** What becomes of the basal rate, and of a patient dose that would pass the limit, once a pump's limit is reached. */
export interface AtLimit {
  /** fixed: one window after the other, so that two of them meet in what rolls; not stated: the sources leave both open */
  readonly window: Extract<LimitSemantics, { kind: 'amount' }>['window'];
  /** not known: it may run on */
  readonly basal: 'stops' | 'not-known';
  readonly demand: 'refused' | 'cut' | 'finished';
}

/**
 * Unknown means worst. A dose that is finished gives never less than one that is cut or refused; a basal rate that runs on
 * gives more in the first window and may give less in later ones, so that both stay open. What a window that is not stated
 * may give if it does not roll is a second figure beside the worst case (docs/decisions/0114).
 */
export const worstAtLimit = (s: Extract<LimitSemantics, { kind: 'amount' }>): AtLimit => ({
  window: s.window,
  basal: s.atLimit.kind === 'not-known' ? 'not-known' : 'stops',
  demand: s.truncatesDose === true ? 'cut' : 'finished',
});

/** A notice of the maker or the authority on a pump, with what a pharmacy does about it. */
export interface Notice {
  readonly date: string;
  /** what it is on, in a word or two: `software`, `battery` */
  readonly on: string;
  /** what the order needs to know; one sentence */
  readonly text: string;
  /** which orders it is about: all, or those whose pump can stand still between doses while it draws from a bag */
  readonly about: 'all' | 'no-basal-from-a-bag';
  /** what the nurse writes on the sheet for it; null: nothing */
  readonly onSheet: string | null;
  readonly source: Source;
}

/** What became of a pump that is no longer sold or supported. */
interface Withdrawn {
  readonly kind: 'removed' | 'retired';
  readonly since: string;
  readonly source: Source;
}

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
  /** of an elastomeric device: how far the flow may be above nominal, and what warmth does to it; null: electronic */
  readonly flow: {
    readonly tolerance: Figure | null;
    readonly temperature: { readonly perDegree: Figure; readonly reference: Figure } | null;
  } | null;
  readonly warnings: readonly { readonly text: string; readonly source: Source }[];
  /** null: no source says that it is withdrawn */
  readonly withdrawn: Withdrawn | null;
  readonly notices: readonly Notice[];
}

/** A field of a pump's screen: what is not said of it is not known, and no source gives it. */
export const field = (
  id: FieldId,
  label: string,
  basis: PumpField['basis'],
  rest: Partial<PumpField> = {},
): PumpField => ({
  id,
  label,
  basis,
  min: null,
  max: null,
  step: null,
  tested: null,
  list: null,
  note: null,
  ...rest,
});

/** Some of a mode's fields, for another mode of the same pump that asks for them as well. */
export const only = (fields: readonly PumpField[], ...ids: readonly FieldId[]): readonly PumpField[] =>
  fields.filter((f) => ids.includes(f.id));

/** A figure of a field, of this setting where it depends on it; null where no source gives it. */
export const figured = (f: Figured, at: Setting): Figure | null => (typeof f === 'function' ? f(at) : f);
