import type { ComponentType } from 'react';
import { refusalWords } from '../../../words/refusal.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { capital, emptyValues, type Typed, type Values } from './draft.ts';
import type { CalculatorFieldProps } from './field-props.ts';

type RowsTyped = Extract<Typed, { as: 'rows' }>;

/** A list: one line of fields for each row, each with its own refusals. */
export function RowsField({
  name,
  field,
  typed,
  onType,
  issues,
  One,
}: CalculatorFieldProps & { typed: RowsTyped; One: ComponentType<CalculatorFieldProps> }) {
  const fields = field.of ?? {};
  const put = (rows: readonly Values[]) => onType({ as: 'rows', rows });
  const own = issues.at(name).find((i) => i.code !== 'missing');
  return (
    <fieldset className="calc-rows w12">
      <legend className="cap">{capital(field.label)}</legend>
      {typed.rows.map((row, at) => {
        const mine = new FieldIssues(
          issues.under(`${name}.${at}`).map((i) => ({ ...i, path: i.path.slice(`${name}.${at}.`.length) })),
        );
        return (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other identity, and are only appended or removed
          <fieldset className="calc-row" key={at} aria-label={`${capital(field.label)} ${at + 1}`}>
            <div className="form">
              {Object.entries(fields).map(([part, f]) => (
                <One
                  key={part}
                  name={part}
                  field={f}
                  typed={row[part] ?? { as: 'text', text: '' }}
                  onType={(next) => put(typed.rows.map((r, i) => (i === at ? { ...r, [part]: next } : r)))}
                  issues={mine}
                />
              ))}
            </div>
            <button
              type="button"
              className="btn small"
              aria-label={`Remove ${field.label} ${at + 1}`}
              disabled={typed.rows.length === 1}
              onClick={() => put(typed.rows.filter((_, i) => i !== at))}
            >
              Remove
            </button>
          </fieldset>
        );
      })}
      {own && (
        <div role="alert" className="field">
          <span className="refusal">{refusalWords(own)}</span>
        </div>
      )}
      <button type="button" className="btn small" onClick={() => put([...typed.rows, emptyValues(fields)])}>
        Add a row
      </button>
    </fieldset>
  );
}
