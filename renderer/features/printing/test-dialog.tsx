import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { PAPERS, type Paper } from '../../../bridge/forms.ts';
import { failureIn, useWrite } from '../../query.ts';
import { ChoiceField } from '../../ui/field.tsx';
import { Flag } from '../../ui/mark.tsx';
import { Problem } from '../../ui/states.tsx';
import type { Stored } from './stored-printer.ts';
import { STATES, whyWords } from './words.ts';

/** A page that names nobody: whether the printer is reached, and whether the frame stands where it should. */
export function TestDialog({ printer: { id, record }, onClose }: { printer: Stored; onClose: () => void }) {
  const [paper, setPaper] = useState<Paper | ''>(record.papers[0] ?? '');
  const test = useWrite('printer.test');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (paper !== '') test.mutate({ id, paper });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Test page on ${record.name}`}
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="stack" onSubmit={send}>
        <ChoiceField
          label="Size"
          name="paper"
          className="pairs"
          value={paper}
          onChange={(v) => setPaper(v as Paper)}
          options={record.papers.map((value) => ({ value, label: PAPERS[value] }))}
        />
        <p className="note">
          The page has a frame 1/8 in from every edge. A frame that is cut off, shifted or smaller means that
          the stock or the scaling is not what was entered.
        </p>
        {test.data && (
          <output>
            <Flag severity={STATES[test.data.state].severity}>{STATES[test.data.state].word}</Flag>{' '}
            {test.data.why !== null && whyWords(test.data.why)}
          </output>
        )}
        <Problem failure={failureIn(test)} />
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn main" disabled={test.isBlocked}>
            {test.isPending ? 'Sending…' : 'Print the test page'}
          </button>
        </span>
      </form>
    </Modal>
  );
}
