import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { BackupCheck, BackupFile } from '../../../bridge/backup.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Flag } from '../../ui/mark.tsx';
import { Problem } from '../../ui/states.tsx';

/** Puts a backup back into a temporary file and says whether it holds together. Nothing in use is touched. */
export function CheckDialog({ file, onClose }: { file: BackupFile; onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('');
  const check = useMutation<BackupCheck, CallFailed, string>({
    mutationFn: (secret) => call('backup.check', { file: file.file, passphrase: secret }),
  });
  const failure = failureIn(check);
  const send = (event: FormEvent) => {
    event.preventDefault();
    check.mutate(passphrase);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Check a backup"
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="stack" onSubmit={send}>
        <p className="note mono">{file.file}</p>
        <TextField
          label="Passphrase of the backup"
          name="passphrase"
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          issues={FieldIssues.of(failure).at('passphrase')}
          first
        />
        <Problem failure={failure} shown={['passphrase']} />
        {check.isPending && (
          <output className="note">Putting it back and computing its open orders again…</output>
        )}
        {check.data && <Checked check={check.data} />}
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn main" disabled={check.isPending || passphrase === ''}>
            Check
          </button>
        </span>
      </form>
    </Modal>
  );
}

function Checked({ check }: { check: BackupCheck }) {
  if (check.problems.length === 0)
    return (
      <output className="stack">
        <Flag severity="pass">it holds together</Flag>
        <span className="note">
          pages, foreign keys and the chain of {check.events.toLocaleString('en-US')} events;{' '}
          {check.openOrders} open {check.openOrders === 1 ? 'order' : 'orders'} computed again, all alike
        </span>
      </output>
    );
  return (
    <div className="problem" role="alert">
      <b>It does not hold together</b>
      {check.problems.map((p) => (
        <div key={p}>{p}</div>
      ))}
    </div>
  );
}
