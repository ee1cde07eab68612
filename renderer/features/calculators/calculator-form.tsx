import type { CallFailure } from '../../api.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { CalculatorField } from './calculator-field.tsx';
import { isBlank, pathWords, type CalculatorView, type Draft, type Typed } from './draft.ts';

interface FormProps {
  readonly calc: CalculatorView;
  readonly draft: Draft;
  readonly onType: (name: string, typed: Typed) => void;
  readonly failure: CallFailure | null;
  /** an answer to what stands here is shown */
  readonly answered: boolean;
}

/** About the result, not about the case: they come last. */
const LAST = ['rounding', 'resultUnit'];

/** The form that the registry describes. Refusals stand at their fields; what is only missing yet is said in one line. */
export function CalculatorForm({ calc, draft, onType, failure, answered }: FormProps) {
  const issues = FieldIssues.of(failure);
  const names = Object.keys(calc.inputs);
  const unknowns = calc.solveFor ?? [];
  const fieldOf = (name: string) => {
    const field = calc.inputs[name];
    const typed = draft.values[name];
    if (!field || !typed) return null;
    const isUnknown = unknowns.includes(name);
    const said =
      draft.from[name] ??
      (answered && isUnknown && isBlank(typed) ? 'left empty: this is the answer' : undefined);
    return (
      <CalculatorField
        key={name}
        name={name}
        field={field.note === undefined ? field : { ...field, note: inLabels(calc, field.note) }}
        typed={typed}
        onType={(next) => onType(name, next)}
        issues={issues}
        said={said}
        marked={!field.required && !isUnknown}
        {...(name === 'resultUnit' && { suggest: resultUnits(calc) })}
      />
    );
  };
  return (
    <>
      {calc.solveFor !== null && (
        <p className="calc-solve">
          Leave any one of these empty, and it is the answer:{' '}
          {unknowns.map((n) => pathWords(calc.inputs, n).toLowerCase()).join(', ')}.
        </p>
      )}
      <div className="form">
        {names.filter((n) => !LAST.includes(n)).map(fieldOf)}
        <h2 className="cap">Of the result</h2>
        {names.filter((n) => LAST.includes(n)).map(fieldOf)}
      </div>
      <Problem failure={failure} shown={shownPaths(calc, issues)} />
    </>
  );
}

/** Notes of the registry name other fields as its requests do; people know them by their labels. */
const inLabels = (calc: CalculatorView, note: string): string =>
  note.replace(/\b[a-z]+[A-Z]\w*\b/g, (name) => calc.inputs[name]?.label ?? name);

const resultUnits = (calc: CalculatorView): string[] => [
  ...new Set(Object.values(calc.outputs).flatMap((o) => o.units.filter((u) => u !== ''))),
];

/** Paths with a field that shows the refusal, rows included, and those of what is missing, which the result names. */
const shownPaths = (calc: CalculatorView, issues: FieldIssues): string[] =>
  issues.besides([]).flatMap((i) => (Object.hasOwn(calc.inputs, i.path.split('.')[0] ?? '') ? [i.path] : []));
