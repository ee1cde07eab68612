import { useState } from 'react';
import type { Finding, OrderReport } from '../../../engine/report.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { DerivationView, sourceWords } from '../../ui/derived.tsx';
import { Flag, SEVERITY_WORD, Shape, severityOf, type Severity } from '../../ui/mark.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { counted, isBlocking, ranked } from './findings.ts';

interface Props {
  readonly report: OrderReport | null;
  readonly order: OrderView | null;
  readonly waiting: boolean;
  /** what stands here while nothing can be checked */
  readonly instead: React.ReactNode;
  readonly onResolve: ((f: Finding) => void) | null;
  /** what smallest change would make the order safe */
  readonly safer?: React.ReactNode;
}

const TOLD: readonly Severity[] = ['absolute', 'hard', 'unknown', 'soft', 'info'];

/** Few and ranked: what stands in the way first; what passed is a count until it is opened. */
export function FindingsPanel({ report, order, waiting, instead, onResolve, safer }: Props) {
  const [passes, setPasses] = useState(false);
  const counts = counted(report?.findings ?? []);
  const settled = new Set(order?.resolutions.flatMap((r) => (r.complete ? [r.key] : [])));
  const byRank = ranked(report?.findings ?? []);
  const all = [...byRank.filter((f) => !settled.has(f.key)), ...byRank.filter((f) => settled.has(f.key))];
  const told = all.filter((f) => f.outcome !== 'pass');
  const passed = all.filter((f) => f.outcome === 'pass');
  return (
    <section className={`finds panel ${waiting ? 'waiting' : ''}`} aria-label="Findings" aria-busy={waiting}>
      <h2 className="cap">
        Findings
        {TOLD.filter((s) => counts.has(s)).map((s) => (
          <Flag key={s} severity={s}>
            {counts.get(s)} {SEVERITY_WORD[s]}
          </Flag>
        ))}
        <span className="grow" />
        <output className="checking">{waiting ? 'checking…' : ''}</output>
      </h2>
      <div className="finds-list">
        {report === null ? (
          instead
        ) : (
          <>
            {safer}
            {told.length === 0 && (
              <div className="f pass">
                <p>Nothing stands against this order.</p>
              </div>
            )}
            {told.map((f) => (
              <FindingCard key={f.key} f={f} order={order} onResolve={onResolve} />
            ))}
            {passed.length > 0 && (
              <button
                type="button"
                className="btn ghost small folded"
                aria-expanded={passes}
                onClick={() => setPasses(!passes)}
              >
                <Shape severity="pass" size={10} /> {passed.length} passed {passes ? '▴' : '▾'}
              </button>
            )}
            {passes && passed.map((f) => <FindingCard key={f.key} f={f} order={order} onResolve={null} />)}
          </>
        )}
      </div>
    </section>
  );
}

/** A rule's message says what is wrong when it is broken; the other outcomes are said by what was looked at. */
function headline(f: Finding): string {
  if (f.outcome === 'fail') return unbroken(f.message);
  return f.outcome === 'pass'
    ? `${f.subject.charAt(0).toUpperCase()}${f.subject.slice(1)}`
    : `Could not be checked: ${f.subject}`;
}

function FindingCard({
  f,
  order,
  onResolve,
}: {
  f: Finding;
  order: OrderView | null;
  onResolve: Props['onResolve'];
}) {
  const [open, setOpen] = useState(false);
  const severity = severityOf(f);
  const resolution = order?.resolutions.find((r) => r.key === f.key);
  const settled = resolution?.complete === true;
  const facts = [
    f.outcome === 'fail' ? f.subject : null,
    f.missing !== null ? `missing: ${f.missing}` : null,
    f.observed !== null ? `observed ${f.observed}` : null,
    f.limit !== null ? `limit ${f.limit}` : null,
  ].filter((t) => t !== null);
  return (
    <article
      className={`f ${severity} ${settled ? 'settled' : ''}`}
      data-key={f.key}
      data-severity={severity}
    >
      <header>
        <span className={`tag sev-${severity}`}>
          <Shape severity={severity} size={9} />
          {SEVERITY_WORD[severity]}
        </span>
        <p>{headline(f)}</p>
      </header>
      {facts.length > 0 && <small>{unbroken(facts.join(' · '))}</small>}
      <small className={`src ${open ? '' : 'cut'}`}>
        {sourceWords(f.source)}
        {f.provenance !== 'sourced' && !f.source.title.startsWith(f.provenance) ? ` · ${f.provenance}` : ''}
      </small>
      {resolution && (
        <small className="resolution">
          {resolution.kind === 'override' ? 'Overridden' : 'Acknowledged'} by {resolution.by}:{' '}
          {resolution.text}
          {!resolution.complete && ' · a second pharmacist is still needed'}
        </small>
      )}
      <div className="acts">
        <button type="button" className="btn small ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
          {f.derivations.length > 0 ? 'Derivation' : 'More'} {open ? '▴' : '▾'}
        </button>
        {onResolve && !settled && isBlocking(f) && f.reasons.length > 0 && (
          <button type="button" className="btn small" onClick={() => onResolve(f)}>
            {f.outcome === 'could-not-be-done' ? 'Acknowledge…' : 'Override…'}
          </button>
        )}
        {onResolve && !settled && f.severity === 'absolute' && f.outcome === 'fail' && (
          <small>nobody may pass this: the order changes</small>
        )}
      </div>
      {open && f.outcome !== 'fail' && (
        <small>
          Rule {f.id}: {f.message}
        </small>
      )}
      {open && f.derivations.map((d, i) => <DerivationView key={`${d.id}-${i}`} d={d} />)}
    </article>
  );
}
