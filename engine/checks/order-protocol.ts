import { amount, type Fact } from '../answers/facts.ts';
import { text, type Term } from '../answers/subjects.ts';
import { drugName, findDrug, type Severity } from '../formulary/formulary.ts';
import { findProtocol, PROTOCOL_LINES, type Protocol, type ProtocolField } from '../formulary/protocols.ts';
import { exact } from '../number/notation.ts';
import { compare, of, type Quantity } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Finding } from './report.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'order-protocol';
const SOFT = houseRule('outside-protocol', 'soft');
const HARD = houseRule('far-outside-protocol', 'hard');
const OTHER = houseRule('not-of-protocol', 'hard');

/** The range is the protocol's own: whoever is stopped by it is shown where it stands. */
const cited = (rule: Rule, { source, provenance }: Protocol): Rule => ({ ...rule, source, provenance });

/** A line of the order that a field of a protocol speaks of; null: the order has none. */
function lineOf(f: Facts, { line, window_h }: ProtocolField): Quantity | null {
  const { demand, lockout, basal, basalName, loading, clinician, dose, limit, alsoLimit } = f.regimen;
  switch (line) {
    case 'demand dose':
      return demand;
    case 'lockout':
      return lockout;
    case 'basal rate':
    case 'continuous rate':
      return basalName === line ? basal : null;
    case 'loading dose':
      return loading;
    case 'clinician bolus':
      return clinician?.dose ?? null;
    case 'scheduled dose':
      return dose?.amount ?? null;
    case 'interval of doses':
      return dose?.every ?? null;
    case 'pump limit': {
      const window = of(exact(window_h ?? '0'), unit('h', 'time'));
      return [limit, alsoLimit].find((x) => x && compare(x.window, window) === 0)?.amount ?? null;
    }
  }
}

/** What somebody may leave out of an order: the rest of a protocol is either there or a question. */
const MAY_LACK = ['loading dose', 'clinician bolus'];

/** Each range of a field, the hard one first; what is stopped by it is not asked about besides. */
function within(f: Facts, p: Protocol, field: ProtocolField): Finding[] {
  const value = lineOf(f, field);
  if (value === null && MAY_LACK.includes(field.line)) return [];
  const bound = (x: string) => of(exact(x), unit(field.unit, PROTOCOL_LINES[field.line]));
  const held = (rule: Rule, least: string | undefined, most: string | undefined): Finding[] => {
    if (least === undefined && most === undefined) return [];
    const answer = {
      subject: field.line,
      observed: value === null ? ({ code: 'not-stated' } as const) : amount(value),
      limit: {
        code: 'range-of-protocol',
        protocol: p.id,
        unit: field.unit,
        ...(least !== undefined && { least }),
        ...(most !== undefined && { most }),
        ...(field.window_h !== undefined && { window: `${field.window_h} h` }),
      },
    } as const;
    const isWithin =
      value !== null &&
      (least === undefined || compare(value, bound(least)) >= 0) &&
      (most === undefined || compare(value, bound(most)) <= 0);
    return [isWithin ? pass(CHECK, cited(rule, p), answer) : failing(CHECK, cited(rule, p), answer)];
  };
  const hard = held(HARD, field.hard_least, field.hard_most);
  return hard.some((x) => x.outcome === 'fail')
    ? hard
    : [...hard, ...held(SOFT, field.soft_least, field.soft_most)];
}

interface Scope {
  readonly subject: Term;
  readonly observed: Fact;
  readonly limit: Fact;
  readonly fits: boolean;
  readonly severity?: Severity;
}

/** What a protocol is for, beside what the order is. A start for the naive asks, where a tolerant patient has it, and stops nothing. */
function scopes(f: Facts, p: Protocol): Scope[] {
  const named = findDrug(f.library, p.drug);
  const strength = of(exact(p.concentration), unit(p.concentration_unit, 'mass/volume'));
  const made = f.preparation.concentration.result;
  const status = f.patient.opioidStatus;
  return [
    {
      subject: 'drug',
      observed: text([f, ...f.also].map((x) => x.name).join(', ')),
      limit: text(named ? drugName(named) : p.drug),
      // a protocol is for one drug: another in the same container is another therapy
      fits: f.drug.id === p.drug && f.also.length === 0,
    },
    {
      subject: 'route',
      observed: text(f.order.route),
      limit: text(p.route),
      fits: f.order.route === p.route,
    },
    {
      subject: 'kind of regimen',
      observed: { code: 'kind-of-regimen', kind: f.regimen.kind },
      limit: { code: 'kind-of-regimen', kind: p.kind },
      fits: f.regimen.kind === p.kind,
    },
    {
      subject: 'reservoir concentration',
      observed: amount(made),
      limit: amount(strength),
      fits: f.drug.id !== p.drug || compare(made, strength) === 0,
    },
    {
      subject: 'opioid status',
      observed: { code: 'opioid-status', status },
      limit: text(p.qualifier),
      fits: p.qualifier === 'any' || (p.qualifier === 'opioid-tolerant') === (status === 'tolerant'),
      ...(p.qualifier === 'opioid-naive' && { severity: 'soft' }),
    },
  ];
}

export const orderProtocol: Check = {
  id: CHECK,
  asks: 'Is an order that began with a protocol what that protocol is for, and within its ranges?',
  run: (f) => {
    const id = f.order.protocol;
    if (id === undefined) return [];
    const p = findProtocol(f.library, id);
    if (!p) return [notDone(CHECK, OTHER, { code: 'protocol', id }, { subject: 'protocol' })];
    const rule = cited(OTHER, p);
    const others = scopes(f, p).map(({ fits, ...answer }) =>
      fits ? pass(CHECK, rule, answer) : failing(CHECK, rule, answer),
    );
    // the ranges of a protocol for something else say nothing of this order
    const isOther = others.some((x) => x.outcome === 'fail' && x.severity === 'hard');
    return isOther ? others : [...others, ...p.fields.flatMap((field) => within(f, p, field))];
  },
};
