import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ImportLine, ImportProgress } from '../../../bridge/products.ts';
import { failureOf, type CallFailure } from '../../api.ts';
import { useRead } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { download } from '../../ui/download.ts';
import { ChoiceField, TickField } from '../../ui/field.tsx';
import { Answer, Problem } from '../../ui/states.tsx';
import {
  changesFile,
  importFile,
  MOST_REPORTED,
  refusalsFile,
  type Asked,
  type Report,
} from './import-file.ts';

/** The way in for lists, and what came in before. */
export function ImportPanel() {
  const mayImport = useMay('administer');
  return (
    <section className="panel pad stack" aria-label="Import">
      {mayImport && <ImportForm />}
      <LastImports />
    </section>
  );
}

type Running = { readonly name: string; readonly bytes: number; readonly progress: ImportProgress | null };

function ImportForm() {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [asked, setAsked] = useState<Asked>({ encoding: 'utf-8', whole: false });
  const [running, setRunning] = useState<Running | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const stop = useRef(false);
  const start = async (chosen: File) => {
    stop.current = false;
    setBusy(true);
    setReport(null);
    setFailure(null);
    const begun = { name: chosen.name, bytes: chosen.size, progress: null };
    setRunning(begun);
    try {
      const tell = (progress: ImportProgress) => setRunning({ ...begun, progress });
      setReport(await importFile(chosen, asked, tell, () => stop.current));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
      void client.invalidateQueries();
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (file && !isBusy) void start(file);
      }}
    >
      <h2 className="cap">Import a list</h2>
      <p className="note">
        FDA’s product file first, then its package file (text with tabs, or CSV with the same names of
        columns), or a list with a column GTIN. Nothing is ever deleted by an import.
      </p>
      <label className="stack">
        <span>File</span>
        <input
          type="file"
          accept=".txt,.csv,.tsv,text/*"
          disabled={isBusy}
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <ChoiceField
        label="Its letters"
        name="encoding"
        value={asked.encoding}
        onChange={(encoding) => setAsked({ ...asked, encoding: encoding as Asked['encoding'] })}
        options={[
          { value: 'utf-8', label: 'UTF-8' },
          { value: 'windows-1252', label: 'Windows-1252, as FDA’s own files' },
        ]}
      />
      <TickField
        label="This is the whole list: mark what it does not have as no longer listed"
        name="whole"
        checked={asked.whole}
        onChange={(whole) => setAsked({ ...asked, whole })}
      />
      <span className="row">
        <button type="submit" className="btn main" disabled={file === null || isBusy}>
          Import
        </button>
        {isBusy && (
          <button type="button" className="btn" onClick={() => (stop.current = true)}>
            Stop
          </button>
        )}
      </span>
      {running && <Progress running={running} isBusy={isBusy} />}
      <Problem failure={failure} />
      {report && <Reported report={report} />}
    </form>
  );
}

function Progress({ running: { name, bytes, progress }, isBusy }: { running: Running; isBusy: boolean }) {
  const p = progress;
  return (
    <div className="stack">
      {isBusy && <progress aria-label={`of ${name}`} value={p?.received ?? 0} max={Math.max(bytes, 1)} />}
      <output>
        {p === null
          ? `${name}: begun`
          : `${name}: ${p.rows} rows, ${p.added} added, ${p.changed} changed, ${p.unchanged} as before, ${p.refused} refused`}
      </output>
    </div>
  );
}

function Reported({ report: { refusals, changes, end } }: { report: Report }) {
  return (
    <div className="stack">
      <output>
        {end.sha256 === null
          ? 'Stopped: what was taken until then stays. Import the file again to have the rest.'
          : `${end.absent} that are listed do not stand in this file.`}
      </output>
      {refusals.length > 0 && (
        <>
          <table className="table">
            <thead>
              <tr>
                <th>Line</th>
                <th>Field</th>
                <th>Given</th>
                <th>Accepted</th>
              </tr>
            </thead>
            <tbody>
              {refusals.slice(0, SHOWN).map((r) => (
                <tr key={`${r.line} ${r.code}`}>
                  <td>{r.line}</td>
                  <td className="mono">{r.field === '' ? 'the row' : r.field}</td>
                  <td>{r.given ?? '–'}</td>
                  <td>{r.accepted}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="note">
            {refusals.length > SHOWN && `The first ${SHOWN}; the file has `}
            {refusals.length > SHOWN &&
              (refusals.length >= MOST_REPORTED ? `the first ${refusals.length}.` : 'them all.')}
          </p>
        </>
      )}
      <span className="row">
        {refusals.length > 0 && (
          <button
            type="button"
            className="btn"
            onClick={() => download('refused-rows.csv', refusalsFile(refusals), 'text/csv')}
          >
            Save the refused rows
          </button>
        )}
        {changes.length > 0 && (
          <button
            type="button"
            className="btn"
            onClick={() => download('changed-products.csv', changesFile(changes), 'text/csv')}
          >
            Save what changed
          </button>
        )}
      </span>
    </div>
  );
}
const SHOWN = 10;

function LastImports() {
  const zone = useSession().status.timeZone;
  const last = useRead('product.imports', {});
  return (
    <Answer of={last} what="the imports">
      {({ imports }) =>
        imports.length > 0 && (
          <table className="table" aria-label="Imports, the newest first">
            <thead>
              <tr>
                <th>File</th>
                <th>When, by whom</th>
                <th>Rows</th>
              </tr>
            </thead>
            <tbody>
              {imports.map((i) => (
                <tr key={i.id}>
                  <td>
                    {i.file}
                    {i.sha256 && <div className="note mono cut">SHA-256 {i.sha256}</div>}
                  </td>
                  <td>
                    {instantWords(i.at, zone)}, {i.by}
                  </td>
                  <td>{rowsWords(i)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Answer>
  );
}

function rowsWords({ ended, sha256, counts }: ImportLine): string {
  if (!ended || counts === null) return 'not ended';
  const said = `${counts.added} added, ${counts.changed} changed, ${counts.unchanged} as before, ${counts.refused} refused`;
  return sha256 === null ? `stopped: ${said}` : said;
}
