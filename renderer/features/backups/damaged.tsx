import { useState } from 'react';
import type { BackupFile } from '../../../bridge/backup.ts';
import type { Output } from '../../../bridge/contract.ts';
import { refusalWords } from '../../../words/refusal.ts';
import { Mark } from '../../ui/logo.tsx';
import { KeyForm } from '../key/key-form.tsx';
import { SignInForm } from '../start/sign-in.tsx';
import { BackupList } from './backup-list.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

type Damage = NonNullable<Output<'system.status'>['damaged']>;

/** Where the data file can not be used: what that means, what is left, and the way to the last good backup. */
export function Damaged({ damage }: { damage: Damage }) {
  const [file, setFile] = useState<BackupFile | null>(null);
  const newest = damage.backups[0];
  const isGone = damage.code === 'data-file-gone';
  if (damage.code === 'data-file-moved') return <MovedAway at={damage.movedAt} />;
  const isLocked = !isGone && damage.code !== 'data-file-damaged';
  // Nothing can be read that would say where the pharmacy stands: the clock of this machine is as good as any.
  const zone = new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  return (
    <main className="start">
      <div className="start-card panel wide-card">
        <div className="start-head">
          <Mark size={34} />
          <div>
            <h1>
              {isLocked
                ? 'The data file does not open here'
                : isGone
                  ? 'The data file is gone'
                  : 'The data file is damaged'}
            </h1>
            <p className="note">
              {isLocked
                ? 'It is encrypted, and stays as it is. Nothing says that anything in it is lost.'
                : isGone
                  ? 'What stands beside it says that this pharmacy has worked here. No empty one is made in its place.'
                  : 'Nothing is changed while it is. It stays as it is, and is kept.'}
            </p>
          </div>
        </div>
        <p>
          {isLocked
            ? refusalWords({ code: damage.code, given: null, accepted: '' })
            : isGone
              ? 'Look whether it was moved, or whether its drive is plugged in.'
              : `Its pages do not hold together (${damage.code}).`}{' '}
          Do not prepare from memory. Work on paper from the printed labels and pump sheets until the data is
          back.
        </p>
        {isLocked && damage.code !== 'data-file-clear' && <KeyForm />}
        {newest ? (
          <>
            <p>
              A backup is the way back. The newest one is the first; what was entered after it is only in the{' '}
              {isLocked ? 'present' : isGone ? 'lost' : 'damaged'} file.
            </p>
            <BackupList files={damage.backups} zone={zone} onAct={(_, f) => setFile(f)} restoreOnly />
          </>
        ) : (
          <p className="problem" role="alert">
            {damage.folder === null
              ? 'No folder of backups is known here. Put a backup into the data folder and open this page again, or put that folder back from a copy of the whole disk, and tell support.'
              : `No backup is in ${damage.folder}. Plug in the drive that holds it, and open this page again.`}
          </p>
        )}
        {damage.readable && (
          <section className="stack" aria-labelledby="look">
            <h2 id="look">Look at what still reads</h2>
            <p className="note">
              Whoever worked here signs in with their own password: worklist, orders, patients and log, read
              only. What is shown may be incomplete or wrong. Who looks is noted beside the file.
            </p>
            <SignInForm does="Look, read only" />
          </section>
        )}
        <button type="button" className="btn wide" onClick={() => window.location.reload()}>
          {isLocked ? 'Try to open it again' : isGone ? 'Look for the file again' : 'Read the file again'}
        </button>
      </div>
      {file && <RestoreDialog file={file} command="recovery.restore" onClose={() => setFile(null)} />}
    </main>
  );
}

/** Where the data went to a database: no way back by a backup, which would be a second pharmacy beside the live one. */
function MovedAway({ at }: { at: string | null }) {
  return (
    <main className="start">
      <div className="start-card panel wide-card">
        <div className="start-head">
          <Mark size={34} />
          <div>
            <h1>The data went to a site</h1>
            <p className="note">Nothing is lost, and nothing is to be restored here.</p>
          </div>
        </div>
        <p role="alert">{refusalWords({ code: 'data-file-moved', given: at, accepted: '' })}</p>
        <ul>
          <li>
            To work: open the address of the site. Its host is started with <code>meniscus serve --db</code>.
          </li>
          <li>
            To bring the data back into this folder: <code>meniscus move --from</code>, with the address of
            that database.
          </li>
          <li>
            If the move was cut off and the database holds nothing: give <code>meniscus.db.moved</code> and
            its note <code>meniscus.db.moved.head</code> back their names <code>meniscus.db</code> and{' '}
            <code>meniscus.head</code>.
          </li>
        </ul>
        <button type="button" className="btn wide" onClick={() => window.location.reload()}>
          Look again
        </button>
      </div>
    </main>
  );
}
