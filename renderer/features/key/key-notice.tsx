import { useRead } from '../../query.ts';
import { go } from '../../router.ts';
import { useMay, useSession } from '../../session.ts';

/** Above every room of a supervisor, as long as nothing on paper opens the data file. */
export function KeyNotice() {
  const mayMake = useMay('administer');
  const { status } = useSession();
  const { data } = useRead('key.status', {}, { enabled: mayMake && status.damaged === null });
  if (!mayMake || data === undefined || data.recovery) return null;
  return (
    <div className="problem banner" role="alert">
      <span>
        There is no recovery code. If this machine or its account is lost, only a backup with its passphrase
        brings the data back.
      </span>
      <button type="button" className="btn small" onClick={() => go({ at: 'backups' })}>
        Make one…
      </button>
    </div>
  );
}
