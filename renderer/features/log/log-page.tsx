import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { today } from '../../ui/dates.ts';
import { download } from '../../ui/download.ts';
import { PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Empty, Problem, Waiting } from '../../ui/states.tsx';
import { ChainState } from './chain-state.tsx';
import { EventTable } from './event-table.tsx';
import { filterOf, NONE, type Typed } from './filter.ts';

const COMMANDS = [
  'order.save',
  'order.submit',
  'order.resolve',
  'order.verify',
  'preparation.start',
  'preparation.record',
  'print.issue',
  'order.final-check',
  'order.release',
  'order.complete',
  'order.hold',
  'order.resume',
  'order.discontinue',
  'order.void',
  'patient.save',
  'prescriber.save',
  'user.add',
  'site.save',
  'session.sign-in',
  'session.sign-out',
  'log.export',
];

export function LogPage() {
  const { status } = useSession();
  const mayExport = useMay('administer');
  const [typed, setTyped] = useState(NONE);
  const [settled] = useDebouncedValue(typed, 200);
  const [before, setBefore] = useState<number | null>(null);
  const filter = filterOf(settled, status.timeZone);
  const list = useRead('log.list', { filter, before, limit: 100 });
  const exported = useWrite('log.export', (file) => {
    download(`meniscus-log-${today(status.timeZone)}.csv`, file.csv, 'text/csv');
    say(`${file.rows} rows exported. Chain head ${file.head.slice(0, 12)}…`);
  });
  const issues = FieldIssues.of(failureIn(list));
  const set = (key: keyof Typed) => (value: string) => {
    setBefore(null);
    setTyped({ ...typed, [key]: value });
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
          <button
            type="button"
            className="btn main"
            disabled={exported.isPending}
            onClick={() => exported.mutate({ filter })}
          >
            Export CSV
          </button>
        )}
      </header>
      <Problem failure={failureIn(exported)} />
      <form className="log-filter" onSubmit={(e) => e.preventDefault()}>
        <TextField
          label="Words"
          name="text"
          value={typed.text}
          onChange={set('text')}
          issues={issues.at('filter.text')}
        />
        <PickField
          label="Command"
          name="command"
          value={typed.command}
          onChange={set('command')}
          none="any"
          options={COMMANDS.map((value) => ({ value, label: value }))}
        />
        <TextField label="User" name="user" value={typed.user} onChange={set('user')} />
        <TextField
          label="From day"
          name="from"
          value={typed.from}
          onChange={set('from')}
          placeholder="YYYY-MM-DD"
          issues={issues.at('filter.from')}
        />
        <TextField
          label="To day"
          name="to"
          value={typed.to}
          onChange={set('to')}
          placeholder="YYYY-MM-DD"
          issues={issues.at('filter.to')}
        />
        <button
          type="button"
          className="btn"
          onClick={() => {
            setTyped(NONE);
            setBefore(null);
          }}
        >
          Clear
        </button>
      </form>
      <div className="panel fill">
        {list.error ? (
          <div className="pad">
            <Problem failure={failureIn(list)} shown={['filter.text', 'filter.from', 'filter.to']} />
          </div>
        ) : !list.data ? (
          <Waiting what="the log" />
        ) : events.length === 0 ? (
          <Empty title="Nothing in the log fits" />
        ) : (
          <EventTable events={events} zone={status.timeZone} />
        )}
      </div>
      <footer className="row">
        <span className="note">
          {list.data ? (list.data.total === 1 ? '1 event fits' : `${list.data.total} events fit`) : ''}
        </span>
        <span className="grow" />
        {before !== null && (
          <button type="button" className="btn small" onClick={() => setBefore(null)}>
            Newest
          </button>
        )}
        {last && events.length === 100 && (
          <button type="button" className="btn small" onClick={() => setBefore(last.seq)}>
            Older
          </button>
        )}
      </footer>
    </div>
  );
}
