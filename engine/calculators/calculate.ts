import type { Coded } from '../answers/accepted.ts';
import { printed, type Derivation, type PrintedDerivation, type Source } from '../derivation/derivation.ts';
import { aboutText, exact, exactText } from '../number/notation.ts';
import { isZero, to } from '../number/quantity.ts';
import { fail, issue, ok, Refused, type Issue, type Result } from '../number/result.ts';
import { parseRounding, roundedBy, roundingError, roundings, type Rounding } from '../derivation/rounding.ts';
import { recheckAll } from '../derivation/reread.ts';
import { issuesOf } from '../number/fields.ts';
import { instantAt, offsetOf } from '../time/calendar.ts';
import { readUnit } from '../number/units.ts';
import { ROUNDED_NOTE } from '../number/irrational.ts';
import {
  COMMON,
  type Calculator,
  type Computed,
  type OutputSpec,
  type Table,
  type Words,
} from './calculator.ts';
import { acceptsText, valuesOf, type Fields } from './field.ts';
import { convertedInputs } from './converted.ts';
import { calculators } from './registry.ts';

export interface OutputValue {
  readonly label: string;
  /** decimal text: exact where it ends within twelve digits, otherwise shortened to twelve significant digits; or words */
  readonly value: string;
  readonly unit: string;
  /** the exact value: a decimal, or n/d where the decimal does not end */
  readonly exact: string;
  /** `value` rounded once, by the rule named */
  readonly rounded: string;
  readonly rounding: string | null;
  /** rounded − exact, in the same unit */
  readonly error: string | null;
  /** where exactness ends (a root, a power), this says so */
  readonly exactness: string;
}

export interface CalculatorAnswer {
  readonly id: string;
  readonly title: string;
  readonly outputs: Readonly<Record<string, OutputValue>>;
  readonly table: Table | null;
  readonly derivations: readonly PrintedDerivation[];
  readonly warnings: readonly Issue[];
  readonly source: Source;
}

const byId = new Map(calculators.map((c) => [c.id, c]));
/** A calculator by its id; undefined where there is none. */
export const findCalculator = (id: string): Calculator | undefined => byId.get(id);

/**
 * Runs a calculator. In: its id and an object of texts (`{"drugAmount": "50 mg", "volume": "50 mL"}`).
 * Out: every output exact and rounded, the derivation of each, warnings and source; all plain JSON.
 * Refuses by field: path, what was given, what is accepted. A result that the second opinion does not confirm is
 * refused as `second-opinion-differs`.
 */
export function calculate(id: string, input: unknown): Result<CalculatorAnswer, Issue[]> {
  const calc = byId.get(id);
  if (!calc)
    return fail([issue('calculator-not-known', id, { code: 'calculator', named: closest(id) }, 'id')]);
  const computed = compute(calc, input);
  if (!computed.ok) return computed;
  return answer(calc, computed.value, input as Texts);
}

/** The ids of calculators that carry the word: `crcl` stands among the other names of one. None where none does. */
export function closest(word: string): string[] {
  const wanted = word.toLowerCase();
  const named = calculators.filter((c) =>
    [c.id, c.title, ...c.aliases].some((name) => name.toLowerCase().includes(wanted)),
  );
  return wanted === '' ? [] : named.map((c) => c.id);
}

type Texts = Readonly<Record<string, unknown>>;

/** The exact part of `calculate`: reads the input and computes, without rounding and second opinion. */
export function compute(calc: Calculator, input: unknown): Result<Computed, Issue[]> {
  const parsed = calc.input.safeParse(input);
  if (!parsed.success) return fail(issuesOf(parsed.error, input).map((i) => inFieldWords(calc, i)));
  return refusals(() => ok(calc.compute(valuesOf(calc.fields, parsed.data as Texts))));
}

/**
 * A refusal of the input's shape, in the words of the field it stands at: an unknown key with the keys there are, a missing
 * or wrongly typed value with what the field reads.
 */
function inFieldWords(calc: Calculator, i: Issue): Issue {
  const fields: Fields = { ...calc.fields, ...COMMON };
  const [name = '', , inner] = i.path.split('.');
  const list = fields[name]?.kind === 'list' ? fields[name] : undefined;
  if (i.code === 'unknown-key')
    return { ...i, accepted: `one of ${Object.keys(list && inner ? list.of : fields).join(', ')}` };
  const field = list && inner ? list.of[inner] : fields[name];
  if (field === undefined || !['missing', 'invalid-type'].includes(i.code)) return i;
  return { ...i, accepted: `${field.label}: ${acceptsText(field)}` };
}

function refusals<T>(run: () => Result<T, Issue[]>): Result<T, Issue[]> {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refused) return fail([...error.issues]);
    throw error;
  }
}

