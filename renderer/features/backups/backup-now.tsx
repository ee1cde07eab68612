import type { BackupProgress } from '../../../bridge/backup.ts';
import { failureIn, useWrite } from '../../query.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';

const STEPS: Readonly<Record<BackupProgress['step'], string>> = {
  copy: 'Copying the data',
  encrypt: 'Encrypting',
  'put-back': 'Putting it back, to see',
  check: 'Computing the open orders again',
};

/** A backup by hand, and how far the one is that is under way, whoever began it. */
export function BackupNow({ running }: { running: BackupProgress | null }) {
  const make = useWrite('backup.make', ({ check }) =>
    say(
      `Made, put back and checked: ${check.events} events, ${check.openOrders} open ${check.openOrders === 1 ? 'order' : 'orders'} computed again.`,
    ),
  );
  return (
    <>
      <Problem failure={failureIn(make)} />
      {running ? (
        <span className="row">
          <output className="note">{STEPS[running.step]}…</output>
          <progress aria-label="Backup" value={running.done} max={Math.max(running.total, 1)} />
        </span>
      ) : (
        <button type="button" className="btn main" disabled={make.isBlocked} onClick={() => make.mutate({})}>
          Back up now
        </button>
      )}
    </>
  );
}
