import { citation } from '../../../words/citation.ts';
import { instantWords } from '../../ui/dates.ts';
import { capital, givenWords, pathWords, type Answer, type CalculatorView, type Values } from './draft.ts';

type Out = Answer['outputs'][string];

const withUnit = (text: string, unit: string): string => (unit === '' ? text : `${text} ${unit}`);

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** What is read first: the rounded number, or words as they are. An instant is told in the zone it was asked in. */
export const figureWords = (o: Out, zone: string): string =>
  o.rounding === null && INSTANT.test(o.rounded) ? `${instantWords(o.rounded, zone)} (${zone})` : o.rounded;

/** `exactly 100/3 %, about 33.3333333333 %`. */
export const exactWords = (o: Out): string =>
  o.exact === o.value
    ? `exactly ${withUnit(o.exact, o.unit)}`
    : `exactly ${withUnit(o.exact, o.unit)}, about ${withUnit(o.value, o.unit)}`;

/** The rule, and what rounding by it added or took away. */
export const ruleWords = (o: Out): string =>
  o.rounding === null
    ? ''
    : `${o.rounding}; ${o.error === '0' ? 'no rounding error' : `rounding error ${withUnit(o.error ?? '', o.unit)}`}`;

export const warningWords = (calc: CalculatorView, w: Answer['warnings'][number]): string => {
  const label = calc.outputs[w.path]?.label ?? pathWords(calc.inputs, w.path);
  const given = w.given === null ? '' : `${w.given}; `;
  return `${label === '' ? '' : `${capital(label)}: `}${w.code.replaceAll('-', ' ')}: ${given}${w.accepted}`;
};

/** The whole answer as plain text: what was given, each result exact and rounded, how it was derived, and from where. */
export function plainText(calc: CalculatorView, values: Values, answer: Answer, zone: string): string {
  const outputs = Object.values(answer.outputs).flatMap((o) => [
    `  ${capital(o.label)}: ${withUnit(figureWords(o, zone), o.unit)}`,
    ...(o.rounding === null ? [] : [`    ${exactWords(o)}; ${ruleWords(o)}`]),
    ...(o.exactness === 'exact' ? [] : [`    ${o.exactness}`]),
  ]);
  const table = answer.table
    ? ['', ...[answer.table.columns, ...answer.table.rows].map((row) => `  ${row.join(' | ')}`)]
    : [];
  const warnings = answer.warnings.map((w) => `  Warning. ${warningWords(calc, w)}`);
  const lines = answer.derivations.flatMap((d) => [
    `  ${d.name} = ${d.formula}`,
    `    ${d.line}${d.about === null ? '' : ` (about ${d.about})`}`,
  ]);
  return [
    calc.title,
    '',
    'Given',
    ...givenWords(calc.inputs, values, zone).map(([label, text]) => `  ${label}: ${text}`),
    '',
    'Result',
    ...outputs,
    ...table,
    ...warnings,
    '',
    'Derivation',
    ...lines,
    '',
    `Formula: ${calc.formula}`,
    `Valid: ${calc.validity.join('; ')}`,
    `Source: ${citation(answer.source)}`,
    '',
  ].join('\n');
}
