import { useState } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { bytesOf, download } from '../../ui/download.ts';
import { PickField } from '../../ui/field.tsx';
import { Problem } from '../../ui/states.tsx';

const FORMATS = ['pdf', 'csv', 'json'] as const;

/** What goes to the people who keep the pumps' own libraries: a file of one pump, under a digest that the log knows. */
export function ForPumps() {
  const formulary = useRead('formulary.list', {});
  const [pump, setPump] = useState('');
  const [made, setMade] = useState<Output<'protocol.for-pump'> | null>(null);
  const take = useWrite('protocol.for-pump', (file) => {
    download(file.name, bytesOf(file.data), file.type);
    setMade(file);
  });
  return (
    <section className="panel pad row wrap for-pumps" aria-label="For the pumps">
      <PickField
        label="For whoever loads the pumps"
        name="pump"
        value={pump}
        none="choose a pump"
        options={(formulary.data?.pumps ?? []).map((p) => ({ value: p.id, label: p.model }))}
        onChange={(id) => {
          setPump(id);
          setMade(null);
        }}
      />
      {FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          className="btn small"
          disabled={pump === '' || take.isBlocked}
          onClick={() => take.mutate({ pump, format })}
        >
          {format.toUpperCase()}
        </button>
      ))}
      {made && (
        <output>
          {made.entries} {made.entries === 1 ? 'protocol' : 'protocols'}, digest{' '}
          <code>{made.digest.slice(0, 16)}</code>, in the log.
        </output>
      )}
      <Problem failure={failureIn(take)} />
    </section>
  );
}
