import { refusalText } from '../refusal.ts';
import type { MissingFacts } from '../../engine/answers/missing.ts';
import { say, type Sentences } from '../say.ts';
import { subjects } from './subjects.ts';

const asked = (whether: string, last: string | undefined): string =>
  last === undefined ? whether : `${whether}; last asked on ${last}`;

/** The fact for want of which a check could not be done. */
export const missing: Sentences<MissingFacts> = {
  text: (p) => p.text,
  all: (p) => p.of.map((m) => say(missing, m)).join('; '),
  weight: 'weight',
  'dated-weight': 'a dated weight',
  height: 'height',
  creatinine: (p) =>
    [
      p.within === undefined ? 'creatinine' : `a creatinine within ${p.within} days`,
      p.impaired === true ? ' (renal impairment is recorded)' : '',
      p.last === undefined ? '' : `; the last is ${p.last} ${p.last === '1' ? 'day' : 'days'} old`,
    ].join(''),
  'clearance-or-impairment':
    'whether the renal impairment on record or the creatinine holds: the clearance is 60 mL/min or more',
  'creatinine-above-zero': 'creatinine above zero',
  'ideal-weight': 'ideal weight (height of 60 in or more)',
  'ideal-weight-by-hand': 'ideal weight (height under 60 in: enter one by hand)',
  'lean-weight': 'lean weight (weight and height)',
  qtc: 'a QTc',
  'last-local-anaesthetic': 'when another local anaesthetic was given',
  'allergies-asked': (p) => asked('whether the patient has allergies', p.last),
  'conditions-asked': (p) =>
    asked('whether the patient has any of the conditions that are asked about', p.last),
  'medicines-asked': (p) => asked('whether the patient takes medicines at home', p.last),
  'what-allergen': (p) => `what “${p.substance}” is`,
  'whether-product-holds': (p) => `whether the product that is used holds ${p.substance}: ${p.product}`,
  'free-of-latex': 'whether stoppers, container and set are free of latex, by their makers',
  'which-medicine': (p) => `which medicine is meant by ${p.medicines.map((m) => `“${m}”`).join(', ')}`,
  'of-medicine': (p) => `${p.what} from ${p.medicines.join(', ')}`,
  'still-acting': (p) => `whether ${p.medicines.join(', ')}, which was stopped, still acts`,
  'dose-time': 'over how long a dose runs',
  'loading-time': 'over how long the loading dose runs',
  'days-before': 'on how many days it was given before',
  'amount-before': 'how much was given before',
  'last-dose-change': 'when the dose was last changed',
  'taper-planned': 'how the drug is tapered at the end',
  indication: 'the indication',
  epinephrine: 'whether the solution holds epinephrine',
  'preservative-free': 'whether every component is preservative-free',
  osmolarity: 'the osmolarity of the container',
  whether: (p) => `whether: ${p.text}`,
  'order-before-worst-case': 'the worst case of the order before',
  'line-concentration': 'how much the line still holds, and its concentration there (0 where it holds none)',
  'other-order': (p) => p.why.map(refusalText).join('; '),
  'given-amount': (p) => `how much of ${p.medicine} is given in 24 h`,
  'daily-mme': (p) => `the oral morphine equivalents a day of ${p.medicine}`,
  'still-tolerant': 'whether the patient still takes as much, and has for a week',
  'opioid-baseline':
    'the baseline: oral morphine equivalents a day of the opioids on which the tolerance rests',
  'amount-in-product': (p) => `how much ${p.drugs.join(' and ')} a dose of it holds`,
  'carry-out-rule': (p) =>
    p.rule === undefined
      ? 'this version does not know how to carry out the rule'
      : `how to carry out the rule ${p.rule}`,
  'tell-fact': (p) => `how to tell “${p.fact}”`,
  protocol: (p) => `protocol ${p.id}, which is in the library no more`,
  'rule-meaning': (p) => `what the rule means by “${p.text}”`,
  'mme-factor': 'a factor to oral morphine equivalents',
  'mme-factor-by-route': (p) => `a factor of ${p.drug} by the ${p.route} route to oral morphine equivalents`,
  'standard-concentration': (p) => `a standard concentration of ${p.drug}`,
  'library-limit': (p) =>
    `a ${say(subjects, p.of).replace(' limit', '')} limit of ${p.drug} ${p.route} for this population`,
  'companion-limit': (p) => `the most in 24 h of ${p.medicines.join(', ')}`,
  'maximum-24h': (p) =>
    `a maximum of ${p.drug} in 24 h for this patient${p.for === undefined ? '' : `: ${say(missing, p.for)}`}`,
  'stability-record': 'a stability record for this preparation',
  'compatibility-record':
    'a compatibility record of these drugs at these concentrations, in this diluent and container',
  'diluent-record': (p) => `a record of ${p.drug} in ${p.diluent}`,
  'what-went-in': (p) => `that ${p.drug} went in`,
  'strength-that-went-in': (p) => `the strength of the ${p.drug} that went in`,
  'concentration-range': 'a concentration range of this drug',
  'priming-and-residual': 'priming and residual volume',
  'pump-accuracy': 'the delivery accuracy of the pump',
  'device-tolerance': "the tolerance of the device, from its maker's instructions",
  'pump-step': (p) => `the step of ${p.field}`,
  'pump-range': (p) => `which values the pump takes for ${p.fields.join(', ')}`,
  'limit-window-range': 'the range of the limit window',
  'flow-after-limit': 'what flows after the limit',
};
