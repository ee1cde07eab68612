import type { FieldIssues } from '../../ui/issues.ts';
import type { FieldView, Typed } from './draft.ts';

export interface CalculatorFieldProps {
  readonly name: string;
  readonly field: FieldView;
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
  readonly issues: FieldIssues;
  /** said instead of the field's own note: who filled it, or that it is the answer */
  readonly said?: string | undefined;
  readonly marked?: boolean;
  readonly suggest?: readonly string[];
}
