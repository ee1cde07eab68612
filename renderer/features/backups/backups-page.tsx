import { useState } from 'react';
import type { BackupFile } from '../../../bridge/backup.ts';
import type { Output } from '../../../bridge/contract.ts';
import { useRead } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Answer } from '../../ui/states.tsx';
import { NewCode } from '../key/new-code.tsx';
import { BackupList } from './backup-list.tsx';
import { BackupNow } from './backup-now.tsx';
import { CheckDialog } from './check-dialog.tsx';
import { failureWord } from './failure-word.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { SettingsForm } from './settings-form.tsx';

/** Backups by schedule and by hand, a look into one, and the way back. */
export function BackupsPage() {
  const status = useRead('backup.status', {}, { refetchWhile: (s) => s?.running !== null });
  return (
    <Answer of={status} what="the backups">
      {(known) => <Backups known={known} />}
    </Answer>
  );
}

function Backups({ known: { settings, files, running, lastFailure } }: { known: Output<'backup.status'> }) {
  const { status: system } = useSession();
  const [dialog, setDialog] = useState<{ act: 'check' | 'restore'; file: BackupFile } | null>(null);
  const newest = files.find((f) => f.authentic);
  const close = () => setDialog(null);
  return (
    <div className="page">
      <header>
        <h1>Backups</h1>
        <span className="note">
          {settings === null
            ? 'None are made before a folder and a passphrase are set.'
            : newest
              ? `The last good one is of ${instantWords(newest.at, system.timeZone)}.`
              : 'There is none yet.'}
        </span>
        <span className="grow" />
        {settings !== null && <BackupNow running={running} />}
      </header>
      {lastFailure !== null && (newest === undefined || lastFailure.at > newest.at) && (
        <p className="problem" role="alert">
          The scheduled backup of {instantWords(lastFailure.at, system.timeZone)} was not made:{' '}
          {failureWord(lastFailure.code)}.
        </p>
      )}
      <div className="side-grid">
        <section className="panel" aria-label="Backups that are there">
          <BackupList files={files} zone={system.timeZone} onAct={(act, file) => setDialog({ act, file })} />
        </section>
        <div className="stack">
          <SettingsForm key={JSON.stringify(settings)} known={settings} />
          <NewCode />
        </div>
      </div>
      {dialog?.act === 'check' && <CheckDialog file={dialog.file} onClose={close} />}
      {dialog?.act === 'restore' && (
        <RestoreDialog file={dialog.file} command="backup.restore" onClose={close} />
      )}
    </div>
  );
}
