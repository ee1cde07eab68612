import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { shownAsOf } from '../../query.ts';
import { useSession } from '../../session.ts';
import { useSilence } from '../../site-silent.ts';
import { wallClock } from '../../ui/dates.ts';

/** Above every room while no answer comes: since when, how old what is shown is, and what can not be done. */
export function SilentNotice() {
  const silence = useSilence();
  return silence === null ? null : <Told lastAnswer={silence.lastAnswer} />;
}

function Told({ lastAnswer }: { lastAnswer: number }) {
  const { status } = useSession();
  const client = useQueryClient();
  const [now, setNow] = useState(lastAnswer);
  useEffect(() => {
    const look = () => setNow(Date.now());
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, []);
  const asOf = shownAsOf(client, lastAnswer);
  const minutes = Math.floor((now - asOf) / 60_000);
  const age = minutes < 1 ? 'less than a minute ago' : `${minutes} min ago`;
  return (
    <div className="problem banner" role="alert" aria-label="No answer">
      <span>
        <b>The pharmacy’s host does not answer.</b> What stands here is as of{' '}
        {wallClock(new Date(asOf), status.timeZone).time}, {age}: read only. Nothing is saved, signed or
        printed, and nothing waits to be; what you typed stays here.
      </span>
    </div>
  );
}
