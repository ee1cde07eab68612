import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useRead } from '../../query.ts';
import { useSession } from '../../session.ts';
import { say } from '../../ui/say.ts';
import { FactorForm } from './factor-form.tsx';

const ASKED = {
  nobody: 'This pharmacy does not ask for one now: it is kept for the day on which it does.',
  supervisors: 'This pharmacy asks its supervisors for one at sign-in.',
  everybody: 'This pharmacy asks for one at sign-in.',
};

/** The second factor of the person who sits here. It is asked for at sign-in, never for a signature. */
export function FactorPanel() {
  const client = useQueryClient();
  const { user } = useSession();
  const seat = useRead('session.me', {});
  const policy = useRead('policy.get', {});
  const [times, setTimes] = useState(0);
  const hasFactor = seat.data?.hasFactor === true;
  return (
    <section className="panel pad stack" aria-label="Second factor of the account">
      <h2 className="cap">Second factor</h2>
      <p className="note">
        A code of an app, besides the password. {policy.data && ASKED[policy.data.settings.secondFactor]}{' '}
        {hasFactor ? 'Yours is set up.' : 'You have none.'}
      </p>
      <FactorForm
        key={`${user.id} ${times}`}
        seat={{ hasFactor }}
        onDone={(me) => {
          client.setQueryData(['session.me', {}], me);
          setTimes(times + 1);
          say('The second factor is set up.');
        }}
      />
    </section>
  );
}
