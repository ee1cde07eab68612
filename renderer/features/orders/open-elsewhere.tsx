import { useLive } from '../../query.ts';
import { useSession } from '../../session.ts';
import { wallClock } from '../../ui/dates.ts';

/** Who else has this order open, and where: told, and in nobody's way. */
export function OpenElsewhere({ id }: { id: string }) {
  const { status } = useSession();
  const others = useLive(id)?.others ?? [];
  if (others.length === 0) return null;
  return (
    <output className="question known-now open-elsewhere">
      {others.map(({ name, own, station, since }) => (
        <span key={`${name} ${station}`}>
          Open at <b>{station}</b> by {own ? 'you' : name} since{' '}
          {wallClock(new Date(since), status.timeZone).time}.
        </span>
      ))}
      <span>Who saves second is shown what differs.</span>
    </output>
  );
}
