import { exact, aboutText } from '../notation.ts';
import { TOLERANCE, type Neighbour, type ProgramField } from '../program.ts';
import type { Finding } from '../report.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts } from './check.ts';

const CHECK = 'program-grid';
const RULE = houseRule(
  'pump-grid',
  'soft',
  'The pump can not be set to the ordered value.',
  'calculations.md 0 and 14: over 5 % a reason is needed, over 10 % the order changes or two pharmacists agree',
);

const percent = (deviation: string): string => {
  const p = exact(deviation).mul(100n);
  return `${p.n === 0n ? '' : p.s > 0n ? '+' : '−'}${aboutText(p.abs(), 4)} %`;
};
const offer = (n: Neighbour): string => `${n.value} (${n.volume}, ${percent(n.deviation)})`;

function one(field: ProgramField): Finding[] {
  const subject = field.label;
  if (field.onGrid === 'not-stepped' || field.ordered === null) return [];
  const answer = {
    subject,
    observed: field.ordered,
    limit: field.step ? `steps of ${field.step.value}` : null,
  };
  if (field.onGrid === 'step-not-known')
    return [notDone(CHECK, RULE, `the step of ${field.label}: enter it from the pump's manual`, answer)];
  if (field.onGrid === 'on-grid') return [pass(CHECK, RULE, answer)];
  const size = exact(field.deviation ?? '0').abs();
  const severity =
    size.compare(TOLERANCE.hard) > 0 ? 'hard' : size.compare(TOLERANCE.soft) > 0 ? 'soft' : 'info';
  const choices =
    field.below && field.above ? ` It can be set to ${offer(field.below)} or ${offer(field.above)}.` : '';
  return [failing(CHECK, RULE, { ...answer, severity, message: `${RULE.message}${choices}` })];
}

export const programGrid: Check = {
  id: CHECK,
  asks: 'Can the named pump be set to each ordered value, and if not, to what nearest values with what error?',
  run: (f: Facts) => f.program.fields.flatMap(one),
};
