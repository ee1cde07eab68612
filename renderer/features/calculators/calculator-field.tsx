import { useId } from 'react';
import { Field, PickField, TextField, type FieldProps } from '../../ui/field.tsx';
import { capital, type FieldView, type Typed } from './draft.ts';
import type { CalculatorFieldProps } from './field-props.ts';
import { MomentField } from './moment-field.tsx';
import { RowsField } from './rows-field.tsx';

/** One field of a calculator, by its kind. */
export function CalculatorField(props: CalculatorFieldProps) {
  const { name, field, typed, onType, issues, said, marked = !field.required, suggest } = props;
  const also = field.kind === 'number' ? /or in (.+)$/.exec(field.accepts)?.[1] : undefined;
  const own = field.note ?? (also === undefined ? undefined : `a number, or in ${also}`);
  const common: FieldProps = {
    label: capital(field.label),
    name,
    issues: issues.at(name).filter((i) => i.code !== 'missing'),
    hint: said ?? own,
    optional: marked,
    className: said === undefined ? 'w6' : 'w6 filled',
  };
  switch (typed.as) {
    case 'rows':
      return <RowsField {...props} typed={typed} One={CalculatorField} />;
    case 'moment':
      return <MomentField {...common} typed={typed} onType={onType} />;
    case 'amount':
      return <AmountField {...common} field={field} typed={typed} onType={onType} />;
    case 'text':
      if (field.kind === 'choice')
        return (
          <PickField
            {...common}
            value={typed.text}
            onChange={(text) => onType({ as: 'text', text })}
            options={(field.options ?? []).map((o) => ({ value: o, label: o }))}
            none="–"
          />
        );
      if (suggest)
        return (
          <SuggestField
            {...common}
            value={typed.text}
            suggest={suggest}
            onType={(text) => onType({ as: 'text', text })}
          />
        );
      return (
        <TextField
          {...common}
          value={typed.text}
          onChange={(text) => onType({ as: 'text', text })}
          placeholder={PLACEHOLDER[field.kind] ?? ''}
        />
      );
  }
}

const PLACEHOLDER: Readonly<Record<string, string>> = { date: 'YYYY-MM-DD', temperature: '37 °C' };

type AmountTyped = Extract<Typed, { as: 'amount' }>;

/** A number as text beside its unit; the last choice takes the unit from what is typed (`1:1000`, `250 mg/5 mL`). */
function AmountField({
  field,
  typed,
  onType,
  ...common
}: FieldProps & { field: FieldView; typed: AmountTyped; onType: (typed: Typed) => void }) {
  const units = field.units ?? [];
  const listed = typed.unit === '' || units.includes(typed.unit) ? units : [...units, typed.unit];
  return (
    <Field {...common}>
      {(wiring) => (
        <div className="quantity">
          <input
            {...wiring}
            className="input"
            type="text"
            inputMode={typed.unit === '' ? 'text' : 'decimal'}
            autoComplete="off"
            spellCheck={false}
            value={typed.number}
            onChange={(e) => onType({ ...typed, number: e.currentTarget.value })}
          />
          <select
            className="input"
            aria-label={`${common.label}, unit`}
            value={typed.unit}
            onChange={(e) => onType({ ...typed, unit: e.currentTarget.value })}
          >
            {listed.map((u) => (
              <option key={u} value={u}>
                {u}
              </option>
            ))}
            <option value="">as typed</option>
          </select>
        </div>
      )}
    </Field>
  );
}

function SuggestField({
  value,
  suggest,
  onType,
  ...common
}: FieldProps & { value: string; suggest: readonly string[]; onType: (text: string) => void }) {
  const list = useId();
  return (
    <Field {...common}>
      {(wiring) => (
        <>
          <input
            {...wiring}
            className="input"
            list={list}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(e) => onType(e.currentTarget.value)}
          />
          <datalist id={list}>
            {suggest.map((s) => (
              <option key={s} value={s}>
                {s}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
