import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import type { PatientLine } from '../../../bridge/records.ts';
import { failureIn, useRead } from '../../query.ts';
import { go, hashOf, type Place } from '../../router.ts';
import { PAGE, Pager } from '../../ui/pager.tsx';
import { Empty, Problem, Waiting } from '../../ui/states.tsx';

interface Props {
  readonly title: string;
  /** the page is for choosing: its search has the cursor, and Enter takes the only one that is found */
  readonly typesFirst?: boolean;
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
export function PatientSearch({ title, typesFirst = false, head, above, to, acts, empty }: Props) {
  const [search, setSearch] = useState('');
  const [from, setFrom] = useState(0);
  const [settled] = useDebouncedValue(search, 150);
  // Enter comes before the list of what was typed last: it is taken when that is there, and only where it is one person.
  const [taken, setTaken] = useState<string | null>(null);
  const list = useRead('patient.list', { ...(settled !== '' && { search: settled }), from, limit: PAGE });
  const only =
    list.data && !list.isPlaceholderData && list.data.total === 1 ? list.data.patients[0] : undefined;
  const isTaken = taken !== null && taken !== '' && taken === settled && only !== undefined && !only.merged;
  const takes = useEffectEvent(() => only && go(to(only)));
  useEffect(() => {
    if (isTaken) takes();
  }, [isTaken]);
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
          ref={typesFirst ? focusFirst : null}
          onKeyDown={(e) => {
            if (typesFirst && e.key === 'Enter') setTaken(search);
          }}
          onChange={(e) => {
            setSearch(e.currentTarget.value);
            setFrom(0);
            setTaken(null);
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

const focusFirst = (input: HTMLInputElement | null): void => input?.focus();
