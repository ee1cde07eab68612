import { QuantityField } from '../../ui/quantity-field.tsx';
import { TextField } from '../../ui/field.tsx';
import { amountIssue } from '../../ui/amount.ts';
import type { FieldIssues } from '../../ui/issues.ts';
import type { Measured } from './patient-draft.ts';

interface Props {
  readonly label: string;
  readonly name: string;
  readonly units: readonly string[];
  readonly value: Measured;
  readonly onChange: (value: Measured) => void;
  readonly issues: FieldIssues;
}

/** A fact and the day on which it was measured; one without the other is not a fact. */
export function MeasuredFields({ label, name, units, value, onChange, issues }: Props) {
  const typed = amountIssue(value.value, `${name}.value`);
  return (
    <>
      <QuantityField
        className="w6"
        label={label}
        name={`${name}.value`}
        units={units}
        value={value.value}
        onChange={(v) => onChange({ ...value, value: v })}
        issues={typed.length > 0 ? typed : issues.at(`${name}.value`)}
        hint={value.value.number === '' ? 'not known' : undefined}
      />
      <TextField
        className="w6"
        label={`${label} measured on`}
        name={`${name}.on`}
        value={value.on}
        onChange={(on) => onChange({ ...value, on })}
        issues={issues.at(`${name}.on`)}
        placeholder="YYYY-MM-DD"
      />
    </>
  );
}
