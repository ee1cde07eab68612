import type { FormEvent, KeyboardEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { failureIn, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { KeptTyping } from '../../ui/kept-typing.tsx';
import { Problem } from '../../ui/states.tsx';

export type Prescriber = Output<'prescriber.list'>[number];

const SHOWN = ['name', 'credentials', 'npi', 'phone'];

export function PrescriberForm({ known, onClose }: { known: Prescriber | null; onClose: () => void }) {
  const initial = {
    name: known?.record.name ?? '',
    credentials: known?.record.credentials ?? '',
    npi: known?.record.npi ?? '',
    phone: known?.record.phone ?? '',
  };
  const {
    draft: form,
    fields,
    forget,
    reset,
    keptSince,
  } = useDraft(initial, `prescriber:${known?.id ?? 'new'}:${known?.version ?? 0}`);
  const close = () => {
    forget();
    onClose();
  };
  const save = useWrite('prescriber.save', close);
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
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
    if (event.key === 'Escape') close();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc anywhere in the form closes it
    <form className="panel pad form" onSubmit={send} onKeyDown={escape}>
      <h2 className="cap">{known === null ? 'New prescriber' : `Version ${known.version}`}</h2>
      {keptSince !== null && JSON.stringify(form) !== JSON.stringify(initial) && (
        <div className="w12">
          <KeptTyping of="prescriber" stored={known !== null} at={keptSince} onEmpty={reset} />
        </div>
      )}
      <TextField className="w8" label="Name" {...field('name')} first />
      <TextField className="w4" label="Credentials" {...field('credentials')} placeholder="MD" />
      <TextField className="w6" label="NPI" {...field('npi')} optional hint="ten digits" />
      <TextField className="w6" label="Phone" {...field('phone')} />
      <div className="w12 stack">
        <Problem failure={failure} shown={SHOWN} />
        <span className="row">
          <button type="submit" className="btn main" disabled={save.isBlocked}>
            Save
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </span>
      </div>
    </form>
  );
}
