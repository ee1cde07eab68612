import { cited } from '../../../words/citation.ts';
import { findingWords, openly } from '../../../words/finding.ts';
import { useState } from 'react';
import type { Finding, OrderReport } from '../../../engine/checks/report.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { DerivationView } from '../../ui/derived.tsx';
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
  const counts = counted(report?.findings ?? []);
  const settled = new Set(order?.resolutions.flatMap((r) => (r.complete ? [r.key] : [])));
  const byRank = ranked(report?.findings ?? []);
  const all = [...byRank.filter((f) => !settled.has(f.key)), ...byRank.filter((f) => settled.has(f.key))];
  const open = new Set(openly(all));
  const told = all.filter((f) => open.has(f));
  const folded = [
    ['info', all.filter((f) => f.outcome === 'fail' && !open.has(f)), 'more for information'],
    ['pass', all.filter((f) => f.outcome === 'pass'), 'passed'],
  ] as const;
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
            {folded.map(([severity, list, words]) => (
              <Folded key={severity} severity={severity} list={list} words={words} order={order} />
            ))}
          </>
        )}
      </div>
    </section>
  );
}

/** A count until it is opened. */
function Folded({
  severity,
  list,
  words,
  order,
}: {
  severity: 'info' | 'pass';
  list: readonly Finding[];
  words: string;
  order: OrderView | null;
}) {
  const [open, setOpen] = useState(false);
  if (list.length === 0) return null;
  return (
    <>
      <button
        type="button"
        className="btn ghost small folded"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Shape severity={severity} size={10} /> {list.length} {words} {open ? '▴' : '▾'}
      </button>
      {open && list.map((f) => <FindingCard key={f.key} f={f} order={order} onResolve={null} />)}
    </>
  );
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
  const words = findingWords(f);
  const facts = [
    f.outcome === 'fail' ? words.subject : null,
    words.missing !== null ? `missing: ${words.missing}` : null,
    words.observed !== null ? `observed ${words.observed}` : null,
    words.limit !== null ? `limit ${words.limit}` : null,
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
        <p>{unbroken(words.message)}</p>
      </header>
      {facts.length > 0 && <small>{unbroken(facts.join(' · '))}</small>}
      <small className={`src ${open ? '' : 'cut'}`}>{cited(f.source, f.provenance)}</small>
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
      {open && f.derivations.map((d, i) => <DerivationView key={`${d.id}-${i}`} d={d} />)}
    </article>
  );
}
