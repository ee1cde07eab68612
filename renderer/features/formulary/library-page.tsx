import { useState } from 'react';
import type { CollectionView, RecordView } from '../../../bridge/library.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Answer, Empty } from '../../ui/states.tsx';
import { ChangeList } from './change-list.tsx';
import { ExchangePanel } from './exchange-panel.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { RecordLine } from './record-line.tsx';
import { isMap } from './record-form.ts';

/** Everything that the library holds, collection by collection, and the way to other pharmacies. */
export function LibraryPage({ collection }: { collection: string | null }) {
  const collections = useRead('library.collections', {});
  return (
    <div className="page">
      <header>
        <h1>Library</h1>
        <a href={hashOf({ at: 'formulary' })}>Formulary</a>
        <a href={hashOf({ at: 'protocols' })}>Protocols</a>
      </header>
      <ChangeList />
      <div className="fill stack">
        <ExchangePanel />
        <Answer of={collections} what="the collections">
          {(all) => (
            <>
              <nav className="row wrap" aria-label="Collections">
                {all.map((c) => (
                  <a
                    key={c.id}
                    className="btn small"
                    href={hashOf({ at: 'library', collection: c.id })}
                    {...(c.id === collection && { 'aria-current': 'page' as const })}
                  >
                    {c.title}
                  </a>
                ))}
              </nav>
              {all
                .filter((c) => c.id === collection)
                .map((c) => (
                  <Records key={c.id} of={c} />
                ))}
            </>
          )}
        </Answer>
      </div>
    </div>
  );
}

/** The drug of a record, where it is of one, and its key: a limit says neither. */
const leadOf = ({ record, key, says }: RecordView): { lead?: string } => {
  const drug = isMap(record) && typeof record['drug'] === 'string' ? record['drug'] : '';
  const words = [drug, key].filter((word) => word !== '' && !says.toLowerCase().includes(word.toLowerCase()));
  return words.length === 0 ? {} : { lead: words.join(' ') };
};

/** House rule: of more lines nobody reads more; what is looked for is typed. */
const SHOWN = 100;
/** What is put by an act of its own, and not in a form. */
const BY_ITSELF: readonly string[] = ['stops', 'confirmations'];

function Records({ of }: { of: CollectionView }) {
  const records = useRead('library.records', { collection: of.id });
  const mayPropose = useMay('library.propose') && !BY_ITSELF.includes(of.id);
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState<{ id: string | null } | null>(null);
  const word = search.trim().toLowerCase();
  const found = (records.data ?? []).filter((r) =>
    `${leadOf(r).lead ?? ''} ${r.says}`.toLowerCase().includes(word),
  );
  const toVerify = found.filter((r) => r.toVerify).length;
  return (
    <section className="panel pad stack" aria-label={of.title}>
      <div className="row">
        <h2 className="cap">{of.title}</h2>
        <span className="note grow">
          {found.length}
          {toVerify > 0 && `, ${toVerify} to be verified`}
        </span>
        <input
          className="input"
          style={{ width: 260 }}
          aria-label={`Search ${of.title.toLowerCase()}`}
          placeholder="Any word of it"
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
        {mayPropose && (
          <button
            type="button"
            className="btn small"
            onClick={() => setAsked({ id: null })}
            aria-label={`Propose a new ${of.one}`}
          >
            New {of.one}…
          </button>
        )}
      </div>
      <Answer of={records} what={of.title.toLowerCase()}>
        {() =>
          found.length === 0 ? (
            <Empty title={`No such ${of.one} in the library`} />
          ) : (
            <>
              <ul className="plain-list">
                {found.slice(0, SHOWN).map((r) => (
                  <RecordLine
                    key={r.key}
                    row={r}
                    one={of.one}
                    {...leadOf(r)}
                    {...(mayPropose && { onChange: () => setAsked({ id: r.key }) })}
                  />
                ))}
              </ul>
              {found.length > SHOWN && (
                <p className="note">
                  The first {SHOWN} of {found.length}: type a word of the one that is looked for.
                </p>
              )}
            </>
          )
        }
      </Answer>
      {asked && <RecordDialog collection={of.id} id={asked.id} onClose={() => setAsked(null)} />}
    </section>
  );
}
