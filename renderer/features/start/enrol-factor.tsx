import { useQueryClient } from '@tanstack/react-query';
import type { SeatView } from '../../../bridge/people.ts';
import { setUser, useWrite } from '../../query.ts';
import { FactorForm } from '../account/factor-form.tsx';
import { StartFrame } from './frame.tsx';

interface Props {
  readonly seat: SeatView;
  /** it is set up, and its recovery codes are on the screen */
  readonly onMade: (user: string) => void;
  readonly onEnd: () => void;
}

/** Where the site asks for a second factor: nothing else is done before its user has set one up. */
export function EnrolFactor({ seat, onMade, onEnd }: Props) {
  const client = useQueryClient();
  const end = (me: SeatView | null) => {
    onEnd();
    setUser(client, me);
  };
  const signOut = useWrite('session.sign-out', () => end(null));
  return (
    <StartFrame title="A second factor" sub={`${seat.name}, ${seat.credentials}`}>
      <p>
        This pharmacy asks for a code of an app besides your password. Set it up once; from then on a sign-in
        takes both.
      </p>
      <FactorForm seat={seat} onMade={() => onMade(seat.id)} onDone={end} />
      <button type="button" className="btn ghost" onClick={() => signOut.mutate({})}>
        Sign out
      </button>
    </StartFrame>
  );
}
