import { useState } from 'react';
import type { CollectionView, RecordView } from '../../../bridge/library.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Flag } from '../../ui/mark.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { ChangeList } from './change-list.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { RecordLine } from './record-line.tsx';
import { StopDialog } from './stop-dialog.tsx';

/** What is shown of a drug, in the order in which somebody asks. */
const SHOWN = ['drugs', 'limits', 'vials', 'stability', 'compatibility', 'interactions', 'stops'];

interface Asked {
  readonly collection: string;
  readonly id: string | null;
  readonly start?: Readonly<Record<string, unknown>>;
}

/** What a new record of a collection says of its drug before anything is typed. */
const startOf = (collection: string, drug: string): Readonly<Record<string, unknown>> =>
  collection === 'compatibility' || collection === 'interactions' ? { drugs: [drug] } : { drug };

/** All that the checks know of one drug, each with its source and what this pharmacy decided of it. */
export function DrugPage({ id }: { id: string }) {
  const records = useRead('library.records', { drug: id });
  const collections = useRead('library.collections', {});
  const mayStop = useMay('order.verify');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [stopping, setStopping] = useState(false);
  const rows = records.data ?? [];
  const name = rows.find((r) => r.collection === 'drugs')?.says ?? id;
  const stopped = rows.some((r) => r.collection === 'stops');
  return (
    <div className="page">
      <header>
        <h1>{name}</h1>
        {stopped && <Flag severity="absolute">stopped here</Flag>}
        <a href={hashOf({ at: 'formulary' })}>Formulary</a>
        {mayStop && (
          <button type="button" className="btn small" onClick={() => setStopping(true)}>
            Stop…
          </button>
        )}
      </header>
      <ChangeList />
      <div className="fill stack">
        <Answer of={records} what="the drug">
          {(known) =>
            known.length === 0 ? (
              <Empty title="No such drug in the library" />
            ) : (
              SHOWN.map((c) => {
                const of = collections.data?.find((x) => x.id === c);
                const mine = known.filter((r) => r.collection === c);
                return (
                  of && (
                    <Section
                      key={c}
                      of={of}
                      rows={mine}
                      onChange={(key) => setAsked({ collection: c, id: key })}
                      onAdd={() => setAsked({ collection: c, id: null, start: startOf(c, id) })}
                    />
                  )
                );
              })
            )
          }
        </Answer>
      </div>
      {asked && <RecordDialog {...asked} onClose={() => setAsked(null)} />}
      {stopping && <StopDialog drug={id} name={name} onClose={() => setStopping(false)} />}
    </div>
  );
}

function Section({
  of,
  rows,
  onChange,
  onAdd,
}: {
  of: CollectionView;
  rows: readonly RecordView[];
  onChange: (key: string) => void;
  onAdd: () => void;
}) {
  const mayPropose = useMay('library.propose');
  const mayAdd = mayPropose && of.id !== 'stops' && of.id !== 'drugs';
  const toVerify = rows.filter((r) => r.toVerify).length;
  return (
    <section className="panel pad stack" aria-label={of.title}>
      <div className="row">
        <h2 className="cap grow">{of.title}</h2>
        <span className="note">
          {rows.length === 0 ? 'none in the library' : rows.length}
          {toVerify > 0 && `, ${toVerify} to be verified`}
        </span>
        {mayAdd && (
          <button type="button" className="btn small" onClick={onAdd} aria-label={`Propose a new ${of.one}`}>
            New {of.one}…
          </button>
        )}
      </div>
      {rows.length > 0 && (
        <ul className="plain-list">
          {rows.map((r) => (
            <RecordLine
              key={r.key}
              row={r}
              one={of.one}
              {...(mayPropose && { onChange: () => onChange(r.key) })}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
