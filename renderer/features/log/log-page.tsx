import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay, useSession } from '../../session.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { Answer, Empty, Problem } from '../../ui/states.tsx';
import { ChainState } from './chain-state.tsx';
import { EventTable } from './event-table.tsx';
import { useSigning } from '../../ui/signing.ts';
import { ExportJob } from './export-job.tsx';
import { ExportSignature } from './export-signature.tsx';
import { countWords, filterOf, NONE, type Typed } from './filter.ts';
import { FILTER_PATHS, FilterFields } from './filter-fields.tsx';

const PAGE = 100;
const CSV = { kind: 'audit', format: 'csv', identifiers: 'full' } as const;

export function LogPage() {
  const { status } = useSession();
  const mayExport = useMay('administer');
  const [typed, setTyped] = useState(NONE);
  /** a new number begins the fields anew: the picked patient's name stands only in its own field */
  const [clears, setClears] = useState(0);
  const [settled] = useDebouncedValue(typed, 200);
  const [before, setBefore] = useState<number | null>(null);
  const filter = filterOf(settled, status.timeZone);
  const list = useRead('log.list', { filter, before, limit: PAGE });
  const [job, setJob] = useState<string | null>(null);
  const sign = useSigning();
  const exported = useWrite('export.start', (made) => {
    sign.close();
    setJob(made.job);
  });
  const type = (next: Typed) => {
    setBefore(null);
    setTyped(next);
  };
  const events = list.data?.events ?? [];
  const last = events.at(-1);
  return (
    <div className="page">
      <header>
        <h1>Log</h1>
        <ChainState />
        <span className="grow" />
        {mayExport && (
          <>
            <button type="button" className="btn" disabled={exported.isBlocked} onClick={sign.ask}>
              Export CSV…
            </button>
            <a className="btn main" href={hashOf({ at: 'exports' })}>
              Logs and reports…
            </a>
          </>
        )}
      </header>
      <Problem failure={failureIn(exported)} shown={['password', ...FILTER_PATHS]} />
      {sign.signing && (
        <ExportSignature
          sign={sign}
          wanted={CSV}
          start={exported}
          onSign={(password) => exported.mutate({ ...CSV, filter, password }, sign.back)}
        />
      )}
      {job !== null && <ExportJob key={job} job={job} saveWhenMade />}
      <form className="log-filter" onSubmit={(e) => e.preventDefault()}>
        <FilterFields
          key={clears}
          typed={typed}
          issues={FieldIssues.of(failureIn(list) ?? failureIn(exported))}
          onType={type}
          isLog
        />
        <button
          type="button"
          className="btn"
          onClick={() => {
            type(NONE);
            setClears(clears + 1);
          }}
        >
          Clear
        </button>
      </form>
      <div className="panel fill">
        <Answer of={list} what="the log" shown={FILTER_PATHS}>
          {() =>
            events.length === 0 ? (
              <Empty title="Nothing in the log fits" />
            ) : (
              <EventTable events={events} zone={status.timeZone} />
            )
          }
        </Answer>
      </div>
      <footer className="row">
        <output className="note">
          {list.data &&
            `${countWords(list.data.total, list.data.totalIsLeast)} ${list.data.total === 1 ? 'event fits' : 'events fit'}`}
        </output>
        <span className="grow" />
        {before !== null && (
          <button type="button" className="btn small" onClick={() => setBefore(null)}>
            Newest
          </button>
        )}
        {last && events.length === PAGE && (
          <button type="button" className="btn small" onClick={() => setBefore(last.seq)}>
            Older
          </button>
        )}
      </footer>
    </div>
  );
}
