import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { failureIn, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import type { Prescriber } from './prescribers.tsx';

const SHOWN = ['name', 'credentials', 'npi', 'phone'];

export function PrescriberForm({ known, onClose }: { known: Prescriber | null; onClose: () => void }) {
  const [form, setForm] = useState({
    name: known?.record.name ?? '',
    credentials: known?.record.credentials ?? '',
    npi: known?.record.npi ?? '',
    phone: known?.record.phone ?? '',
  });
  const save = useWrite('prescriber.save', onClose);
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const { npi, ...rest } = form;
    save.mutate({
      id: known?.id ?? null,
      expectedVersion: known?.version ?? null,
      record: npi === '' ? rest : { ...rest, npi },
    });
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc anywhere in the form closes it
    <form className="panel pad form" onSubmit={send} onKeyDown={escape}>
      <h2 className="cap">{known === null ? 'New prescriber' : `Version ${known.version}`}</h2>
      <TextField
        className="w8"
        label="Name"
        name="name"
        value={form.name}
        onChange={set('name')}
        issues={issues.at('name')}
        first
      />
      <TextField
        className="w4"
        label="Credentials"
        name="credentials"
        value={form.credentials}
        onChange={set('credentials')}
        issues={issues.at('credentials')}
        placeholder="MD"
      />
      <TextField
        className="w6"
        label="NPI"
        name="npi"
        optional
        value={form.npi}
        onChange={set('npi')}
        issues={issues.at('npi')}
        hint="ten digits"
      />
      <TextField
        className="w6"
        label="Phone"
        name="phone"
        value={form.phone}
        onChange={set('phone')}
        issues={issues.at('phone')}
      />
      <div className="w12 stack">
        <Problem failure={failure} shown={SHOWN} />
        <span className="row">
          <button type="submit" className="btn main" disabled={save.isPending}>
            Save
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </span>
      </div>
    </form>
  );
}
