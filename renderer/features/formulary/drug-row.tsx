import type { Output } from '../../../bridge/contract.ts';
import { Flag } from '../../ui/mark.tsx';
import { RuleTable } from './rule-table.tsx';
import { hashOf } from '../../router.ts';
import { unbroken } from '../../ui/unbroken.ts';

type Drug = Output<'formulary.list'>['drugs'][number];

/** One drug; opened, its products with where each figure comes from. */
export function DrugRow({ drug: d, open, onOpen }: { drug: Drug; open: boolean; onOpen: () => void }) {
  return (
    <>
      <tr>
        <td>
          <button type="button" className="name-button" aria-expanded={open} onClick={onOpen}>
            {d.name} <span aria-hidden="true">{open ? '▴' : '▾'}</span>
          </button>
          <div className="row wrap">
            {d.schedule !== null && <span className="note">{d.schedule}</span>}
            {d.highAlert && <Flag severity="soft">high alert</Flag>}
            <span className="note">in {d.unit}</span>
          </div>
        </td>
        <td>{d.routes.join(', ')}</td>
        <td>{d.vials.map((v) => product(v)).join(' · ')}</td>
        <td>
          {d.standardConcentrations.length > 0 ? (
            unbroken([...new Set(d.standardConcentrations)].join(', '))
          ) : (
            <span className="note">none set</span>
          )}
        </td>
        <td className="num">{d.ruleCount}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5} className="opened">
            <ul className="plain-list">
              {d.vials.map((v) => (
                <li key={`${v.strength}${v.volume}${v.container}`}>
                  <span className="strong">{product(v)}</span> {v.container}{' '}
                  <span className="note">· {v.provenance}</span>
                </li>
              ))}
            </ul>
            <a href={hashOf({ at: 'drug', id: d.id })}>All about {d.name}</a>
            <RuleTable drug={d.id} />
          </td>
        </tr>
      )}
    </>
  );
}

/** `10 mg/mL, 5 mL` as one word: strength and volume are read together. */
const product = (v: Drug['vials'][number]): string =>
  unbroken(`${v.strength}, ${v.volume}`).replace(', ', ',\u00a0');
