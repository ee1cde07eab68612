import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { BackupFile } from '../../../bridge/backup.ts';
import type { Output } from '../../../bridge/contract.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn, RESTORE } from '../../query.ts';
import { AreaField, TextField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';

type Restored = Output<'backup.restore'>;
const SHOWN = ['passphrase', 'username', 'password', 'reason', 'file'];

interface Props {
  readonly file: BackupFile;
  readonly command: 'backup.restore' | 'recovery.restore';
  readonly onClose: () => void;
}

/**
 * The way back, step by step: what will happen, the passphrase, the signature of a supervisor whom the backup knows,
 * and what came of it. Afterwards nobody is signed in, so the page is begun anew.
 */
export function RestoreDialog({ file, command, onClose }: Props) {
  const {
    draft: form,
    setDraft: setForm,
    fields,
  } = useDraft({ passphrase: '', username: '', password: '', reason: '' });
  const restore = useMutation<Restored, CallFailed>({
    mutationKey: RESTORE,
    mutationFn: () => call(command, { file: file.file, ...form }),
    onError: () => setForm((f) => ({ ...f, password: '' })),
  });
  const failure = failureIn(restore);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const send = (event: FormEvent) => {
    event.preventDefault();
    restore.mutate();
  };
  if (restore.data) return <Done restored={restore.data} />;
  return (
    <Modal
      opened
      onClose={() => !restore.isPending && onClose()}
      title="Restore a backup"
      size={560}
      closeButtonProps={{ 'aria-label': 'Close without restoring' }}
    >
      <form className="stack" onSubmit={send}>
        <ol className="steps">
          <li>The backup is put back beside the data in use and checked: pages, chain, every open order.</li>
          <li>Only if it holds together does it take the place of the data in use.</li>
          <li>A data file that is replaced is kept under another name, and everybody signs in again.</li>
        </ol>
        <p className="problem">
          <span>
            <b>What was entered after this backup is not in it</b>: events after number{' '}
            {file.events.toLocaleString('en-US')} are lost to it, and stay only in the file that was in use,
            where there still is one.
          </span>
        </p>
        <TextField label="Passphrase of the backup" {...field('passphrase')} type="password" first />
        <AreaField label="Reason" {...field('reason')} />
        <p className="meaning">I put the data back to the time of this backup.</p>
        <TextField
          label="User name of a supervisor of that time"
          {...field('username')}
          autoComplete="username"
        />
        <TextField
          label="Their password of that time"
          {...field('password')}
          type="password"
          autoComplete="current-password"
        />
        <Problem failure={failure} shown={SHOWN.filter((name) => name !== 'file')} />
        {restore.isPending && <output className="note">Putting it back and checking it…</output>}
        <span className="row end">
          <button type="button" className="btn" disabled={restore.isPending} onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className="btn danger"
            disabled={restore.isPending || Object.values(form).includes('')}
          >
            Restore
          </button>
        </span>
      </form>
    </Modal>
  );
}

const again = () => window.location.reload();

function Done({ restored: { replaced, check } }: { restored: Restored }) {
  return (
    <Modal opened onClose={again} title="Restored" size={520} closeButtonProps={{ 'aria-label': 'Go on' }}>
      <div className="stack">
        <p>
          {check.events.toLocaleString('en-US')} events, {check.openOrders} open{' '}
          {check.openOrders === 1 ? 'order' : 'orders'} computed again. The restore itself is the next event.
        </p>
        <p>
          What was in use before is kept beside it as <span className="mono">{replaced}</span>.
        </p>
        <span className="row end">
          <button type="button" className="btn main" data-autofocus onClick={again}>
            Sign in again
          </button>
        </span>
      </div>
    </Modal>
  );
}
