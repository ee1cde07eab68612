import type { ObservedFacts, UseFact, TitrationElement } from '../../engine/answers/facts.ts';
import { KIND_WORDS } from '../../engine/formulary/regimen-kinds.ts';
import { aboutText, exact } from '../../engine/number/notation.ts';
import { say, type Sentences } from '../say.ts';
import { listed, percentShown, shown } from '../shown.ts';
import * as terms from './terms.ts';
import { ifFixedWords } from './worst.ts';

const allergy = (a: { substance: string; reaction: string }): string => `${a.substance} (${a.reaction})`;

function use(u: UseFact): string {
  if (u.kind === 'worst') return 'presses at once whenever the pump delivers; every clinician bolus allowed';
  if (u.dosesPerHour === null) return 'no presses: loading dose, background and scheduled doses only';
  return `${shown(u.dosesPerHour)} doses per hour as stated, evenly spaced; loading dose, background and scheduled doses; no clinician boluses`;
}

const ELEMENTS: Readonly<Record<TitrationElement, string>> = {
  increment: 'the increment',
  frequency: 'how soon it may be changed again',
  endpoint: 'an objective endpoint',
  indication: 'the indication',
  state: 'what state of the patient asks for more',
};

const daysWords = (count: string): string => `${count} ${count === '1' ? 'day' : 'days'}`;

