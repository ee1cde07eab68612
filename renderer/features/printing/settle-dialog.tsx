import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { form } from '../../../bridge/forms.ts';
import type { PrintJob } from '../../../bridge/printing.ts';
import { failureIn, useWrite } from '../../query.ts';
import { AreaField, ChoiceField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { whyWords } from './words.ts';

/** Only somebody who stands at the printer knows whether it came out. */
export function SettleDialog({ job, onClose }: { job: PrintJob; onClose: () => void }) {
  const [printed, setPrinted] = useState('');
  const [note, setNote] = useState('');
  const settle = useWrite('job.settle', onClose);
  const failure = failureIn(settle);
  const send = (event: FormEvent) => {
    event.preventDefault();
    settle.mutate({ id: job.id, printed: printed === 'yes', note });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Was it printed?"
      size={480}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="stack" onSubmit={send}>
        <p>
          {form(job.kind).title} of {job.number} went to {job.printer}, and then{' '}
          {job.why === null ? 'no more is known' : whyWords(job.why)}. Look at the printer, and at what is
          already on the container, before you answer.
        </p>
        <ChoiceField
          label="The printer shows"
          name="printed"
          value={printed}
          onChange={setPrinted}
          options={[
            { value: 'yes', label: 'it came out, whole' },
            { value: 'no', label: 'nothing, or a part that was destroyed' },
          ]}
        />
        <AreaField
          label="What you saw"
          name="note"
          value={note}
          onChange={setNote}
          issues={FieldIssues.of(failure).at('note')}
        />
        <Problem failure={failure} shown={['note']} />
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className="btn main"
            disabled={settle.isBlocked || printed === '' || note === ''}
          >
            Write it down
          </button>
        </span>
      </form>
    </Modal>
  );
}
