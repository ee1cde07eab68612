import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import type { PatientLine } from '../../../bridge/records.ts';
import { failureIn, useRead } from '../../query.ts';
import { hashOf, type Place } from '../../router.ts';
import { PAGE, Pager } from '../../ui/pager.tsx';
import { Empty, Problem, Waiting } from '../../ui/states.tsx';

interface Props {
  readonly title: string;
  /** stands at the end of the heading */
  readonly head?: ReactNode;
  /** stands above the list */
  readonly above?: ReactNode;
  /** where the name of a patient leads */
  readonly to: (p: PatientLine) => Place;
  readonly acts?: (p: PatientLine) => ReactNode;
  /** what to do while nobody is on file */
  readonly empty?: ReactNode;
}

/** The patients on file, page by page, found by any part of a name, a birth date or a record number. */
export function PatientSearch({ title, head, above, to, acts, empty }: Props) {
  const [search, setSearch] = useState('');
  const [from, setFrom] = useState(0);
  const [settled] = useDebouncedValue(search, 150);
  const list = useRead('patient.list', { ...(settled !== '' && { search: settled }), from, limit: PAGE });
  return (
    <div className="page">
      <header>
        <h1>{title}</h1>
        <input
          className="input"
          style={{ width: 300 }}
          aria-label="Search by name, birth date or record number"
          placeholder="Name, birth date or record number"
          maxLength={80}
          value={search}
          onChange={(e) => {
            setSearch(e.currentTarget.value);
            setFrom(0);
          }}
        />
        <span className="grow" />
        {head}
      </header>
      {above}
      <div className="panel fill">
        {list.error ? (
          <div className="pad">
            <Problem failure={failureIn(list)} />
          </div>
        ) : !list.data ? (
          <Waiting what="patients" />
        ) : list.data.total === 0 ? (
          <Empty
            title={settled === '' ? 'No patient on file' : 'Nobody on file by that name, date or number'}
          >
            {settled === '' && empty}
          </Empty>
        ) : (
          <>
            <table className="table">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Born</th>
                  <th>Record number</th>
                  {acts && (
                    <th>
                      <span className="sr">Acts</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {list.data.patients.map((p) => (
                  <tr key={p.id} className={acts ? undefined : 'rowlink'}>
                    <td>
                      <a className="name" href={hashOf(to(p))}>
                        {p.name}
                      </a>
                      {p.merged && <span className="note"> merged into another record</span>}
                    </td>
                    <td>{p.birthDate}</td>
                    <td>{p.mrn}</td>
                    {acts && <td className="num">{!p.merged && acts(p)}</td>}
                  </tr>
                ))}
              </tbody>
            </table>
            <Pager
              {...list.data}
              from={from}
              shown={list.data.patients.length}
              what="patients"
              onPage={setFrom}
            />
          </>
        )}
      </div>
    </div>
  );
}
