import { Modal } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { PARTS } from '../../bridge/parts.ts';
import type { CallFailure } from '../api.ts';
import { TextField } from './field.tsx';
import { FieldIssues } from './issues.ts';
import { Problem, SilentHint } from './states.tsx';

interface SignProps {
  readonly title: string;
  /** what the signature says, in the first person */
  readonly meaning: string;
  /** what is signed */
  readonly facts: readonly (readonly [string, ReactNode])[];
  readonly signer: string;
  readonly act: string;
  readonly busy: boolean;
  readonly failure: CallFailure | null;
  readonly onSign: (password: string) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
  readonly danger?: boolean;
  /** what the person has to look at before they may sign; nothing where there is nothing */
  readonly moved?: ReactNode;
  /** names of the fields among the children, whose refusals they show themselves */
  readonly shown?: readonly string[];
}

/** A signature: what it means, what is signed, by whom, and the password again. Enter signs, Esc leaves. */
export function SignDialog({
  title,
  meaning,
  facts,
  signer,
  act,
  busy,
  failure,
  onSign,
  onClose,
  children,
  danger,
  shown = [],
  moved = null,
}: SignProps) {
  const [password, setPassword] = useState('');
  const issues = FieldIssues.of(failure);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (moved !== null) return;
    onSign(password);
    setPassword('');
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={520}
      closeButtonProps={{ 'aria-label': 'Close without signing' }}
    >
      <form className="stack" onSubmit={send}>
        <dl className="facts">
          {facts.map(([name, value], i) => (
            // Two limits have a line “in any” each.
            <div key={`${i}:${name}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {moved}
        {children}
        <p className="meaning">{meaning}</p>
        <TextField
          label={`Password of ${signer}`}
          name="password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          issues={issues.at('password')}
          first={children === undefined}
        />
        <Problem
          failure={failure}
          shown={['password', ...(moved === null ? [] : PARTS.map((part) => `shown.${part}`)), ...shown]}
        />
        <SilentHint />
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className={`btn ${danger ? 'danger' : 'main'}`}
            disabled={busy || password === '' || moved !== null}
          >
            {act}
          </button>
        </span>
      </form>
    </Modal>
  );
}
