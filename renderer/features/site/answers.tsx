import { containers, storages } from '../../../words/en/terms.ts';
import { useState } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { useRead } from '../../query.ts';
import { useMay } from '../../session.ts';
import { Answer } from '../../ui/states.tsx';
import { FormulationForm } from './formulation-form.tsx';
import { PumpForm } from './pump-form.tsx';

/**
 * What is not known of a formulation or of a pump model is answered here once, and then asked on no order. An answer holds
 * when a supervisor, another person, has approved it on the page of the formulary.
 */
export function Answers() {
  const answers = useRead('library.answers', {});
  return (
    <Answer of={answers} what="what was answered once">
      {(known) => <Answered known={known} />}
    </Answer>
  );
}

function Answered({ known: { formulations, pumps } }: { known: Output<'library.answers'> }) {
  const may = useMay('library.propose');
  const [asking, setAsking] = useState<'formulation' | 'pump' | null>(null);
  const read = pumps.filter((p) => p.reference !== null);
  return (
    <section className="panel pad stack" aria-label="Answered once">
      <h2 className="cap">Answered once for all orders</h2>
      <p className="note">
        What is not known of a formulation or a pump model is asked on each order until it is answered here.
        Another person approves an answer under Formulary before it holds.
      </p>
      {formulations.map((f) => (
        <p key={`${f.name} ${f.diluent} ${f.container} ${f.storage}`}>
          <span className="strong">{f.name}</span>,{' '}
          {f.container === 'elastomeric' ? 'elastomeric device' : containers[f.container]},{' '}
          {storages[f.storage]}:{' '}
          {f.days === null ? 'the USP <797> row alone bounds it' : `keeps ${f.days} days`}.{' '}
          <span className="note">{f.reference}</span>
        </p>
      ))}
      {read.map((p) => (
        <p key={p.id}>
          <span className="strong">{p.model}</span>: read in {p.reference}
        </p>
      ))}
      {formulations.length + read.length === 0 && <p>Nothing has been answered yet.</p>}
      {may && (
        <span className="row">
          <button type="button" className="btn" onClick={() => setAsking('formulation')}>
            How long a formulation keeps…
          </button>
          <button type="button" className="btn" onClick={() => setAsking('pump')}>
            What a pump’s manual says…
          </button>
        </span>
      )}
      {asking === 'formulation' && <FormulationForm onClose={() => setAsking(null)} />}
      {asking === 'pump' && <PumpForm pumps={pumps} onClose={() => setAsking(null)} />}
    </section>
  );
}
