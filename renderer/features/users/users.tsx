import { useState } from 'react';
import type { PersonView } from '../../../bridge/people.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { Answer } from '../../ui/states.tsx';
import { UserForm } from './user-form.tsx';
import { UserPanel } from './user-panel.tsx';
import { stateWords } from './user-state.ts';

/** `new`: the form of somebody who is not there yet. */
type Beside = 'new' | string | null;

export function Users() {
  const list = useRead('user.list', {});
  const [beside, setBeside] = useState<Beside>(null);
  const close = () => setBeside(null);
  const person = list.data?.find((u) => u.id === beside);
  return (
    <div className="page">
      <header>
        <h1>Users</h1>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'stations' })}>
          Stations
        </a>
        <a className="btn" href={hashOf({ at: 'policy' })}>
          Sign-in rules
        </a>
        <button type="button" className="btn main" onClick={() => setBeside('new')}>
          New user
        </button>
      </header>
      <div className={beside === null ? 'fill panel' : 'side-grid'}>
        <div className={beside === null ? '' : 'panel'}>
          <Answer of={list} what="users">
            {(users) => <UserTable users={users} open={beside} onOpen={setBeside} />}
          </Answer>
        </div>
        {beside === 'new' && <UserForm onClose={close} />}
        {person && <UserPanel key={person.id} person={person} onClose={close} />}
      </div>
    </div>
  );
}

interface TableProps {
  readonly users: readonly PersonView[];
  readonly open: Beside;
  readonly onOpen: (id: string | null) => void;
}

function UserTable({ users, open, onOpen }: TableProps) {
  const { status } = useSession();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Name</th>
          <th>User name</th>
          <th>Role</th>
          <th>Pharmacist</th>
          <th>Licence</th>
          <th>Badge</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {users.map((u) => (
          <tr key={u.id}>
            <td>
              <button
                type="button"
                className="name-button"
                aria-expanded={open === u.id}
                onClick={() => onOpen(open === u.id ? null : u.id)}
              >
                {u.name}
              </button>
              , {u.credentials}
            </td>
            <td>{u.username}</td>
            <td>{u.role}</td>
            <td>{u.pharmacist ? 'yes' : 'no'}</td>
            <td>{u.licence ?? '–'}</td>
            <td>{u.badge ?? '–'}</td>
            <td>{stateWords(u, status.timeZone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
