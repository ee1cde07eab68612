import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { CallFailure } from '../api.ts';
import { AreaField } from './field.tsx';
import { FieldIssues } from './issues.ts';
import { Problem, SilentHint } from './states.tsx';

interface ReasonProps {
  readonly title: string;
  readonly about: string;
  readonly act: string;
  readonly busy: boolean;
  readonly failure: CallFailure | null;
  readonly onGive: (reason: string) => void;
  readonly onClose: () => void;
}

/** An act that the log keeps a reason for. */
export function ReasonDialog({ title, about, act, busy, failure, onGive, onClose }: ReasonProps) {
  const [reason, setReason] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    onGive(reason);
  };
  return (
    <Modal opened onClose={onClose} title={title} size={460} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="stack" onSubmit={send}>
        <p>{about}</p>
        <AreaField
          label="Reason"
          name="reason"
          value={reason}
          onChange={setReason}
          issues={FieldIssues.of(failure).at('reason')}
        />
        <Problem failure={failure} shown={['reason']} />
        <SilentHint />
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main" disabled={busy || reason === ''}>
            {act}
          </button>
        </span>
      </form>
    </Modal>
  );
}
