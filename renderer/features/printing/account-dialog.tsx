import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { form } from '../../../bridge/forms.ts';
import type { StalePrintOut } from '../../../bridge/printing.ts';
import { failureIn, useWrite } from '../../query.ts';
import { AreaField, ChoiceField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { say } from '../../ui/say.ts';
import { copiesTyped } from './copies.ts';

const SHOWN = ['copies', 'heldBy', 'note', 'fate'];

/** What became of copies that are no longer true, and who had them. */
export function AccountDialog({ stale, onClose }: { stale: StalePrintOut; onClose: () => void }) {
  const [fate, setFate] = useState('');
  const [copies, setCopies] = useState(String(stale.outstanding));
  const [heldBy, setHeldBy] = useState(stale.holderName);
  const [note, setNote] = useState('');
  const account = useWrite('stale.account', () => {
    say('Written down.');
    onClose();
  });
  const failure = failureIn(account);
  const issues = FieldIssues.of(failure);
  const send = (event: FormEvent) => {
    event.preventDefault();
    account.mutate({
      printOutId: stale.id,
      fate: fate as 'returned' | 'destroyed',
      copies: copiesTyped(copies),
      heldBy,
      note: note === '' ? null : note,
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${form(stale.kind).title} of ${stale.number}, version ${stale.version}`}
      size={480}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="stack" onSubmit={send}>
        <ChoiceField
          label="What became of it"
          name="fate"
          value={fate}
          onChange={setFate}
          options={[
            { value: 'returned', label: 'returned' },
            { value: 'destroyed', label: 'destroyed' },
          ]}
        />
        <TextField
          label={`Copies, of ${stale.outstanding} that are out`}
          name="copies"
          value={copies}
          onChange={setCopies}
          issues={issues.at('copies')}
        />
        <TextField
          label="Who had it"
          name="heldBy"
          value={heldBy}
          onChange={setHeldBy}
          issues={issues.at('heldBy')}
        />
        <AreaField
          label="Note"
          name="note"
          optional
          value={note}
          onChange={setNote}
          issues={issues.at('note')}
        />
        <Problem failure={failure} shown={SHOWN} />
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main" disabled={account.isBlocked || fate === ''}>
            Write it down
          </button>
        </span>
      </form>
    </Modal>
  );
}
