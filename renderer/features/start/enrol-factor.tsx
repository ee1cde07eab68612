import { useQueryClient } from '@tanstack/react-query';
import type { SeatView } from '../../../bridge/people.ts';
import { setUser, useWrite } from '../../query.ts';
import { FactorForm } from '../account/factor-form.tsx';
import { StartFrame } from './frame.tsx';

/** Where the site asks for a second factor: nothing else is done before its user has set one up. */
export function EnrolFactor({ seat }: { seat: SeatView }) {
  const client = useQueryClient();
  const signOut = useWrite('session.sign-out', () => setUser(client, null));
  return (
    <StartFrame title="A second factor" sub={`${seat.name}, ${seat.credentials}`}>
      <p>
        This pharmacy asks for a code of an app besides your password. Set it up once; from then on a sign-in
        takes both.
      </p>
      <FactorForm seat={seat} onDone={(me) => setUser(client, me)} />
      <button type="button" className="btn ghost" onClick={() => signOut.mutate({})}>
        Sign out
      </button>
    </StartFrame>
  );
}
