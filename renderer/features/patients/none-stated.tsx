import type { PatientRecord } from '../../../bridge/records.ts';
import { useSession } from '../../session.ts';
import { today } from '../../ui/dates.ts';

export type Statement = PatientRecord['noKnownAllergies'] | null;

/** Nothing listed is not asked, until somebody states that there is nothing to list. */
export function NoneStated({
  what,
  none,
  onNone,
}: {
  what: string;
  none: Statement;
  onNone: (none: Statement) => void;
}) {
  const { user, status } = useSession();
  if (none)
    return (
      <p className="note">
        {what}, stated by <em>{none.by}</em> on {none.on}{' '}
        <button
          type="button"
          className="btn small ghost"
          onClick={() => onNone(null)}
          aria-label={`Take back: ${what.toLowerCase()}`}
        >
          Take back
        </button>
      </p>
    );
  return (
    <>
      <p className="note">Not asked yet.</p>
      <span>
        <button
          type="button"
          className="btn small"
          onClick={() => onNone({ by: user.name, on: today(status.timeZone) })}
        >
          {what}
        </button>
      </span>
    </>
  );
}
