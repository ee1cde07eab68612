import { useRead } from '../../query.ts';
import { PickField, TextField } from '../../ui/field.tsx';
import type { FieldIssues } from '../../ui/issues.ts';
import { commandOptions } from './commands.ts';
import { PatientPick } from '../patients/patient-pick.tsx';
import type { Typed } from './filter.ts';

export const FILTER_PATHS = ['order', 'patient', 'drug', 'lot', 'user', 'command', 'text', 'from', 'to'].map(
  (name) => `filter.${name}`,
);

interface Props {
  readonly typed: Typed;
  readonly issues: FieldIssues;
  readonly onType: (typed: Typed) => void;
  /** who, by which command, and in which words: the log itself can be narrowed to that, a report can not */
  readonly isLog: boolean;
}

/** What the log, or a report made of it, is narrowed to. */
export function FilterFields({ typed, issues, onType, isLog }: Props) {
  const formulary = useRead('formulary.list', {});
  const set = (key: keyof Typed) => (value: string) => onType({ ...typed, [key]: value });
  const text = (key: keyof Typed, label: string, placeholder = '') => (
    <TextField
      label={label}
      name={key}
      value={typed[key]}
      onChange={set(key)}
      issues={issues.at(`filter.${key}`)}
      placeholder={placeholder}
    />
  );
  const drugs = (formulary.data?.drugs ?? []).map((d) => ({ value: d.id, label: d.name }));
  return (
    <>
      {text('order', 'Order', 'number')}
      <PatientPick onPick={set('patient')} />
      <PickField
        label="Drug"
        name="drug"
        value={typed.drug}
        onChange={set('drug')}
        none="any"
        options={drugs}
      />
      {text('lot', 'Lot', 'of the bag or of what went in')}
      {isLog && (
        <>
          {text('user', 'Person', 'user name')}
          <PickField
            label="Command"
            name="command"
            value={typed.command}
            onChange={set('command')}
            none="any"
            options={commandOptions}
          />
          {text('text', 'Words')}
        </>
      )}
      {text('from', 'From day', 'YYYY-MM-DD')}
      {text('to', 'Up to and with day', 'YYYY-MM-DD')}
    </>
  );
}
