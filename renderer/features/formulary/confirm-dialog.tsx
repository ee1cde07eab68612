import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { RecordView } from '../../../bridge/library.ts';
import { failureIn, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';

/** A figure that was compared with its document, once: nothing asks for it again while it stays as it is. */
export function ConfirmDialog({ row, onClose }: { row: RecordView; onClose: () => void }) {
  const [text, setText] = useState('');
  const propose = useWrite('library.propose', () => {
    say('Proposed. Another person confirms it too.');
    onClose();
  });
  const failure = failureIn(propose);
  const issues = FieldIssues.of(failure);
  const send = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate({
      collection: 'confirmations',
      op: 'put',
      record: { collection: row.collection, of: row.key, figures: row.record, document: text },
      reference: text,
      reason: 'compared with the document',
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Confirm the figure"
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="stack" onSubmit={send}>
        <p>{row.says}</p>
        <TextField
          label="Which document was in hand"
          name="document"
          value={text}
          onChange={setText}
          hint="title, edition and page"
          issues={[...issues.at('document'), ...issues.at('reference')]}
          first
        />
        <Problem failure={failure} shown={['document', 'reference']} />
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main" disabled={propose.isBlocked}>
            Confirm
          </button>
        </span>
      </form>
    </Modal>
  );
}
