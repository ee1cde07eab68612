import { factWords, subjectWords } from '../../../words/finding.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RecheckStatus } from '../../../bridge/recheck.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn, useRead } from '../../query.ts';
import { Problem, Waiting } from '../../ui/states.tsx';

const count = (n: number): string => n.toLocaleString('en-US');
type Changed = RecheckStatus['orders'][number];

/** `pump limit (hm-07): soft → hard`. */
function words({ key, subject, change, before, after, limitBefore, limitAfter }: Changed['changes'][number]) {
  const rule = key.split(':')[0] ?? key;
  if (change === 'limit')
    return `${subjectWords(subject)} (${rule}): limit ${factWords(limitBefore) ?? 'none'} → ${factWords(limitAfter) ?? 'none'}`;
  return `${subjectWords(subject)} (${rule}): ${before ?? 'nothing'} → ${after ?? 'nothing'}`;
}

/** Every active order under a proposed rule, before it is decided: begun when it is shown, and given up by a button. */
export function Recheck({ change }: { change: string }) {
  const client = useQueryClient();
  const begin = useMutation<RecheckStatus, CallFailed>({
    mutationFn: () => call('library.recheck', { id: change }),
  });
  const { mutate, isIdle } = begin;
  useEffect(() => {
    if (isIdle) mutate();
  }, [isIdle, mutate]);
  const job = begin.data?.job;
  const status = useRead(
    'library.recheck-status',
    { job: job ?? '' },
    { enabled: job !== undefined, refetchWhile: (s) => s === undefined || s.state === 'running' },
  );
  const cancel = useMutation<RecheckStatus, CallFailed>({
    mutationFn: () => call('library.recheck-cancel', { job: job ?? '' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['library.recheck-status'] }),
  });
  const failure = failureIn(begin) ?? failureIn(status) ?? failureIn(cancel);
  if (failure) return <Problem failure={failure} />;
  const s = status.data ?? begin.data;
  if (!s) return <Waiting what="the active orders" />;
  if (s.state === 'running')
    return (
      <div className="row">
        <progress aria-label="Active orders checked" value={s.checked} max={Math.max(s.total, 1)} />
        <output className="note">
          {count(s.checked)} of {count(s.total)} active orders
        </output>
        <button
          type="button"
          className="btn small"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </button>
      </div>
    );
  return <Found status={s} />;
}

function Found({ status: s }: { status: RecheckStatus }) {
  if (s.state === 'failed')
    return (
      <p className="problem" role="alert">
        The orders could not be checked; the incident is in the log of this station.
      </p>
    );
  const until = s.state === 'cancelled' ? 'Cancelled. Until then ' : '';
  return (
    <div className="stack">
      <output>
        {until}
        {count(s.checked)} active {s.checked === 1 ? 'order' : 'orders'} checked:{' '}
        {s.changed === 0
          ? 'nothing changes.'
          : `${count(s.changed)} ${s.changed === 1 ? 'changes' : 'change'}, ${count(s.blocked)} of them with something new in the way.`}
      </output>
      {s.byRule.length > 0 && (
        <table className="table" aria-label="What changes, by rule">
          <thead>
            <tr>
              <th>Rule</th>
              <th className="num">newly failing</th>
              <th className="num">newly passing</th>
              <th className="num">another limit</th>
              <th className="num">unchanged</th>
            </tr>
          </thead>
          <tbody>
            {s.byRule.map((r) => (
              <tr key={r.rule}>
                <td className="mono">{r.rule}</td>
                <td className="num">{count(r.failing)}</td>
                <td className="num">{count(r.passing)}</td>
                <td className="num">{count(r.moved)}</td>
                <td className="num">{count(s.checked - r.failing - r.passing - r.moved)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {s.orders.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th>Order</th>
              <th>What changes</th>
            </tr>
          </thead>
          <tbody>
            {s.orders.map((o) => (
              <tr key={o.order}>
                <td className="mono">
                  {o.order} v{o.version}
                </td>
                <td>
                  {[...o.refused.map((text) => `can not be computed: ${text}`), ...o.changes.map(words)].map(
                    (text) => (
                      <div key={text}>{text}</div>
                    ),
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {s.changed > s.orders.length && (
        <p className="note">
          The first {count(s.orders.length)} are shown. The command line gives all of them: meniscus recheck
          --all.
        </p>
      )}
    </div>
  );
}
