import type { None, Said, Text, Told } from './said.ts';

interface Window {
  readonly window: string;
}

/**
 * What a rule is held against. The code is the field's own term, so that the key of a finding reads by itself and stays
 * the same in every language.
 */
export interface Subjects {
  text: Text;
  '{drug}: {of}': { readonly drug: string; readonly of: Told<Subjects> };
  // the regimen
  'first order': None;
  'demand dose': None;
  'patient bolus': None;
  lockout: None;
  'basal rate': None;
  'continuous rate': None;
  'highest step': None;
  'nominal flow': None;
  'KVO between doses': None;
  'loading dose': None;
  'clinician bolus': None;
  'pump limit': None;
  'scheduled dose': None;
  'rate of the scheduled dose': None;
  'time of the scheduled dose': None;
  'time of the loading dose': None;
  'interval of doses': None;
  'interval of the clinician bolus': None;
  taper: None;
  course: None;
  'longest run without a break': None;
  'days of the course': None;
  'total of the episode': None;
  'time since another local anaesthetic': None;
  'time since the last change': None;
  'session length': None;
  'kind of regimen': None;
  protocol: None;
  'changes while it runs': None;
  'most against the start': None;
  route: None;
  // the patient
  patient: None;
  age: None;
  weight: None;
  height: None;
  QTc: None;
  'baseline ECG': None;
  'creatinine clearance': None;
  'opioid status': None;
  'opioid patch': None;
  'opioids beside the order in any 24 h': None;
  'interacting medicine': None;
  'partial agonists': None;
  'other opioids': None;
  'rotation to methadone': None;
  'rotation to methadone, worst case in any 24 h': None;
  'background in any 24 h': None;
  'basal rate against the last order': None;
  creatinine: None;
  'respiratory risk': None;
  'pregnancy and lactation': None;
  /** a kind of contraindication, as the library names it, and what of that kind it is */
  '{kind}': { readonly kind: string; readonly of?: string };
  allergies: None;
  conditions: None;
  'home medicines': None;
  'conditions and home medicines': None;
  'allergy to {substance}': { readonly substance: string };
  'allergy to {substance}, {product}': { readonly substance: string; readonly product: string };
  'medicines beside': None;
  naloxone: None;
  // the container
  concentration: None;
  'reservoir concentration': None;
  'source vial': None;
  components: None;
  drug: None;
  diluent: None;
  osmolarity: None;
  'notice of {date}: {on}': { readonly date: string; readonly on: string };
  'second limit': None;
  overfill: None;
  storage: None;
  stability: None;
  'first session': None;
  'spiked container': None;
  formulation: None;
  'last session': None;
  'what went in: {what}': { readonly what: string };
  'container against one session': None;
  'containers against all sessions': None;
  '{drug} in {diluent}': { readonly drug: string; readonly diluent: string };
  'line at the change of container': None;
  // the pump
  'way of delivery': None;
  'ordered parameters': None;
  'limit window': None;
  'at the limit': None;
  'flow above nominal': None;
  temperature: None;
  'pump left at another concentration': None;
  'KVO after the limit': None;
  // what is received
  'worst case in any {window}': Window;
  'worst case in any {window} with what the line holds': Window;
  'worst case per hour': None;
  'worst case in any 24 h, MME': None;
  'expected use in any 24 h, MME': None;
  'expected use of all orders and doses in any 24 h, MME': None;
  'opioids in any 24 h against the baseline': None;
  'opioids given in any 24 h against the baseline': None;
  'worst case in any 4 h against the baseline': None;
  'expected doses': None;
  'worst case in any 24 h against the order before': None;
  'sum of local anaesthetics in any 24 h': None;
  '{line} of all orders and doses in any {window}': { readonly line: string; readonly window: string };
  'in no sum': None;
  'companion dose': None;
  'companion interval': None;
  'companions in a day': None;
  'demand dose limit': None;
  'scheduled dose limit': None;
  'worst-case limit': None;
  '{drug} {route} from {start}': { readonly drug: string; readonly route: string; readonly start: string };
  '{drug} from {start}': { readonly drug: string; readonly start: string };
}
export type Subject = Said<Subjects>;

/** A term of the field that stands for itself, such as `demand dose`. */
export type Term = {
  [C in keyof Subjects]: Subjects[C] extends None ? (None extends Subjects[C] ? C : never) : never;
}[keyof Subjects];

/** A name that is data, such as that of a drug or a medicine. */
export const text = (words: string): { readonly code: 'text'; readonly text: string } => ({
  code: 'text',
  text: words,
});

/** A subject as it stands in the key of a finding: its code with the facts filled in. Not for showing. */
export function subjectName(s: Told<Subjects>): string {
  if (typeof s === 'string') return s;
  if (s.code === 'text') return s.text;
  if (!s.code.includes('{')) return s.code;
  const facts: Readonly<Record<string, unknown>> = { ...s };
  return s.code.replace(/\{(\w+)\}/g, (_, name: string) => subjectName(facts[name] as Told<Subjects>));
}
