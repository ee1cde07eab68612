import { Field, type FieldProps } from './field.tsx';
import type { Amount } from './amount.ts';

interface QuantityProps extends FieldProps {
  readonly value: Amount;
  readonly onChange: (value: Amount) => void;
  /** the units that may be chosen; one alone stands as a word */
  readonly units: readonly string[];
  readonly disabled?: boolean;
  readonly placeholder?: string;
}

/** A number as text beside its unit. Never a number input: what is typed is what is read, or refused by name. */
export function QuantityField({ value, onChange, units, disabled, placeholder, ...field }: QuantityProps) {
  const all = units.includes(value.unit) || value.unit === '' ? units : [...units, value.unit];
  return (
    <Field {...field} value={`${value.number} ${value.unit}`}>
      {(wiring) => (
        <div className="quantity">
          <input
            {...wiring}
            className="input"
            type="text"
            inputMode="decimal"
            autoComplete="off"
            spellCheck={false}
            value={value.number}
            disabled={disabled}
            placeholder={placeholder}
            onChange={(e) => onChange({ ...value, number: e.currentTarget.value })}
          />
          {all.length > 1 ? (
            <select
              className="input"
              aria-label={`${field.label}, unit`}
              value={value.unit}
              disabled={disabled}
              onChange={(e) => onChange({ ...value, unit: e.currentTarget.value })}
            >
              {all.map((u) => (
                <option key={u} value={u}>
                  {u}
                </option>
              ))}
            </select>
          ) : (
            <span className="unit">{all[0]}</span>
          )}
        </div>
      )}
    </Field>
  );
}
