import type { ReactNode } from 'react';
import type { OrderState } from '../../../bridge/order-state.ts';
import { LIFE, stateWord } from '../../ui/states-of-life.ts';

interface Props {
  readonly state: OrderState | 'new';
  /** the states that it went through; told of an order that left the way, which otherwise leads through all of them */
  readonly steps?: readonly { readonly state: OrderState }[];
  readonly children: ReactNode;
}

/** The steps of an order's life with the current one, and the one next act. */
export function LifeFooter({ state, steps = [], children }: Props) {
  const off = state !== 'new' && !LIFE.includes(state);
  const been = LIFE.filter((s) => !off || steps.some((step) => step.state === s));
  return (
    <footer className="life">
      <ol>
        {been.map((s) => (
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
