import { useState } from 'react';
import { useRead } from '../../query.ts';
import { useMay } from '../../session.ts';
import { Answer, Empty } from '../../ui/states.tsx';
import { PrescriberForm, type Prescriber } from './prescriber-form.tsx';

export function Prescribers() {
  const mayDraft = useMay('order.draft');
  const list = useRead('prescriber.list', {});
  const [chosen, setChosen] = useState<Prescriber | 'new' | null>(null);
  return (
    <div className="page">
      <header>
        <h1>Prescribers</h1>
        <span className="grow" />
        {mayDraft && (
          <button type="button" className="btn main" onClick={() => setChosen('new')}>
            New prescriber
          </button>
        )}
      </header>
      <div className={chosen === null ? 'fill panel' : 'side-grid'}>
        <div className={chosen === null ? '' : 'panel'}>
          <Answer of={list} what="prescribers">
            {(prescribers) =>
              prescribers.length === 0 ? (
                <Empty title="No prescriber on file">
                  <span>An order names who ordered it.</span>
                </Empty>
              ) : (
                <table className="table">
                  <thead>
                    <tr>
                      <th>Name</th>
                      <th>NPI</th>
                      <th>Phone</th>
                      <th>
                        <span className="sr">Acts</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {prescribers.map((p) => (
                      <tr key={p.id}>
                        <td>
                          <span className="strong">{p.record.name}</span>, {p.record.credentials}
                        </td>
                        <td>{p.record.npi ?? '–'}</td>
                        <td>{p.record.phone}</td>
                        <td className="num">
                          {mayDraft && (
                            <button
                              type="button"
                              className="btn small"
                              onClick={() => setChosen(p)}
                              aria-label={`Edit ${p.record.name}`}
                            >
                              Edit
                            </button>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )
            }
          </Answer>
        </div>
        {chosen !== null && (
          <PrescriberForm
            key={chosen === 'new' ? 'new' : chosen.id}
            known={chosen === 'new' ? null : chosen}
            onClose={() => setChosen(null)}
          />
        )}
      </div>
    </div>
  );
}
