import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { failureIn, useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Empty, Problem, Waiting } from '../../ui/states.tsx';

export function PatientList() {
  const mayDraft = useMay('order.draft');
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 150);
  const list = useRead('patient.list', settled === '' ? {} : { search: settled });
  return (
    <div className="page">
      <header>
        <h1>Patients</h1>
        <input
          className="input"
          style={{ width: 300 }}
          aria-label="Search by name, birth date or record number"
          placeholder="Name, birth date or record number"
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
        <span className="grow" />
        {mayDraft && (
          <a className="btn main" href={hashOf({ at: 'patient', id: null })}>
            New patient
          </a>
        )}
      </header>
      <div className="panel fill">
        {list.error ? (
          <div className="pad">
            <Problem failure={failureIn(list)} />
          </div>
        ) : !list.data ? (
          <Waiting what="patients" />
        ) : list.data.length === 0 ? (
          <Empty
            title={settled === '' ? 'No patient on file' : 'Nobody on file by that name, date or number'}
          />
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th>Name</th>
                <th>Born</th>
                <th>Record number</th>
                <th>
                  <span className="sr">Acts</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.data.map((p) => (
                <tr key={p.id}>
                  <td>
                    <a className="name" href={hashOf({ at: 'patient', id: p.id })}>
                      {p.name}
                    </a>
                  </td>
                  <td>{p.birthDate}</td>
                  <td>{p.mrn}</td>
                  <td className="num">
                    {mayDraft && (
                      <a
                        className="btn small"
                        href={hashOf({ at: 'new-order', patientId: p.id })}
                        aria-label={`New order for ${p.name}`}
                      >
                        New order
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
