import type { ReactNode } from 'react';
import type { CallFailure } from '../api.ts';
import { failureWords, issueWords, issuesIn } from '../messages.ts';

export const Waiting = ({ what }: { what: string }) => <output className="wait">Reading {what}…</output>;

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <b>{title}</b>
    {children}
  </div>
);

/** What went wrong, in words, where it happened. Refusals that a field already shows are not said twice. */
export function Problem({ failure, shown = [] }: { failure: CallFailure | null; shown?: readonly string[] }) {
  if (failure === null) return null;
  const issues = issuesIn(failure);
  if (issues.length === 0)
    return (
      <div className="problem" role="alert">
        {failureWords(failure)}
      </div>
    );
  const rest = issues.filter((i) => !shown.includes(i.path));
  if (rest.length === 0) return null;
  return (
    <div className="problem" role="alert">
      {rest.map((i) => (
        <div key={`${i.path}|${i.code}`}>
          {i.path !== '' && <b>{i.path.replaceAll('.', ' › ')}: </b>}
          {issueWords(i)}
        </div>
      ))}
    </div>
  );
}
