import { Modal } from '@mantine/core';
import type { FormEvent } from 'react';
import type { CallFailure } from '../../api.ts';
import { AreaField, TextField } from '../../ui/field.tsx';
import type { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';

/** The frame of an answer: where it stands and why it is given. */
export function AnswerDialog({
  title,
  reference,
  reason,
  onReference,
  onReason,
  issues,
  failure,
  shown,
  busy,
  onSend,
  onClose,
  children,
}: {
  title: string;
  reference: string;
  reason: string;
  onReference: (text: string) => void;
  onReason: (text: string) => void;
  issues: FieldIssues;
  failure: CallFailure | null;
  shown: readonly string[];
  busy: boolean;
  onSend: () => void;
  onClose: () => void;
  children: React.ReactNode;
}) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSend();
  };
  return (
    <Modal opened onClose={onClose} title={title} size={640} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="stack" onSubmit={send} noValidate>
        {children}
        <TextField
          label="Reference"
          name="reference"
          value={reference}
          onChange={onReference}
          issues={issues.at('answer.reference')}
          hint="where it stands: title, edition, page"
        />
        <AreaField
          label="Reason"
          name="reason"
          value={reason}
          onChange={onReason}
          issues={issues.at('reason')}
        />
        <Problem failure={failure} shown={['answer.reference', 'reason', ...shown]} />
        <span className="row end foot">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main" disabled={busy}>
            Propose
          </button>
        </span>
      </form>
    </Modal>
  );
}
