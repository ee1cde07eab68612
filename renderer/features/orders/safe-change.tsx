import { explanationWords } from '../../../words/en/explanation.ts';
import { worstWords } from '../../../words/en/worst.ts';
import { subjectWords } from '../../../words/finding.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OrderContent } from '../../../engine/order/order.ts';
import type { Change, Explanation } from '../../../engine/explain/explanation.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn } from '../../query.ts';
import { Problem } from '../../ui/states.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { isFailing } from './findings.ts';

interface Props {
  readonly patientId: string;
  readonly content: OrderContent;
  /** the saved order that is looked at or changed: it is not another order of the patient */
  readonly orderId: string | null;
  readonly report: OrderReport | null;
  /** the order is being checked: nothing is asked meanwhile, and what was answered stays */
  readonly waiting: boolean;
  /** fills the fields of the order; null where it is only read */
  readonly onApply: ((settings: Change['settings']) => void) | null;
}

/** On demand, beside the findings: what smallest change on the pump's own grid makes the order safe. */
export function SafeChange({ patientId, content, orderId, report, waiting, onApply }: Props) {
  const asking = JSON.stringify(content);
  const [asked, setAsked] = useState<string | null>(null);
  const query = useQuery<Explanation, CallFailed>({
    queryKey: ['order.explain', patientId, orderId, asking],
    queryFn: ({ signal }) =>
      call('order.explain', { patientId, content, ...(orderId === null ? {} : { orderId }) }, signal),
    enabled: asked === asking,
    staleTime: 30_000,
  });
  if (!report?.findings.some(isFailing)) return null;
  if (asked !== asking)
    return waiting ? null : (
      <div className="safe-change">
        <button type="button" className="btn small" onClick={() => setAsked(asking)}>
          What would make it safe?
        </button>
      </div>
    );
  const e = query.data;
  return (
    <section className="safe-change" aria-label="What would make it safe" aria-busy={query.isFetching}>
      <output>{e ? explanationWords(e) : query.isFetching ? 'Searching the grid of the pump…' : ''}</output>
      <Problem failure={failureIn(query)} />
      {e && (
        <>
          <ol className="plain-list">
            {e.changes.map((c) => (
              <li key={JSON.stringify(c.settings)}>
                <ChangeLine change={c} onApply={onApply} />
              </li>
            ))}
          </ol>
          <Left
            title={e.skipped.length > 0 ? 'Still fails, whatever else is changed' : 'No number decides'}
            items={e.outOfReach.map((f) => subjectWords(f.subject))}
          />
          <Left title="Not searched" items={e.skipped.map((s) => `${s.label}: ${s.missing} is missing`)} />
        </>
      )}
    </section>
  );
}

function ChangeLine({ change, onApply }: { change: Change; onApply: Props['onApply'] }) {
  const words = change.parts.map((p) => `${p.label} ${p.to}`).join(' and ');
  return (
    <>
      <span className="safe-part">
        {change.parts.map((p) => (
          <span key={p.parameter} className="part">
            {p.label} <s>{unbroken(p.from)}</s> <b>{unbroken(p.to)}</b>
          </span>
        ))}
        {onApply && (
          <button
            type="button"
            className="btn small"
            aria-label={`Fill in ${words}`}
            onClick={() => onApply(change.settings)}
          >
            Fill in
          </button>
        )}
      </span>
      <small>
        worst case{' '}
        {change.worst
          .map((w) => unbroken(`any ${w.window} ${worstWords(w.after, w.afterIfFixed)}, was ${w.before}`))
          .join(' · ')}
      </small>
    </>
  );
}

function Left({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <p className="note">
      {title}: {items.join('; ')}.
    </p>
  );
}
