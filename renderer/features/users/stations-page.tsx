import { useState } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { StationView } from '../../../bridge/stations.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import { ShownOnce } from './shown-once.tsx';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';
import { Answer } from '../../ui/states.tsx';

/** The computers at which this pharmacy is opened over its network: who let each in, and how one is put out. */
export function StationsPage() {
  // A station that is enrolled elsewhere shows while its code is still on this screen.
  const list = useRead('station.list', {}, { refetchInterval: 10_000 });
  const [isInviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<StationView | null>(null);
  return (
    <div className="page">
      <header>
        <h1>Stations</h1>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'users' })}>
          Users
        </a>
        <button type="button" className="btn main" onClick={() => setInviting(true)}>
          New code…
        </button>
      </header>
      <div className="fill panel">
        <Answer of={list} what="the stations">
          {(stations) =>
            stations.length === 0 ? (
              <p className="pad note">
                No station. Make a code, open the address of the site at the other computer, and enter the
                code there.
              </p>
            ) : (
              <StationTable stations={stations} onWithdraw={setLeaving} />
            )
          }
        </Answer>
      </div>
      {isInviting && <Invite onClose={() => setInviting(false)} />}
      {leaving && <Withdraw station={leaving} onClose={() => setLeaving(null)} />}
    </div>
  );
}

interface TableProps {
  readonly stations: readonly StationView[];
  readonly onWithdraw: (station: StationView) => void;
}

function StationTable({ stations, onWithdraw }: TableProps) {
  const zone = useSession().status.timeZone;
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Station</th>
          <th>State</th>
          <th>Code made by</th>
          <th aria-label="What can be done" />
        </tr>
      </thead>
      <tbody>
        {stations.map((s) => (
          <tr key={s.id}>
            <td>
              {s.name ?? '–'}
              {s.here && ' (this one)'}
            </td>
            <td>{stateWords(s, zone)}</td>
            <td>
              {s.madeBy}, {instantWords(s.at, zone)}
            </td>
            <td>
              {(s.state === 'waiting' || (s.state === 'enrolled' && !s.here)) && (
                <button
                  type="button"
                  className="btn small"
                  aria-label={s.name === null ? 'Take the code back' : `Withdraw ${s.name}`}
                  onClick={() => onWithdraw(s)}
                >
                  {s.name === null ? 'Take back…' : 'Withdraw…'}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function stateWords(s: StationView, zone: string): string {
  switch (s.state) {
    case 'waiting':
      return `its code is good until ${instantWords(s.until, zone)}`;
    case 'lapsed':
      return 'nobody used the code';
    case 'enrolled':
      return `enrolled ${instantWords(s.enrolledAt ?? s.at, zone)}`;
    case 'withdrawn':
      return `withdrawn ${instantWords(s.withdrawnAt ?? s.at, zone)} by ${s.withdrawnBy ?? '–'}: ${s.reason ?? ''}`;
  }
}

function Invite({ onClose }: { onClose: () => void }) {
  const invite = useWrite('station.invite');
  const signer = useSigner();
  if (invite.data) return <Code made={invite.data} onClose={onClose} />;
  return (
    <SignDialog
      title="A code for a new station"
      meaning="Whoever enters this code at the address of the site makes that browser a station of this pharmacy."
      facts={[
        ['Good', 'once, for 15 minutes'],
        ['There', 'people sign in with their own password, as here'],
      ]}
      signer={signer}
      act="Make the code"
      busy={invite.isBlocked}
      failure={failureIn(invite)}
      onSign={(password) => invite.mutate({ password })}
      onClose={onClose}
    />
  );
}

function Code({ made, onClose }: { made: Output<'station.invite'>; onClose: () => void }) {
  const { status } = useSession();
  return (
    <ShownOnce title="Code for a new station" text={made.code} done="Done" onClose={onClose}>
      Good once, until {instantWords(made.until, status.timeZone)}. Open {siteAddress()} at the new station
      and enter it there.
    </ShownOnce>
  );
}

/** As this station itself was opened; on the machine of the site it is what `meniscus serve` printed. */
const siteAddress = () => (location.protocol === 'https:' ? location.origin : 'the address of the site');

function Withdraw({ station, onClose }: { station: StationView; onClose: () => void }) {
  const withdraw = useWrite('station.withdraw', onClose);
  const isCode = station.name === null;
  return (
    <ReasonSignDialog
      title={isCode ? 'Take the code back' : 'Withdraw the station'}
      meaning={
        isCode
          ? 'Nobody becomes a station with this code.'
          : 'From now on nothing is done from this station, and who is signed in there is signed out.'
      }
      facts={[isCode ? ['Code made by', station.madeBy] : ['Station', station.name ?? '']]}
      act={isCode ? 'Take it back' : 'Withdraw'}
      busy={withdraw.isBlocked}
      failure={failureIn(withdraw)}
      onSign={(signed) => withdraw.mutate({ id: station.id, ...signed })}
      onClose={onClose}
      danger
    />
  );
}