/** What was observed, and what it was held against. */
export const facts: Sentences<ObservedFacts> = {
  text: (p) => p.text,
  all: (p) => p.of.map((f) => say(facts, f)).join('; '),
  amount: (p) => shown(p.value),
  at: (p) => `at ${shown(p.at)} ${say(facts, p.is)}`,
  notices: (p) => p.of.map((n) => `${n.date}, ${n.on}: ${n.text.replace(/\.$/, '')}`).join('; '),
  time: (p) => shown(p.value, 3),
  years: (p) => `${p.years} y`,
  days: (p) => daysWords(p.days),
  'studied-for': (p) =>
    p.between === undefined
      ? `${daysWords(p.days)}${p.kind === 'exact' ? ', studied at this strength' : ''}`
      : `${daysWords(p.days)}, bracketed between ${p.between.map(([low, high]) => `${low} and ${high}`).join(', and ')}`,
  studies: (p) =>
    `other studies: ${p.besides
      .map(
        (s) =>
          `${s.studied}, ${listed(s.diluents, 'diluent not named')}, ${s.in.join(' or ')}, ${s.temperature}: ${daysWords(s.days)}${
            s.why === undefined ? '' : ` (${terms.shownOnly[s.why]})`
          }`,
      )
      .join('; ')}`,
  since: (p) => `since ${p.date}`,
  names: (p) => listed(p.names, 'none listed'),
  'less-than': (p) => `less than ${shown(p.value)}`,
  'at-least': (p) => `at least ${shown(p.value)}`,
  'by-other-weights': (p) =>
    p.by.map((x) => `${shown(x.value)} by ${x.weight} weight`).join(', ') ||
    'a height of 60 in or more gives the others',
  'amount-of': (p) => `${shown(p.value)}: ${listed(p.of)}`,
  'amount-in': (p) => `${shown(p.amount)} in ${shown(p.window)}`,
  'amount-in-any': (p) => `${shown(p.amount)} in any ${shown(p.window)}`,
  'weight-and-height': (p) => `${p.weight} at ${p.height}`,
  'measured-on': (p) => `${p.value} on ${p.on}`,
  'measured-days-ago': (p) => `${p.value}, ${daysWords(`${p.days}`)} old`,
  'none-recorded': 'none recorded',
  'not-recorded': 'not recorded',
  'status-and-opioids': (p) => `${p.status}, with ${shown(p.value)} a day`,
  'opioid-status': (p) => p.status,
  conditions: (p) => listed(p.conditions.map((c) => terms.conditions[c])),
  risks: (p) => listed(p.risks.map((r) => (r.is === 'age' ? `age ${r.years}` : terms.risks[r.is]))),
  allergies: (p) => listed(p.allergies.map(allergy)),
  'none-known': (p) => `no known allergies, stated by ${p.by} on ${p.on}`,
  'no-known-conditions': (p) => `no known conditions, stated by ${p.by} on ${p.on}`,
  'no-home-medicines': (p) => `no home medicines, stated by ${p.by} on ${p.on}`,
  'holds-preservative': (p) => listed(p.components.map((c) => `${c.name} holds ${c.holds.join(' and ')}`)),
  osmolarity: (p) => `at most about ${p.about} mOsm/L`,
  'isotonic-from': (p) => `at least ${p.about} mOsm/L`,
  'years-without-rules': (p) => `${p.years} y without a paediatric rule set`,
  'clearance-under': (p) => `creatinine clearance under ${shown(p.value)}`,
  'weight-under': (p) => `weight under ${shown(p.value)}`,
  qtc: (p) => `QTc ${p.value}`,
  'no-ecg': 'no ECG',
  period: (p) => `${p.from} to ${p.to}`,
  'period-of-this-order': (p) => `this order: ${p.from} to ${p.to}`,
  'first-order': 'first order',
  'in-last-order': (p) =>
    `${shown(p.value)}${p.window === undefined ? '' : ` in ${shown(p.window)}`} in the last order`,
  'initial-value': (p) => `initial value ${shown(p.value)}`,
  'range-of-protocol': (p) => {
    const within =
      p.least === undefined
        ? `at most ${p.most} ${p.unit}`
        : p.most === undefined
          ? `at least ${p.least} ${p.unit}`
          : p.least === p.most
            ? `${p.least} ${p.unit}`
            : `${p.least} to ${p.most} ${p.unit}`;
    return `${within}${p.window === undefined ? '' : ` in ${p.window}`} in protocol ${p.protocol}`;
  },
  'kind-of-regimen': (p) => KIND_WORDS[p.kind],
  'in-library': (p) => `${shown(p.amount)} in ${shown(p.window)} in the library`,
  'lockout-allows': (p) => `the lockout allows ${shown(p.value)}`,
  'lockout-of': (p) => `lockout ${shown(p.value)}`,
  'basal-and-status': (p) => `${shown(p.rate)}, opioid status ${p.status}`,
  'zero-unless-tolerant': '0 unless tolerant',
  naloxone: (p) => terms.naloxone[p.state],
  route: (p) => p.route,
  indication: (p) => terms.indications[p.indication],
  'not-stated': 'not stated',
  'any-home-order': 'any home order',
  'not-stated-of-titration': (p) => `not stated: ${p.elements.map((e) => ELEMENTS[e]).join(', ')}`,
  times: (p) => `${p.times} times`,
  every: (p) => `every ${shown(p.value)}`,
  'boluses-in': (p) => `${shown(p.dose)}, ${shown(p.most)} in ${shown(p.per)}`,
  'expected-use': (p) => `${shown(p.value)}: ${use(p.use)}`,
  use: (p) => use(p.use),
  'twice-the-order-before': (p) => `${shown(p.value)} (twice the order before)`,
  prepared: (p) =>
    [
      p.contents
        .map((x) => `${p.contents.length > 1 ? `${x.drug} ` : ''}${shown(x.concentration)}`)
        .join(' with '),
      ...(p.diluent === undefined ? [] : [p.diluent]),
      ...(p.container === undefined ? [] : [terms.containers[p.container]]),
      ...(p.storage === undefined ? [] : [terms.storages[p.storage]]),
    ].join(', '),
  storage: (p) => terms.storages[p.storage],
  'starts-at': (p) =>
    `starts ${p.at}${p.late === undefined || p.of === undefined ? '' : `: ${p.late} of ${p.of} sessions start after the BUD`}`,
  'use-by': (p) => `to be started by ${p.at}`,
  'use-by-if-made-now': (p) => `made now, to be started by ${p.at}`,
  'starts-in': (p) =>
    `starts in ${shown(p.value, 3)}${p.late === undefined || p.of === undefined ? '' : `: ${p.late} of ${p.of} sessions start after it`}`,
  measured: (p) => `${shown(p.drawn)} measured, ${percentShown(p.deviation).replace('+', '')} off`,
  planned: (p) => `${shown(p.value)} planned, ${percentShown(p.within).replace('+', '± ')}`,
  'recorded-lot': (p) => `recorded as ${p.name}${p.ndc === null ? '' : `, NDC ${p.ndc}`}, lot ${p.lot}`,
  stopped: (p) => `stopped: ${p.why}`,
  'recorded-as': (p) => `recorded as ${p.name}${p.ndc === null ? '' : `, NDC ${p.ndc}`}`,
  record: (p) =>
    [[p.result, p.setting].filter((t) => t !== undefined).join(', '), p.words]
      .filter((t) => t !== '')
      .join(': '),
  'records-studied': (p) => `studied: ${p.records.join(' | ')}`,
  'no-record-together': 'no record of these drugs together',
  ordered: (p) => `ordered ${shown(p.value)}`,
  before: (p) => `${shown(p.value)} before`,
  usual: (p) => `usual ${shown(p.value)}`,
  'standard-concentrations': (p) =>
    `standard: ${[...new Set(p.concentrations.map((c) => shown(c)))].join(', ')}`,
  'overfill-method': (p) => terms.methods[p.method],
  'overfill-accepted': `${terms.methods['exact-fill']}, or ${terms.methods['remove-overfill']}`,
  vial: (p) => `${p.strength}, ${p.volume}`,
  ranges: (p) => p.ranges.map((r) => `${r.min ?? '?'} to ${r.max ?? '?'} ${r.unit}`).join('; '),
  'dry-in-session': (p) => `empty in session ${p.session} of ${p.of}, ${shown(p.after, 3)} after it starts`,
  usable: (p) => `${shown(p.value)} usable`,
  preserved: (p) => (p.preserved ? 'preserved' : 'preservative-free'),
  epinephrine: 'epinephrine',
  'elastomeric-device': 'elastomeric device',
  'unit-of-rate': (p) => p.unit,
  'whole-container': (p) => `a whole container of ${shown(p.value)}`,
  'reads-as-volume': (p) => `${shown(p.value)} is the volume of a container in mL`,
  'per-degree': (p) => `${shown(p.value)} for each °C above ${shown(p.reference)}`,
  'steps-of': (p) => `steps of ${shown(p.value)}`,
  therapy: (p) => terms.therapies[p.therapy],
  'no-such-field': 'no such field',
  'each-has-a-field': 'each has a field',
  'whole-hours': (p) => `whole hours, ${p.min ?? '?'} to ${p.max ?? '?'}`,
  'limit-of': (p) => `limit ${shown(p.amount)} in ${shown(p.window)}`,
  'reached-after': (p) =>
    `reached after ${shown(p.after)}${
      p.doses === undefined || p.spacing === undefined
        ? ''
        : `; ${shown(p.doses)} PCA doses fit, one per ${shown(p.spacing, 3)} on average`
    }`,
  'with-one-more-dose': (p) => `${shown(p.amount)} in ${shown(p.window)} with one more dose`,
  'if-window-fixed': (p) => `${shown(p.rolling)} in any ${shown(p.window)}; ${ifFixedWords(shown(p.amount))}`,
  'from-to': (p) => {
    if (p.min === null) return p.max === null ? 'no range' : `up to ${shown(p.max)}`;
    return p.max === null ? `${shown(p.min)} or more` : `${shown(p.min)} to ${shown(p.max)}`;
  },
  figures: (p) => `${p.count} ranges or steps`,
  'basal-of': (p) => `basal ${shown(p.value)}`,
  'told-no-concentration': 'the pump is told no concentration',
  'no-other-stocked': 'no other concentration is stocked',
  'times-as-much': (p) => {
    const factor = exact(p.factor);
    const less = factor.compare(1n) < 0 ? ' (less: the pain is not treated)' : '';
    const given = p.given.map((g) => `${shown(g.amount)} in any ${shown(g.window)}`);
    return `${aboutText(factor, 4)} times${less}: ${given.join(', ')}`;
  },
  'pump-refuses': (p) => `the pump does not take the order at it: ${p.fields.join(', ')}`,
  'no-limit-stops': 'no limit of the pump stops it',
  'limit-lets-through': (p) =>
    `the pump's limit, set to ${shown(p.told)}, then lets ${shown(p.through)} through in ${shown(p.window)}`,
  'in-line': (p) =>
    `${shown(p.amount)} in the line, ${shown(p.factor)} times what the pump counts${
      p.doses === undefined ? '' : `, ${shown(p.doses)} doses`
    }`,
  'left-in-line': (p) =>
    `${shown(p.amount)} in the line${
      p.press === undefined ? '' : `, up to ${shown(p.press)} with each of the first presses`
    }`,
  'of-the-maxima': (p) => `${p.share} of the maxima together`,
};
