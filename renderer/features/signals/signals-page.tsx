import { useState } from 'react';
import { failureIn, useRead } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Empty, Problem, Waiting } from '../../ui/states.tsx';
import { hashOf } from '../../router.ts';

const day = (date: string) => `${date}T00:00Z`;

/** How each rule is met: a rule that everybody passes without a reason protects nobody. */
export function SignalsPage() {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const report = useRead('signal.report', {
    ...(from === '' ? {} : { from: day(from) }),
    ...(to === '' ? {} : { to: day(to) }),
  });
  const failure = failureIn(report);
  const issues = FieldIssues.of(failure);
  return (
    <div className="page">
      <header>
        <h1>Signals</h1>
        <span className="note">how often each rule stands in the way, and what is said to pass it</span>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'exports' })}>
          Export
        </a>
      </header>
      <div className="row signals-time">
        <TextField
          label="From"
          name="from"
          value={from}
          onChange={setFrom}
          placeholder="YYYY-MM-DD"
          issues={issues.at('from')}
          optional
        />
        <TextField
          label="Before"
          name="to"
          value={to}
          onChange={setTo}
          placeholder="YYYY-MM-DD"
          issues={issues.at('to')}
          optional
        />
      </div>
      <section className="fill panel" aria-label="Rules">
        {failure ? (
          <div className="pad">
            <Problem failure={failure} shown={['from', 'to']} />
          </div>
        ) : !report.data ? (
          <Waiting what="the report" />
        ) : report.data.length === 0 ? (
          <Empty title="No rule stood in the way of an order in this time" />
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th>Rule</th>
                <th className="num">Alerts</th>
                <th className="num">Orders</th>
                <th className="num">Overridden</th>
                <th className="num">Acknowledged</th>
                <th className="num">Passed</th>
                <th className="num">Useless reasons</th>
              </tr>
            </thead>
            <tbody>
              {report.data.map((r) => (
                <tr key={r.rule}>
                  <td>
                    <span className="strong">{r.rule}</span>
                    <div className="note">{r.message}</div>
                  </td>
                  <td className="num">{r.alerts}</td>
                  <td className="num">{r.orders}</td>
                  <td className="num">{r.overridden}</td>
                  <td className="num">{r.acknowledged}</td>
                  <td className="num">{r.passedShare ?? '–'}</td>
                  <td className="num">
                    {r.useless}
                    {r.uselessShare && ` (${r.uselessShare})`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <footer className="note">
        Alerts: findings that blocked, in the report that counts for each order version. Useless: fewer than
        three words, a stock phrase such as “clinician reviewed”, or the same words for one rule three times
        and more (house rule).
      </footer>
    </div>
  );
}
