import { useState, type FormEvent } from 'react';
import { batchKind, type BatchKind } from '../../../bridge/batch.ts';
import { form, PAPERS, statesFor, type Paper } from '../../../bridge/forms.ts';
import type { Language } from '../../../bridge/printing.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { ChoiceField, PickField, TextField, TickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { PAGE, Pager } from '../../ui/pager.tsx';
import { Answer, Empty, Problem } from '../../ui/states.tsx';
import { BatchJob } from './batch-job.tsx';
import { LANGUAGES } from './words.ts';

/** Labels of many orders as one file, each container with its own serial number. */
export function BatchPage() {
  const [kind, setKind] = useState<BatchKind>('label');
  const [from, setFrom] = useState(0);
  const list = useRead('order.list', { states: [...statesFor(kind)], from, limit: PAGE });
  const [size, setSize] = useState<Paper>('4x2');
  const [language, setLanguage] = useState<Language>('pdf');
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [jobs, setJobs] = useState<readonly string[]>([]);
  const start = useWrite('batch.start', ({ job }) => setJobs([job, ...jobs.filter((j) => j !== job)]));
  const failure = failureIn(start);
  const issues = FieldIssues.of(failure);
  const { papers } = form(kind);
  const paper = papers.includes(size) ? size : papers[0];
  const ready = list.data?.orders ?? [];
  const orders = ready.filter((o) => chosen.includes(o.id));
  // What is not on the page is not chosen either: nobody prints what they do not see.
  const turn = (to: number) => {
    setFrom(to);
    setChosen([]);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    start.mutate({
      orders: orders.map(({ id, version }) => ({ id, version })),
      kind,
      paper,
      language,
      reprintReason: reason === '' ? null : reason,
    });
  };
  return (
    <div className="page">
      <header>
        <h1>Batch of labels</h1>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'printing' })}>
          Print jobs
        </a>
      </header>
      <div className="side-grid wide-side">
        <form className="panel pad stack" onSubmit={send}>
          <ChoiceField
            label="Form"
            name="kind"
            value={kind}
            onChange={(v) => {
              setKind(v as BatchKind);
              turn(0);
            }}
            options={batchKind.options.map((value) => ({ value, label: form(value).title }))}
          />
          <ChoiceField
            label="Size"
            name="paper"
            value={paper}
            onChange={(v) => setSize(v as Paper)}
            options={papers.map((value) => ({ value, label: PAPERS[value] }))}
          />
          <PickField
            label="File for"
            name="language"
            value={language}
            onChange={(v) => setLanguage(v as Language)}
            options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          />
          <fieldset className="field">
            <legend>Orders whose preparation is recorded</legend>
            <Answer of={list} what="orders">
              {(page) =>
                ready.length === 0 ? (
                  <Empty title="No order is prepared yet" />
                ) : (
                  <span className="stack">
                    <TickField
                      label={`All ${ready.length}${page.total > ready.length ? ' shown' : ''}`}
                      name="all"
                      checked={orders.length === ready.length}
                      onChange={(all) => setChosen(all ? ready.map((o) => o.id) : [])}
                    />
                    {ready.map((o) => (
                      <TickField
                        key={o.id}
                        label={`${o.number} · ${o.patient} · ${o.drug} · ${o.state}`}
                        name={`order.${o.id}`}
                        checked={chosen.includes(o.id)}
                        onChange={(checked) =>
                          setChosen(checked ? [...chosen, o.id] : chosen.filter((id) => id !== o.id))
                        }
                      />
                    ))}
                    <Pager {...page} from={from} shown={ready.length} what="orders" onPage={turn} />
                  </span>
                )
              }
            </Answer>
          </fieldset>
          <TextField
            label="Why again"
            name="reprintReason"
            value={reason}
            onChange={setReason}
            issues={issues.at('reprintReason')}
            hint="needed where one of them was printed before"
            optional
          />
          <Problem failure={failure} shown={['reprintReason']} />
          <span className="row">
            <button type="submit" className="btn main" disabled={start.isBlocked || orders.length === 0}>
              Make the labels
            </button>
          </span>
        </form>
        <section className="stack" aria-label="Files">
          {jobs.length === 0 && (
            <p className="note pad">Files that you make appear here. They are forgotten after an hour.</p>
          )}
          {jobs.map((job) => (
            <BatchJob key={job} job={job} />
          ))}
        </section>
      </div>
    </div>
  );
}
