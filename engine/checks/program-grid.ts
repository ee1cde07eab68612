import { text } from '../answers/subjects.ts';
import { exact } from '../number/notation.ts';
import { compare, isZero, quantity, recorded } from '../number/quantity.ts';
import type { Figure, PumpField } from '../pumps/pump.ts';
import { TOLERANCE, type ProgramField } from '../program/program.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, notDone, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'program-grid';
const RULE = houseRule('pump-grid', 'soft');

/** The smallest volume whose delivery the maker published a test of, where a value is below it. */
function belowTested(field: ProgramField, model: PumpField | undefined): Figure | null {
  const tested = model?.tested ?? null;
  if (tested === null || field.volume === null) return null;
  return compare(recorded(field.volume), quantity(tested.value)) < 0 ? tested : null;
}

function one(field: ProgramField, model: PumpField | undefined): Finding[] {
  const subject = text(field.label);
  if (field.onGrid === 'not-stepped' || field.ordered === null) return [];
  const answer = {
    subject,
    observed: { code: 'amount', value: field.ordered },
    limit: field.step ? ({ code: 'steps-of', value: field.step.value } as const) : null,
  } as const;
  const tested = belowTested(field, model);
  if (tested)
    return [
      failing(
        CHECK,
        { ...RULE, source: tested.source, provenance: tested.provenance },
        {
          ...answer,
          limit: { code: 'at-least', value: tested.value },
          message: { code: 'pump-smallest-tested' },
        },
      ),
    ];
  if (field.onGrid === 'step-not-known' && isZero(recorded(field.ordered)))
    return [pass(CHECK, RULE, answer)];
  if (field.onGrid === 'step-not-known')
    return [notDone(CHECK, RULE, { code: 'pump-step', field: field.label }, { ...answer, about: 'pump' })];
  if (field.onGrid === 'on-grid') return [pass(CHECK, RULE, answer)];
  const { below, above } = field;
  const message = { code: 'pump-grid', ...(below && { below }), ...(above && { above }) } as const;
  // a concentration that the pump does not have makes every dose wrong, and its own limit with it
  if (field.id === 'concentration') return [failing(CHECK, RULE, { ...answer, severity: 'hard', message })];
  const size = exact(field.deviation ?? '0').abs();
  const severity =
    size.compare(TOLERANCE.hard) > 0 ? 'hard' : size.compare(TOLERANCE.soft) > 0 ? 'soft' : 'info';
  return [failing(CHECK, RULE, { ...answer, severity, message })];
}

export const programGrid: Check = {
  id: CHECK,
  asks: 'Can the named pump be set to each ordered value, and if not, to what nearest values with what error?',
  run: ({ program: { fields, atMost, pump, therapy } }: Facts) =>
    // what is not known of a field is said once, of its start
    [...fields, ...(atMost && atMost.onGrid !== 'step-not-known' ? [atMost] : [])].flatMap((x) =>
      one(
        x,
        pump.modes[therapy]?.find((m) => m.id === x.id),
      ),
    ),
};
