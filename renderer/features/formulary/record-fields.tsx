import type { FormField } from '../../../engine/formulary/records/form.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import type { FieldIssues } from '../../ui/issues.ts';
import { choiceWords } from './choice-words.ts';
import { empty, fieldOf, isLines, isMap } from './record-form.ts';

interface Props {
  readonly form: FormField;
  readonly path: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly issues: FieldIssues;
  readonly required: boolean;
  readonly first?: boolean;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const YES_NO = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
];

/** The fields of a record, made from its form: whatever a collection asks for, in its order and under its titles. */
export function RecordField({ form, path, value, onChange, issues, required, first }: Props) {
  const { field, mayBeNull } = fieldOf(form);
  const label = form.title ?? field.title ?? path;
  const optional = !required || mayBeNull;
  const common = { label, name: path, issues: issues.under(path), optional };
  if (field.type === 'boolean')
    return (
      <PickField
        {...common}
        value={value === undefined ? '' : value === true ? 'yes' : 'no'}
        options={YES_NO}
        onChange={(v) => onChange(v === '' ? undefined : v === 'yes')}
        {...(!required && { none: 'not stated' })}
      />
    );
  if (field.enum)
    return (
      <PickField
        {...common}
        value={textOf(value)}
        options={field.enum.map((v) => ({ value: v, label: choiceWords(v) }))}
        onChange={(v) => onChange(v === '' ? undefined : v)}
        {...(optional && { none: 'none' })}
      />
    );
  if (field.type === 'string')
    return (
      <TextField
        {...common}
        value={textOf(value)}
        onChange={onChange}
        hint={field.description}
        {...(first === true && { first })}
      />
    );
  if (isLines(field))
    return (
      <AreaField
        {...common}
        value={Array.isArray(value) ? value.join('\n') : ''}
        onChange={(text) => onChange(text === '' ? [] : text.split('\n'))}
        hint={field.items?.enum ? `one a line, of: ${field.items.enum.join(', ')}` : 'one a line'}
      />
    );
  if (field.type === 'array') return <Entries {...{ form: field, label, path, value, onChange, issues }} />;
  if (field.properties) {
    const of = isMap(value) ? value : {};
    return (
      <fieldset className="group stack">
        <legend className="cap">{label}</legend>
        {Object.entries(field.properties).map(([key, part]) => (
          <RecordField
            key={key}
            form={part}
            path={path === '' ? key : `${path}.${key}`}
            value={of[key]}
            onChange={(v) => onChange({ ...of, [key]: v })}
            issues={issues}
            required={field.required?.includes(key) ?? false}
          />
        ))}
      </fieldset>
    );
  }
  return value === undefined ? null : <p className="note">{label}: stays as it is.</p>;
}

/** Entries of a list, each with its own fields. */
function Entries({
  form,
  label,
  path,
  value,
  onChange,
  issues,
}: Omit<Props, 'required'> & { label: string }) {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const items = form.items ?? {};
  return (
    <fieldset className="group stack">
      <legend className="cap">{label}</legend>
      {list.map((entry, i) => (
        // eslint-disable-next-line react/no-array-index-key -- an entry has no other name
        <div className="stack" key={i}>
          <RecordField
            form={{ ...items, title: `${label}, ${i + 1}` }}
            path={`${path}.${i}`}
            value={entry}
            onChange={(v) => onChange(list.map((x, n) => (n === i ? v : x)))}
            issues={issues}
            required
          />
          <button
            type="button"
            className="btn small"
            onClick={() => onChange(list.filter((_, n) => n !== i))}
            aria-label={`Take out ${label}, ${i + 1}`}
          >
            Take out
          </button>
        </div>
      ))}
      <button
        type="button"
        className="btn small"
        aria-label={`Another entry of ${label}`}
        onClick={() => onChange([...list, empty(items)])}
      >
        Another entry
      </button>
    </fieldset>
  );
}
