import { useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { RecordView } from '../../../bridge/library.ts';
import type { ProtocolRecord } from '../../../engine/formulary/protocols.ts';
import { KIND_WORDS } from '../../../engine/formulary/regimen-kinds.ts';
import { useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Answer, Empty } from '../../ui/states.tsx';
import { ChangeList } from './change-list.tsx';
import { ForPumps } from './for-pumps.tsx';
import { ProtocolRange } from './protocol-range.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { RecordLine } from './record-line.tsx';

interface Leaf {
  readonly row: RecordView;
  readonly protocol: ProtocolRecord;
  /** profile, therapy, qualifier, drug with concentration */
  readonly path: readonly string[];
}
const LEVELS = ['profile', 'therapy', 'qualifier', 'drug and concentration'] as const;

const leafOf = (row: RecordView, nameOf: (drug: string) => string): Leaf => {
  const protocol = row.record as ProtocolRecord;
  const { profile, kind, route, qualifier, drug, concentration, concentration_unit } = protocol;
  return {
    row,
    protocol,
    path: [
      profile,
      `${KIND_WORDS[kind]}, ${route}`,
      qualifier === 'any' ? 'any patient' : qualifier,
      `${nameOf(drug)} ${concentration} ${concentration_unit}`,
    ],
  };
};
/** Two protocols of one path are told apart by their names. */
const within = (leaves: readonly Leaf[], path: readonly string[]) =>
  leaves.filter((l) => path.every((part, i) => l.path[i] === part));

/** What orders start from, as the pumps' own libraries have it: profile, therapy, qualifier, drug and concentration. */
export function ProtocolsPage() {
  const records = useRead('library.records', { collection: 'protocols' });
  const formulary = useRead('formulary.list', {});
  const mayPropose = useMay('library.propose');
  const mayOrder = useMay('order.draft');
  const mayTake = useMay('prepare');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<{ id: string | null } | null>(null);
  const nameOf = (drug: string) => formulary.data?.drugs.find((d) => d.id === drug)?.name ?? drug;
  const leaves = (records.data ?? []).map((row) => leafOf(row, nameOf));
  const first = within(leaves, chosen)[0] ?? leaves[0];
  const path = first?.path ?? [];
  const shown = within(leaves, path);
  const act = (key: string) => {
    if (key === 'o' && first && mayOrder)
      go({ at: 'new-order', patientId: null, protocol: first.protocol.id });
    if (key === 'e' && first && mayPropose) setAsked({ id: first.row.key });
  };
  return (
    <div className="page">
      <header>
        <h1>Protocols</h1>
        <a href={hashOf({ at: 'formulary' })}>Formulary</a>
        {mayPropose && (
          <button type="button" className="btn small" onClick={() => setAsked({ id: null })}>
            New protocol…
          </button>
        )}
      </header>
      <ChangeList />
      {mayTake && <ForPumps />}
      <div className="fill stack">
        <Answer of={records} what="the protocols">
          {() =>
            first === undefined ? (
              <Empty title="No protocol in the library" />
            ) : (
              <>
                <Tree leaves={leaves} path={path} onChoose={setChosen} onAct={act} />
                {shown.map((leaf) => (
                  <Fields
                    key={leaf.row.key}
                    leaf={leaf}
                    onChange={mayPropose ? () => setAsked({ id: leaf.row.key }) : null}
                    mayOrder={mayOrder}
                  />
                ))}
              </>
            )
          }
        </Answer>
      </div>
      {asked && <RecordDialog collection="protocols" id={asked.id} onClose={() => setAsked(null)} />}
    </div>
  );
}

interface TreeProps {
  readonly leaves: readonly Leaf[];
  readonly path: readonly string[];
  readonly onChoose: (path: readonly string[]) => void;
  readonly onAct: (key: string) => void;
}

/** Four columns; arrow keys go through one and from one to the next. */
function Tree({ leaves, path, onChoose, onAct }: TreeProps) {
  const tree = useRef<HTMLElement>(null);
  const focus = (level: number) =>
    tree.current?.querySelector<HTMLElement>(`[data-level="${level}"] [aria-current]`)?.focus();
  const keys = (event: KeyboardEvent, level: number, parts: readonly string[]) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) onAct(event.key);
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (sideways !== undefined) focus(level + sideways);
    const next = along === undefined ? undefined : parts[parts.indexOf(path[level] ?? '') + along];
    if (next !== undefined) {
      // Drawn before the next key comes, which goes on from there.
      flushSync(() => onChoose([...path.slice(0, level), next]));
      focus(level);
    }
    if (sideways !== undefined || along !== undefined) event.preventDefault();
  };
  return (
    <nav className="panel tree" ref={tree} aria-label="Protocols">
      {LEVELS.map((title, level) => {
        const parts = [...new Set(within(leaves, path.slice(0, level)).map((l) => l.path[level] ?? ''))];
        return (
          <div key={title} data-level={level}>
            <p className="note">{title}</p>
            <ul aria-label={title}>
              {parts.map((part) => (
                <li key={part}>
                  <button
                    type="button"
                    {...(path[level] === part && { 'aria-current': 'true' })}
                    onClick={() => onChoose([...path.slice(0, level), part])}
                    onKeyDown={(event) => keys(event, level, parts)}
                  >
                    <span>{part}</span>
                    <span className="note">{within(leaves, [...path.slice(0, level), part]).length}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

interface FieldsProps {
  readonly leaf: Leaf;
  readonly onChange: (() => void) | null;
  readonly mayOrder: boolean;
}

/** The fields of a protocol, each with where it starts, asks and stops. */
function Fields({ leaf: { row, protocol, path }, onChange, mayOrder }: FieldsProps) {
  return (
    <section className="panel pad stack" aria-label={`Protocol ${row.key}`}>
      <div className="row">
        <h2 className="grow">{path.join(' › ')}</h2>
        {mayOrder && (
          <a className="btn main" href={hashOf({ at: 'new-order', patientId: null, protocol: protocol.id })}>
            New order from this <kbd>O</kbd>
          </a>
        )}
      </div>
      <table className="table">
        <thead>
          <tr>
            <th>Field, as on the pump</th>
            <th>Starts at</th>
            <th>Asks outside, stops outside</th>
            <th>Unit</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>concentration</td>
            <td className="strong">{protocol.concentration}</td>
            <td className="note">fixed by the protocol</td>
            <td>{protocol.concentration_unit}</td>
          </tr>
          {protocol.fields.map((f) => (
            <tr key={`${f.line} ${f.window_h ?? ''}`}>
              <td>{f.line}</td>
              <td className="strong">{f.start ?? <span className="note">typed per order</span>}</td>
              <td>
                <ProtocolRange field={f} />
              </td>
              <td>
                {f.unit}
                {f.window_h !== undefined && ` in ${f.window_h} h`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {protocol.bag || protocol.sessions || protocol.pump !== undefined ? (
        <p>{row.says.split('; ').findLast((part) => part.startsWith('orders start with'))}.</p>
      ) : (
        <p className="note">Says nothing of a bag, sessions or a pump: they are typed per order.</p>
      )}
      <ul className="plain-list">
        <RecordLine row={row} one="protocol" {...(onChange && { onChange })} />
      </ul>
    </section>
  );
}
