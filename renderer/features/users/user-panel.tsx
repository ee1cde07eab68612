import { useState } from 'react';
import type { PersonView } from '../../../bridge/people.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { BadgeForm } from './badge-form.tsx';
import { CloseAccount, Period, ResetPassword } from './user-acts.tsx';
import { ResetFactor } from './reset-factor.tsx';
import { EditUser } from './edit-user.tsx';
import { stateWords } from './user-state.ts';

type Act = 'edit' | 'period' | 'reset' | 'factor' | 'close';

/** One person, and what a supervisor may change of them; each change is signed and in the log. */
export function UserPanel({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { user, status } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const done = () => setAct(null);
  const isSelf = person.id === user.id;
  return (
    <section className="panel pad stack" aria-label={person.name}>
      <h2 className="cap">
        {person.name}, {person.credentials}
      </h2>
      <dl className="facts">
        {(
          [
            ['User name', person.username],
            ['Role', person.role + (person.pharmacist && person.role !== 'pharmacist' ? ', pharmacist' : '')],
            ['Licence', person.licence ?? 'none entered'],
            ['State', stateWords(person, status.timeZone)],
            ['Since', instantWords(person.activeFrom, status.timeZone)],
            ['Password', person.oneTimePassword ? 'one-time, not changed yet' : 'their own'],
            ['Second factor', person.hasFactor ? 'set up' : 'none'],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <BadgeForm person={person} />
      {isSelf ? (
        <p className="note">Your own account is changed by another supervisor.</p>
      ) : (
        <div className="stack">
          <button type="button" className="btn" onClick={() => setAct('edit')}>
            Change name, licence or role…
          </button>
          <button type="button" className="btn" onClick={() => setAct('period')}>
            Change when they may sign in…
          </button>
          <button type="button" className="btn" onClick={() => setAct('reset')}>
            Give a one-time password…
          </button>
          {person.hasFactor && (
            <button type="button" className="btn" onClick={() => setAct('factor')}>
              Remove the second factor…
            </button>
          )}
          {person.active && (
            <button type="button" className="btn danger" onClick={() => setAct('close')}>
              Close the account…
            </button>
          )}
        </div>
      )}
      <button type="button" className="btn ghost" onClick={onClose}>
        Back to the list
      </button>
      {act === 'edit' && <EditUser person={person} onClose={done} />}
      {act === 'period' && <Period person={person} onClose={done} />}
      {act === 'reset' && <ResetPassword person={person} onClose={done} />}
      {act === 'factor' && <ResetFactor person={person} onClose={done} />}
      {act === 'close' && <CloseAccount person={person} onClose={done} />}
    </section>
  );
}
