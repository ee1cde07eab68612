import { useState } from 'react';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Flag } from '../../ui/mark.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { PrinterForm } from './printer-form.tsx';
import type { Stored } from './stored-printer.ts';
import { TestDialog } from './test-dialog.tsx';
import { LANGUAGES, paperWords, wayWords } from './words.ts';

/** Where labels and sheets come out: how each printer is reached, what it speaks and what is loaded. */
export function PrintersPage() {
  const list = useRead('printer.list', {});
  const mayChange = useMay('administer');
  const mayPrint = useMay('prepare');
  const [beside, setBeside] = useState<'new' | string | null>(null);
  const [testing, setTesting] = useState<Stored | null>(null);
  const chosen = list.data?.find((p) => p.id === beside);
  const close = () => setBeside(null);
  return (
    <div className="page">
      <header>
        <h1>Printers</h1>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'printing' })}>
          Print jobs
        </a>
        {mayChange && (
          <button type="button" className="btn main" onClick={() => setBeside('new')}>
            New printer
          </button>
        )}
      </header>
      <div className={beside === null ? 'fill panel' : 'side-grid'}>
        <div className={beside === null ? '' : 'panel'}>
          <Answer of={list} what="printers">
            {(printers) =>
              printers.length === 0 ? (
                <Empty title="No printer is entered">
                  <span>Until then pages are saved as files, or printed by the system.</span>
                </Empty>
              ) : (
                <table className="table">
                  <thead>
                    <tr>
                      <th>Name</th>
                      <th>Reached at</th>
                      <th>Prints</th>
                      <th>Loaded</th>
                      <th>State</th>
                      <th>
                        <span className="sr">Acts</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {printers.map((p) => (
                      <tr key={p.id}>
                        <td>
                          {mayChange ? (
                            <button
                              type="button"
                              className="name-button"
                              aria-expanded={beside === p.id}
                              onClick={() => setBeside(beside === p.id ? null : p.id)}
                            >
                              {p.record.name}
                            </button>
                          ) : (
                            <span className="strong">{p.record.name}</span>
                          )}
                        </td>
                        <td className="mono">{wayWords(p.record.way)}</td>
                        <td>{LANGUAGES[p.record.language]}</td>
                        <td>{paperWords(p.record.papers)}</td>
                        <td>
                          {p.record.active ? (
                            <Flag severity="pass">in use</Flag>
                          ) : (
                            <Flag severity="unknown">out of use</Flag>
                          )}
                        </td>
                        <td>
                          {mayPrint && p.record.active && (
                            <span className="row end">
                              <button
                                type="button"
                                className="btn small"
                                aria-label={`Test page on ${p.record.name}`}
                                onClick={() => setTesting(p)}
                              >
                                Test page…
                              </button>
                            </span>
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
        {beside === 'new' && <PrinterForm key="new" known={null} onClose={close} />}
        {chosen && <PrinterForm key={`${chosen.id}-${chosen.version}`} known={chosen} onClose={close} />}
      </div>
      {testing && <TestDialog printer={testing} onClose={() => setTesting(null)} />}
    </div>
  );
}
