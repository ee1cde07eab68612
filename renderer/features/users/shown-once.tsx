import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly done: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What is read out once, is good once, and stands nowhere afterwards. */
export function ShownOnce({ title, text, done, onClose, children }: Props) {
  return (
    <Modal opened onClose={onClose} title={title} size={460} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        <p>{children} It is shown here only, and kept nowhere.</p>
        <output className="one-time mono">{text}</output>
        <span className="row end">
          <button type="button" className="btn main" data-autofocus onClick={onClose}>
            {done}
          </button>
        </span>
      </div>
    </Modal>
  );
}
