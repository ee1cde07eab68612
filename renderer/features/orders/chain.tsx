import { sentence } from '../../../words/finding.ts';
import type { ReactNode } from 'react';
import type { OrderReport } from '../../../engine/checks/report.ts';
import type { Card } from './fields.ts';
import { linkState, type Link, type LinkState } from './findings.ts';

interface CardFrameProps {
  readonly card: Card;
  readonly n: number;
  readonly title: string;
  readonly open: boolean;
  readonly refused: boolean;
  readonly onOpen: (card: Card) => void;
  readonly children: ReactNode;
}

/** One card of the chain. Its heading is the button that opens it below; the figures in it stay buttons of their own. */
export function CardFrame({ card, n, title, open, refused, onOpen, children }: CardFrameProps) {
  return (
    <section className={`card ${open ? 'open' : ''} ${refused ? 'refused' : ''}`} aria-label={title}>
      <h2>
        <button
          type="button"
          id={`card-${card}`}
          aria-expanded={open}
          aria-controls="detail"
          onClick={() => onOpen(card)}
        >
          <span>{title}</span>
          <kbd aria-hidden="true">{n}</kbd>
        </button>
      </h2>
      {children}
    </section>
  );
}

const WORDS: Readonly<Record<LinkState, string>> = {
  agrees: 'agrees',
  fails: 'fails',
  warns: 'warns',
  answered: 'answered by a pharmacist',
  'could-not-be-checked': 'could not be checked',
  'not-yet': 'not yet',
};

const JOIN: Readonly<Record<Link, string>> = {
  'order-bag': 'Order and bag',
  'bag-pump': 'Bag and pump',
  'pump-receive': 'Pump and what the patient can receive',
  'receive-print': 'What was checked and what is printed',
};

/** The state of the join between two cards: a sign with a shape of its own, and the words on it. */
export function LinkSign({ link, state, why }: { link: Link; state: LinkState; why: string }) {
  const words = `${JOIN[link]}: ${WORDS[state]}${why === '' ? '' : `. ${why}`}`;
  return (
    <div className={`link ${state}`} title={words} data-link={link} data-state={state}>
      <span className="sr">{words}</span>
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        {state === 'agrees' && (
          <>
            <circle cx="10" cy="10" r="8.5" className="fill" />
            <path d="M6 10.3 8.9 13.2 14 7.3" className="sign" />
          </>
        )}
        {state === 'fails' && (
          <>
            <path d="M6.5 1.5h7l5 5v7l-5 5h-7l-5-5v-7z" className="fill" />
            <path d="M10 5.5v5.5M10 13.7v.6" className="sign" />
          </>
        )}
        {state === 'warns' && (
          <>
            <path d="M10 1.2 19.4 18H.600z" className="fill" />
            <path d="M10 7v4.600M10 14.700v.3" className="sign" />
          </>
        )}
        {state === 'answered' && (
          <>
            <circle cx="10" cy="10" r="8" className="ring" />
            <path d="M6 10.3 8.9 13.2 14 7.3" className="done" />
          </>
        )}
        {state === 'could-not-be-checked' && (
          <>
            <path d="M10 .8 19.2 10 10 19.2.8 10z" className="fill" />
            <path d="M8 8.2c0-2.6 4-2.6 4 0 0 1.6-2 1.6-2 3.3M10 13.9v.3" className="sign" />
          </>
        )}
        {state === 'not-yet' && <circle cx="10" cy="10" r="5" className="hollow" />}
      </svg>
    </div>
  );
}

export function ReportLink({
  report,
  link,
  answered,
}: {
  report: OrderReport | null;
  link: Link;
  answered: ReadonlySet<string>;
}) {
  const { state, findings } = linkState(report, link, answered);
  const why = state === 'agrees' ? '' : findings.map((f) => sentence(f)).join(' ');
  return <LinkSign link={link} state={state} why={why} />;
}
