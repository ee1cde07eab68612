import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Jobs } from './jobs.tsx';
import { Stale } from './stale.tsx';

/** What is on its way to a printer, and what lies about on paper that is no longer true. */
export function PrintingPage() {
  const mayPrint = useMay('prepare');
  return (
    <div className="page">
      <header>
        <h1>Printing</h1>
        <span className="grow" />
        {mayPrint && (
          <a className="btn" href={hashOf({ at: 'batch' })}>
            Batch of labels
          </a>
        )}
        <a className="btn" href={hashOf({ at: 'printers' })}>
          Printers
        </a>
      </header>
      <div className="fill stack">
        <Stale />
        <Jobs />
      </div>
    </div>
  );
}
