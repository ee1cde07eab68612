import type { ReactNode } from 'react';
import type { OrderState } from '../../../bridge/records.ts';
import { LIFE, stateWord } from '../../ui/states-of-life.ts';

/** The steps of an order's life with the current one, and the one next act. */
export function LifeFooter({ state, children }: { state: OrderState | 'new'; children: ReactNode }) {
  const off = state !== 'new' && !LIFE.includes(state);
  return (
    <footer className="life">
      <ol>
        {LIFE.map((s) => (
          <li key={s} className={s === state ? 'on' : ''} aria-current={s === state ? 'step' : undefined}>
            {s}
          </li>
        ))}
        {off && (
          <li className="on off" aria-current="step">
            {stateWord(state)}
          </li>
        )}
      </ol>
      <span className="grow" />
      {children}
    </footer>
  );
}