function answer(calc: Calculator, computed: Computed, input: Texts): Result<CalculatorAnswer, Issue[]> {
  return refusals(() => {
    const { rounding, resultUnit } = input as { rounding?: string; resultUnit?: string };
    const asked = rounding === undefined ? undefined : asRefused(parseRounding(rounding), 'rounding');
    const outputs: Record<string, OutputValue> = {};
    const lines: Derivation[] = [...convertedInputs(calc.fields, input), ...(computed.steps ?? [])];
    const warnings: Issue[] = [...(computed.warnings ?? [])];
    const use = { rounding: false, unit: false };
    for (const [name, spec] of Object.entries(calc.outputs)) {
      const made = computed.outputs[name];
      if (made === undefined) continue;
      if ('words' in made) {
        outputs[name] = wordsValue(spec, shownWords(made, calc.fields, input));
        continue;
      }
      const d = resultUnit === undefined ? made : inUnit(made, resultUnit, use);
      const rule = asked === undefined || asked.stepFor(d.result) === null ? roundings[spec.rounding] : asked;
      const rounded = roundedBy(d, rule) ?? roundedBy(d, roundings.reading);
      if (rule === asked) use.rounding = true;
      if (rounded === null) throw new Error(`${calc.id}.${name} can not be rounded`);
      lines.push(d, rounded);
      outputs[name] = quantityValue(spec, d, rounded, rule, computed.scales?.[name]);
      warnings.push(...deviation(name, d, rounded, rule));
    }
    if (asked !== undefined && !use.rounding)
      return fail([issue('rounding-fits-no-output', rounding ?? '', outputUnits(calc), 'rounding')]);
    if (resultUnit !== undefined && !use.unit)
      return fail([issue('unit-fits-no-output', resultUnit, outputUnits(calc), 'resultUnit')]);
    const derivations = lines.map(printed);
    const differing = recheckAll(derivations);
    if (differing.length > 0) return fail(differing);
    return ok({
      id: calc.id,
      title: calc.title,
      outputs,
      table: computed.table ?? null,
      derivations,
      warnings,
      source: calc.source,
    });
  });
}

function asRefused<T>(r: Result<T>, path: string): T {
  if (!r.ok) throw new Refused({ ...r.failure, path });
  return r.value;
}

/** An instant is answered at the offset that was typed first; anything else as it is. */
function shownWords({ words, instant }: Words, fields: Fields, input: Texts): string {
  if (instant === undefined) return words;
  const typed = instantsIn(fields, input)[0];
  return typed === undefined ? words : instantAt(instant, offsetOf(typed));
}

function instantsIn(fields: Fields, input: Texts): string[] {
  return Object.entries(fields).flatMap(([name, f]) => {
    const given = input[name];
    if (f.kind === 'list' && Array.isArray(given))
      return given.flatMap((row) => instantsIn(f.of, row as Texts));
    return f.kind === 'instant' && typeof given === 'string' && given.includes('T') ? [given] : [];
  });
}

const outputUnits = (calc: Calculator): Coded => ({
  code: 'unit-of-output',
  units: Object.values(calc.outputs)
    .flatMap((o) => o.units)
    .filter((u) => u !== ''),
});

function inUnit(d: Derivation, code: string, use: { unit: boolean }): Derivation {
  const target = readUnit(code, d.result.unit.dimension);
  if (!target.ok) {
    if (target.failure.code === 'unit-of-other-dimension') return d;
    throw new Refused({ ...target.failure, path: 'resultUnit' });
  }
  use.unit = true;
  return { ...d, result: to(d.result, target.value) };
}

const wordsValue = (spec: OutputSpec, text: string): OutputValue => ({
  label: spec.label,
  value: text,
  unit: '',
  exact: text,
  rounded: text,
  rounding: null,
  error: null,
  exactness: 'exact',
});

function quantityValue(
  spec: OutputSpec,
  d: Derivation,
  rounded: Derivation,
  rule: Rounding,
  scale: string | undefined,
): OutputValue {
  return {
    label: spec.label,
    value: aboutText(d.result.amount, 12),
    unit: scale ?? d.result.unit.code,
    exact: exactText(d.result.amount),
    rounded: exactText(rounded.result.amount),
    rounding: rule.name,
    error: exactText(roundingError(d, rounded)),
    exactness: d.exactness === 'exact' ? 'exact' : ROUNDED_NOTE,
  };
}

/** Warn above 5 %, strongly above 10 % between exact and rounded. Source: calculations.md 0 (house rule). */
function deviation(name: string, d: Derivation, rounded: Derivation, rule: Rounding): Issue[] {
  if (isZero(d.result)) return [];
  const share = roundingError(d, rounded).div(d.result.amount).abs();
  const said = (code: string) => [
    issue(
      code,
      `${aboutText(share.mul(100n), 4)} % by "${rule.name}"`,
      { code: 'finer-step-or-another-strength' },
      name,
    ),
  ];
  if (share.compare(exact('0.1')) > 0) return said('rounding-over-10-percent');
  return share.compare(exact('0.05')) > 0 ? said('rounding-over-5-percent') : [];
}
