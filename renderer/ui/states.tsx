import type { ReactNode } from 'react';
import { failureOf, type CallFailed, type CallFailure } from '../api.ts';
import { refusalWords } from '../../words/refusal.ts';
import { useSilence } from '../site-silent.ts';
import { failureWords, issuesIn } from '../messages.ts';
import { fieldPath } from './issues.ts';

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
  const rest = issues.map((i) => ({ ...i, path: fieldPath(i.path) })).filter((i) => !shown.includes(i.path));
  if (rest.length === 0) return null;
  return (
    <div className="problem" role="alert">
      {rest.map((i) => (
        <div key={`${i.path}|${i.code}|${i.given ?? ''}`}>
          {i.path !== '' && <b>{i.path.replaceAll('.', ' › ')}: </b>}
          {refusalWords(i)}
        </div>
      ))}
    </div>
  );
}

/** In a dialog, which covers what is said above every room: why nothing can be pressed. */
export function SilentHint() {
  if (useSilence() === null) return null;
  return (
    <p className="problem" role="alert">
      The pharmacy’s host does not answer. Until it does, nothing can be saved, signed or printed here; what
      you typed stays.
    </p>
  );
}

interface AnswerProps<T> {
  readonly of: { readonly data: T | undefined; readonly error: CallFailed | null };
  /** what is read, as it stands after “Reading” */
  readonly what: string;
  readonly shown?: readonly string[];
  readonly children: (value: T) => ReactNode;
}

/**
 * What was read, the wait for it, or why it is not there. A host that is silent for a moment is said to be so, and takes
 * nothing off the screen: not a list, not a form that somebody is typing in.
 */
export function Answer<T>({ of, what, shown, children }: AnswerProps<T>) {
  const silence = useSilence();
  const found = of.error && failureOf(of.error);
  // Said once, above every room.
  const failure = silence !== null && of.data !== undefined && found?.code === 'no-answer' ? null : found;
  return (
    <>
      {failure && (
        <div className="pad">
          <Problem failure={failure} {...(shown && { shown })} />
        </div>
      )}
      {of.data === undefined ? !failure && <Waiting what={what} /> : children(of.data)}
    </>
  );
}
