import { useEffect, useState } from 'react';
import { downtimeIn } from '../../downtime.ts';
import { useQueryClient } from '@tanstack/react-query';
import { shownAsOf } from '../../query.ts';
import { refusalWords, type Refusal } from '../../../words/refusal.ts';
import { useSession } from '../../session.ts';
import { useSilence, useSlowSince } from '../../site-silent.ts';
import { agoWords, wallClock } from '../../ui/dates.ts';
import { DowntimeDialog } from './downtime-dialog.tsx';

/** Above every room while no answer comes: since when, how old what is shown is, and what can not be done. */
export function SilentNotice() {
  const silence = useSilence();
  return silence === null ? null : <Told lastAnswer={silence.lastAnswer} why={silence.why} />;
}

/** Which pharmacy this is; while its host is slow to answer, that it is. In one place, so that nothing moves. */
export function BarNote() {
  const since = useSlowSince();
  const { status } = useSession();
  if (since !== null)
    return (
      <output className="note" aria-label="Slow answer">
        The pharmacy’s host answers slowly: waiting since {wallClock(new Date(since), status.timeZone).time}
      </output>
    );
  return (
    <span className="note">
      {status.pharmacy === '' ? 'Pharmacy not entered yet' : status.pharmacy} · rule set {status.ruleSet}
    </span>
  );
}

function Told({ lastAnswer, why }: { lastAnswer: number; why: Refusal | null }) {
  const { status } = useSession();
  const client = useQueryClient();
  const [now, setNow] = useState(lastAnswer);
  const [shows, setShows] = useState(false);
  useEffect(() => {
    const look = () => setNow(Date.now());
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, []);
  const asOf = shownAsOf(client, lastAnswer);
  const downtime = downtimeIn(client);
  return (
    <div className="problem banner" role="alert" aria-label="No answer">
      <span>
        <b>{why === null ? 'The pharmacy’s host does not answer.' : refusalWords(why)}</b> What stands here is
        as of {wallClock(new Date(asOf), status.timeZone).time}, {agoWords(now - asOf)}: read only. Nothing is
        saved, signed or printed, and nothing waits to be; what you typed stays here.
      </span>
      {why !== null && (
        <button type="button" className="btn small" onClick={() => location.reload()}>
          Look into it, without what was typed…
        </button>
      )}
      {downtime === null ? (
        <span>This window has no downtime sheets.</span>
      ) : (
        <button type="button" className="btn small" onClick={() => setShows(true)}>
          Downtime sheets ({downtime.sheets.length})…
        </button>
      )}
      {shows && downtime !== null && (
        <DowntimeDialog downtime={downtime} now={now} onClose={() => setShows(false)} />
      )}
    </div>
  );
}
