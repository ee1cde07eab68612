import { useState } from 'react';
import { ChangeList } from './change-list.tsx';
import { DrugRow } from './drug-row.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Answer, Empty } from '../../ui/states.tsx';

/** The library as it is in force. What it holds is changed by two people: one proposes, another approves. */
export function FormularyPage() {
  const list = useRead('formulary.list', {});
  const [search, setSearch] = useState('');
  const mayPropose = useMay('library.propose');
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const word = search.trim().toLowerCase();
  const drugs = (list.data?.drugs ?? []).filter(
    (d) => d.name.toLowerCase().includes(word) || d.id.includes(word),
  );
  return (
    <div className="page">
      <header>
        <h1>Formulary</h1>
        {list.data && <span className="note">rule set {list.data.ruleSet}</span>}
        <input
          className="input"
          style={{ width: 260 }}
          aria-label="Search drugs"
          placeholder="Drug"
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
        <a href={hashOf({ at: 'protocols' })}>Protocols</a>
        <a href={hashOf({ at: 'library', collection: null })}>Library</a>
        {mayPropose && (
          <button type="button" className="btn small" onClick={() => setAdding(true)}>
            New drug…
          </button>
        )}
      </header>
      <ChangeList />
      {adding && <RecordDialog collection="drugs" id={null} onClose={() => setAdding(false)} />}
      <section className="fill panel" aria-label="Drugs">
        <Answer of={list} what="the formulary">
          {() =>
            drugs.length === 0 ? (
              <Empty title="No such drug in the formulary" />
            ) : (
              <table className="table">
                <thead>
                  <tr>
                    <th>Drug</th>
                    <th>Routes</th>
                    <th>Products</th>
                    <th>Standard concentrations</th>
                    <th className="num">Rules</th>
                  </tr>
                </thead>
                <tbody>
                  {drugs.map((d) => (
                    <DrugRow
                      key={d.id}
                      drug={d}
                      open={open === d.id}
                      onOpen={() => setOpen(open === d.id ? null : d.id)}
                    />
                  ))}
                </tbody>
              </table>
            )
          }
        </Answer>
      </section>
      {list.data && (
        <footer className="note">
          Pumps: {list.data.pumps.map((p) => p.model).join(', ')}. Diluents:{' '}
          {list.data.diluents.map((d) => d.name).join(', ')}.
        </footer>
      )}
    </div>
  );
}
