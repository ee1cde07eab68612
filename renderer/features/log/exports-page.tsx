import { useState, type FormEvent } from 'react';
import { exportKinds, type ExportFormat, type ExportKind, type Identifiers } from './export-choices.ts';
import { EXPORT_FORMATS, EXPORT_IDENTIFIERS } from './export-choices.ts';
import { failureIn, useWrite } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { ChoiceField, PickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { useSigning } from '../../ui/signing.ts';
import { ExportJob } from './export-job.tsx';
import { ExportSignature } from './export-signature.tsx';
import { filterOf, NONE } from './filter.ts';
import { FILTER_PATHS, FilterFields } from './filter-fields.tsx';

/** Logs as files, for boards of pharmacy, the DEA and courts: which, of what, in which format, and who is named in it. */
export function ExportsPage() {
  const { status } = useSession();
  const [kind, setKind] = useState<ExportKind>('compounding');
  const [format, setFormat] = useState<ExportFormat>('pdf');
  const [identifiers, setIdentifiers] = useState<Identifiers>('full');
  const [typed, setTyped] = useState(NONE);
  const [jobs, setJobs] = useState<readonly string[]>([]);
  const sign = useSigning();
  const start = useWrite('export.start', ({ job }) => {
    sign.close();
    setJobs([job, ...jobs]);
  });
  const failure = failureIn(start);
  const isLog = kind === 'audit';
  const send = (event: FormEvent) => {
    event.preventDefault();
    sign.ask();
  };
  const make = (password: string) => {
    const asked = isLog ? typed : { ...typed, user: '', command: '', text: '' };
    start.mutate(
      { kind, format, identifiers, filter: filterOf(asked, status.timeZone), password },
      sign.back,
    );
  };
  return (
    <div className="page">
      <header>
        <h1>Logs and reports</h1>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'log' })}>
          The log on screen
        </a>
      </header>
      <div className="side-grid wide-side">
        <form className="panel pad stack" onSubmit={send}>
          <PickField
            label="Which"
            name="kind"
            value={kind}
            onChange={(value) => setKind(value as ExportKind)}
            options={exportKinds}
            hint={exportKinds.find((o) => o.value === kind)?.about}
          />
          <ChoiceField
            label="Format"
            name="format"
            value={format}
            onChange={(value) => setFormat(value as ExportFormat)}
            options={EXPORT_FORMATS}
            issues={FieldIssues.of(failure).at('format')}
          />
          <ChoiceField
            label="Patients"
            name="identifiers"
            value={identifiers}
            onChange={(value) => setIdentifiers(value as Identifiers)}
            options={EXPORT_IDENTIFIERS}
          />
          <div className="log-filter">
            <FilterFields typed={typed} issues={FieldIssues.of(failure)} onType={setTyped} isLog={isLog} />
          </div>
          <Problem failure={failure} shown={['format', 'password', ...FILTER_PATHS]} />
          <span className="row">
            <button type="submit" className="btn main" disabled={start.isBlocked}>
              Make the file…
            </button>
            <span className="note">Making it, and what is in it, stands in the log.</span>
          </span>
        </form>
        <section className="stack" aria-label="Files">
          {jobs.length === 0 && (
            <p className="note pad">Files that you make appear here. They are removed after an hour.</p>
          )}
          {jobs.map((job) => (
            <ExportJob key={job} job={job} />
          ))}
        </section>
      </div>
      {sign.signing && (
        <ExportSignature sign={sign} wanted={{ kind, format, identifiers }} start={start} onSign={make} />
      )}
    </div>
  );
}
