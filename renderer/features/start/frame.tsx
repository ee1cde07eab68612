import type { ReactNode } from 'react';
import { Mark } from '../../ui/logo.tsx';

/** The page before anybody is signed in. */
export function StartFrame({ title, sub, children }: { title: string; sub: string; children: ReactNode }) {
  return (
    <main className="start">
      <div className="start-card panel">
        <div className="start-head">
          <Mark size={34} />
          <div>
            <h1>{title}</h1>
            <p className="note">{sub}</p>
          </div>
        </div>
        {children}
      </div>
    </main>
  );
}
