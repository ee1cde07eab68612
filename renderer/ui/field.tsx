import { createContext, useContext, useId, useState, type ReactNode } from 'react';
import { refusalWords } from '../../words/refusal.ts';
import type { Said } from './issues.ts';

export interface FieldProps {
  readonly label: string;
  readonly name: string;
  /** the refusals that name this field */
  readonly issues?: readonly Said[] | undefined;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  readonly className?: string;
}

/**
 * The refusals that are of the value as it stands: what the host said of another value counts no more, and counts again
 * where that value comes back. What is found while typing always is of what stands there.
 */
function useStanding(issues: readonly Said[], value: string): readonly Said[] {
  const said = issues.find((i) => i.said !== undefined)?.said;
  const [at, setAt] = useState({ said, value });
  if (said !== at.said) setAt({ said, value });
  return said !== undefined && said === at.said && value !== at.value
    ? issues.filter((i) => i.said === undefined)
    : issues;
}

/** Where the value of a field comes from, by its name, as long as nobody changed it: a protocol, or the order of last time. */
export const FieldOrigins = createContext<ReadonlyMap<string, string>>(new Map());

function Origin({ name }: { name: string }) {
  const origin = useContext(FieldOrigins).get(name);
  return origin === undefined ? null : <span className="origin">{origin}</span>;
}

interface Wiring {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** Label above, control, then the refusal at the field that it is about. */
export function Field({
  label,
  name,
  issues = [],
  hint,
  optional,
  className,
  value = '',
  children,
}: FieldProps & { value?: string; children: (w: Wiring) => ReactNode }) {
  const id = useId();
  const below = `${id}-below`;
  const first = useStanding(issues, value)[0];
  return (
    <div className={`field ${className ?? ''}`} data-refused={first !== undefined || undefined}>
      <label htmlFor={id}>
        <span>{label}</span>
        {optional && <span className="hint">optional</span>}
      </label>
      <Origin name={name} />
      {children({
        id,
        name,
        'aria-invalid': first !== undefined,
        'aria-describedby': first || hint ? below : undefined,
      })}
      {(first !== undefined || hint) && (
        <div id={below} role={first ? 'alert' : undefined} className={first ? 'refusal' : 'hint'}>
          <span>{first ? refusalWords(first) : hint}</span>
        </div>
      )}
    </div>
  );
}

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password';
  readonly first?: boolean;
  readonly autoComplete?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly mono?: boolean;
}

/** Focus when it appears: the field of a page or dialog that is typed first. */
const focusFirst = (input: HTMLInputElement | null): void => input?.focus();

/** One line of text. What is typed stays as typed. */
export function TextField({
  value,
  onChange,
  type = 'text',
  first,
  autoComplete = 'off',
  placeholder,
  disabled,
  mono,
  ...field
}: TextProps) {
  return (
    <Field {...field} value={value}>
      {(wiring) => (
        <input
          {...wiring}
          className={`input ${mono ? 'mono' : ''}`}
          type={type}
          value={value}
          onChange={(e) => onChange(e.currentTarget.value)}
          autoComplete={autoComplete}
          spellCheck={false}
          placeholder={placeholder}
          disabled={disabled}
          data-autofocus={first ? true : undefined}
          ref={first ? focusFirst : null}
        />
      )}
    </Field>
  );
}

export function AreaField({
  value,
  onChange,
  ...field
}: FieldProps & { value: string; onChange: (value: string) => void }) {
  return (
    <Field {...field} value={value}>
      {(wiring) => (
        <textarea
          {...wiring}
          className="input"
          rows={2}
          value={value}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

interface PickProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Option[];
  readonly disabled?: boolean;
  /** what stands for "nothing chosen yet"; without it a choice is always made */
  readonly none?: string;
}

export function PickField({ value, onChange, options, none, disabled, ...field }: PickProps) {
  return (
    <Field {...field} value={value}>
      {(wiring) => (
        <select
          {...wiring}
          className="input"
          value={value}
          disabled={disabled}
          onChange={(e) => onChange(e.currentTarget.value)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A few answers that exclude each other, all in sight. Nothing is chosen until someone chooses. */
export function ChoiceField({
  label,
  name,
  issues = [],
  hint,
  className,
  value,
  onChange,
  options,
}: PickProps) {
  const first = useStanding(issues, value)[0];
  return (
    <fieldset className={`field ${className ?? ''}`} data-refused={first !== undefined || undefined}>
      <legend className="sr">{label}</legend>
      <span className="label" aria-hidden="true">
        {label}
      </span>
      <Origin name={name} />
      <div className={`choice ${first ? 'bad' : ''}`}>
        {options.map((o) => (
          <label key={o.value}>
            <input
              type="radio"
              name={name}
              value={o.value}
              checked={value === o.value}
              onChange={() => onChange(o.value)}
            />
            {o.label}
          </label>
        ))}
      </div>
      {(first !== undefined || hint) && (
        <div role={first ? 'alert' : undefined} className={first ? 'refusal' : 'hint'}>
          <span>{first ? refusalWords(first) : hint}</span>
        </div>
      )}
    </fieldset>
  );
}

export function TickField({
  label,
  name,
  checked,
  onChange,
  className,
}: {
  label: string;
  name: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  className?: string;
}) {
  return (
    <label className={`tick ${className ?? ''}`}>
      <input
        type="checkbox"
        name={name}
        checked={checked}
        onChange={(e) => onChange(e.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
