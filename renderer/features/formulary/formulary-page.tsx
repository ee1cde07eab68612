import { useState } from 'react';
import { failureIn, useRead } from '../../query.ts';
import { Flag } from '../../ui/mark.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { Empty, Problem, Waiting } from '../../ui/states.tsx';

/** The library as it is in force. Read only for now. */
export function FormularyPage() {
  const list = useRead('formulary.list', {});
  const [search, setSearch] = useState('');
  const word = search.trim().toLowerCase();
  const drugs = (list.data?.drugs ?? []).filter((d) => d.name.toLowerCase().includes(word) || d.id.includes(word));
  return (
    <div className="page">
      <header>
        <h1>Formulary</h1>
        {list.data && <span className="note">rule set {list.data.ruleSet}</span>}
        <input className="input" style={{ width: 260 }} aria-label="Search drugs" placeholder="Drug" value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
      </header>
      <div className="fill panel">
        {list.error ? (
          <div className="pad"><Problem failure={failureIn(list)} /></div>
        ) : !list.data ? (
          <Waiting what="the formulary" />
        ) : drugs.length === 0 ? (
          <Empty title="No such drug in the formulary" />
        ) : (
          <table className="table">
            <thead><tr><th>Drug</th><th>Routes</th><th>Products</th><th>Standard concentrations</th><th className="num">Rules</th></tr></thead>
            <tbody>
              {drugs.map((d) => (
                <tr key={d.id}>
                  <td>
                    <span className="strong">{d.name}</span>
                    <div className="row wrap">{d.schedule !== null && <span className="note">{d.schedule}</span>}{d.highAlert && <Flag severity="soft">high alert</Flag>}<span className="note">in {d.unit}</span></div>
                  </td>
                  <td>{d.routes.join(', ')}</td>
                  <td>{d.vials.map((v) => unbroken(`${v.strength}, ${v.volume}`).replace(', ', ',\u00a0')).join(' · ')}</td>
                  <td>{d.standardConcentrations.length > 0 ? unbroken([...new Set(d.standardConcentrations)].join(', ')) : <span className="note">none set</span>}</td>
                  <td className="num">{d.ruleCount}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {list.data && <footer className="note">Pumps: {list.data.pumps.map((p) => p.model).join(', ')}. Diluents: {list.data.diluents.map((d) => d.name).join(', ')}.</footer>}
    </div>
  );
}
