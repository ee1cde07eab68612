import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMinutesAhead } from '../../host-clock.ts';
import { useMay, useSession } from '../../session.ts';
import { clockWords } from '../../ui/clock-words.ts';
import { instantWords } from '../../ui/dates.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';

/** Above every room while the clock does not fit the log: what it says, what waits for it, and who ends it. */
export function ClockNotice() {
  const { status } = useSession();
  const { data = status } = useRead('system.status', {}, { refetchInterval: 60_000 });
  const mayConfirm = useMay('administer');
  const [asking, setAsking] = useState(false);
  const { clock } = data;
  if (clock === null) return null;
  return (
    <div className="problem banner" role="alert">
      <span>
        {clockWords(clock, data.timeZone)} Until {mayConfirm ? 'you confirm it' : 'a supervisor confirms it'},
        or it is set right, nothing is prepared or printed, and the days on which people begin or end to work
        here can not be changed.
      </span>
      {mayConfirm && (
        <button type="button" className="btn small" onClick={() => setAsking(true)}>
          Confirm the time…
        </button>
      )}
      {asking && <Confirm onClose={() => setAsking(false)} />}
    </div>
  );
}

/** The clock of a station may be anything: what is written down is the host's time, and a person who looks at this screen must know. */
export function StationClockNotice() {
  const ahead = useMinutesAhead();
  if (ahead === 0) return null;
  return (
    <div className="problem banner" role="alert">
      The clock of this station is {Math.abs(ahead)} minutes {ahead > 0 ? 'ahead of' : 'behind'} the
      pharmacy’s. Times in the log and on paper are the pharmacy’s: set this clock right.
    </div>
  );
}

function Confirm({ onClose }: { onClose: () => void }) {
  const { status } = useSession();
  const client = useQueryClient();
  // The clock that is in doubt is the host's, not that of the window.
  const now = useRead('system.status', {}, { refetchInterval: 5_000 }).data?.clock?.now;
  const confirm = useWrite('clock.confirm', () => {
    void client.invalidateQueries({ queryKey: ['system.status', {}] });
    say('The time is confirmed.');
    onClose();
  });
  return (
    <SignDialog
      title="Confirm the time"
      meaning="I have looked at another clock: this one is right."
      facts={[['This machine says', now === undefined ? '–' : instantWords(now, status.timeZone)]]}
      signer={useSigner()}
      act="Confirm"
      busy={confirm.isBlocked}
      failure={failureIn(confirm)}
      onSign={(password) => confirm.mutate({ password })}
      onClose={onClose}
    />
  );
}
