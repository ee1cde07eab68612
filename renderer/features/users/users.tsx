import { useState } from 'react';
import { failureIn, useRead } from '../../query.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { UserForm } from './user-form.tsx';

export function Users() {
  const list = useRead('user.list', {});
  const [adding, setAdding] = useState(false);
  return (
    <div className="page">
      <header>
        <h1>Users</h1>
        <span className="grow" />
        <button type="button" className="btn main" onClick={() => setAdding(true)}>
          New user
        </button>
      </header>
      <div className={adding ? 'side-grid' : 'fill panel'}>
        <div className={adding ? 'panel' : ''}>
          {list.error ? (
            <div className="pad">
              <Problem failure={failureIn(list)} />
            </div>
          ) : !list.data ? (
            <Waiting what="users" />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>User name</th>
                  <th>Role</th>
                  <th>Pharmacist</th>
                  <th>Licence</th>
                  <th>State</th>
                </tr>
              </thead>
              <tbody>
                {list.data.map((u) => (
                  <tr key={u.id}>
                    <td>
                      <span className="strong">{u.name}</span>, {u.credentials}
                    </td>
                    <td>{u.username}</td>
                    <td>{u.role}</td>
                    <td>{u.pharmacist ? 'yes' : 'no'}</td>
                    <td>{u.licence ?? '–'}</td>
                    <td>{u.active ? 'active' : 'closed'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
        {adding && <UserForm onClose={() => setAdding(false)} />}
      </div>
    </div>
  );
}
