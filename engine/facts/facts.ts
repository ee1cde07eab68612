import type { Minute } from '../time/calendar.ts';
import type { Delivery } from '../exposure/delivery.ts';
import type { Worst } from '../exposure/worst-case.ts';
import type { Drug, Library } from '../formulary/formulary.ts';
import type { Given } from '../order/dose-given.ts';
import type { Made } from '../order/made.ts';
import type { OrderContent } from '../order/order.ts';
import type { Clearance, PatientFacts } from '../order/patient.ts';
import type { Preparation } from '../order/preparation.ts';
import type { Program } from '../program/program.ts';
import type { Mass, MassRate, Time, Weight } from '../number/quantity.ts';
import type { Regimen } from '../order/regimen/resolved.ts';
import type { Schedule } from '../order/regimen/sessions.ts';
import type { Issue } from '../number/result.ts';
import type { Use } from '../exposure/use.ts';
import type { Missing } from '../answers/missing.ts';

/** What was ordered before, where it is known: the yardstick of the plausibility checks. */
export interface Previous {
  /** the drug that its container began with; absent: the one that is asked about */
  readonly drug?: string | undefined;
  readonly route?: string | undefined;
  readonly worst24h?: string | undefined;
  /** its lines in exact amounts, as its report gave them */
  readonly regimen?: Readonly<Partial<Record<PreviousLine, string | null | undefined>>> | undefined;
  readonly concentration?: string | undefined;
  /** further drugs of its container, each with its concentration and the most that it gave of it in any 24 h */
  readonly also?:
    | readonly {
        readonly drug: string;
        readonly concentration?: string | undefined;
        readonly worst24h?: string | undefined;
      }[]
    | undefined;
}
/** A drug that a line may still hold. */
export interface InLine {
  readonly drug: string;
  readonly concentration?: string | undefined;
}
export type PreviousLine = 'demand' | 'dose' | 'lockout' | 'basal' | 'loading' | 'clinician' | 'limit';

/** Everything a check may look at, computed once. A check computes no dose of its own. */
export interface Facts {
  readonly patient: PatientFacts;
  readonly order: OrderContent;
  readonly library: Library;
  readonly drug: Drug;
  /** tall-man */
  readonly name: string;
  readonly at: Minute;
  readonly years: number;
  readonly weight: Weight | null;
  readonly clearance: Clearance | { readonly missing: Missing };
  readonly regimen: Regimen;
  readonly schedule: Schedule;
  readonly preparation: Preparation;
  /** what really went in, and when; null before that is recorded */
  readonly made: Made | null;
  readonly program: Program;
  readonly delivery: Delivery;
  /** a patient dose and the highest rate as they reach the patient at most; null where the patient triggers none */
  readonly highest: { readonly demand: Mass | null; readonly basal: MassRate };
  /** what the patient is expected to use of it, as the order states it */
  readonly expected: Use;
  readonly worst: {
    readonly hour: Worst;
    readonly fourHours: Worst;
    readonly day: Worst;
    readonly threeDays: Worst;
  };
  /** the worst case in any window of a length, each computed once */
  readonly most: (window: Time) => Worst;
  /** further drugs of the same container, each with its own doses, concentration and worst cases */
  readonly also: readonly Facts[];
  /** ids of all drugs of the container, this one included */
  readonly container: readonly string[];
  readonly previous: Previous | null;
  /** what the container held that ran last on this line, where it was another order: each drug with its concentration */
  readonly line: readonly InLine[];
  /** the patient's other active orders, computed the same way, and those that can not be */
  readonly others: readonly Facts[];
  readonly othersUnread: readonly { readonly order: OrderContent; readonly issues: readonly Issue[] }[];
  /** the patient's other orders that are drafted or on hold */
  readonly waiting: readonly OrderContent[];
  /** doses given outside the orders */
  readonly given: readonly Given[];
}
