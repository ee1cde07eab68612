import { useState } from 'react';
import type { KeyView } from '../../../bridge/interchange.ts';
import { call, failureOf, type CallFailure } from '../../api.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { bytesOf, download } from '../../ui/download.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';
import { Answer, Problem } from '../../ui/states.tsx';
import { ImportLibrary } from './import-library.tsx';
import { RecordDialog } from './record-dialog.tsx';

/** The library as a signed file, out and in: what comes in is proposed, and never in force by itself. */
export function ExchangePanel() {
  const keys = useRead('library.key', {});
  const mayExport = useMay('administer');
  const mayImport = useMay('library.propose');
  const [asked, setAsked] = useState<'export' | 'import' | 'key' | null>(null);
  const close = () => setAsked(null);
  return (
    <section className="panel pad stack" aria-label="Between pharmacies">
      <div className="row">
        <h2 className="cap grow">Between pharmacies</h2>
        {mayImport && <BookButton />}
        {mayExport && (
          <button type="button" className="btn small" onClick={() => setAsked('export')}>
            Export the library…
          </button>
        )}
        {mayImport && (
          <button type="button" className="btn small" onClick={() => setAsked('import')}>
            Import a library…
          </button>
        )}
        {mayImport && (
          <button type="button" className="btn small" onClick={() => setAsked('key')}>
            Trust a key…
          </button>
        )}
      </div>
      <Answer of={keys} what="the keys">
        {(view) => <Keys view={view} />}
      </Answer>
      {asked === 'export' && <ExportDialog onClose={close} />}
      {asked === 'import' && <ImportLibrary onClose={close} />}
      {asked === 'key' && <RecordDialog collection="trusted-keys" id={null} onClose={close} />}
    </section>
  );
}

function Keys({ view: { own, trusted } }: { view: KeyView }) {
  const { timeZone } = useSession().status;
  return (
    <>
      {own === null ? (
        <p className="note">
          This pharmacy has signed no library yet: its key is made with the first export.
        </p>
      ) : (
        <p>
          Key of this pharmacy <span className="mono">{own.key}</span>{' '}
          <button
            type="button"
            className="btn small"
            onClick={() =>
              download(
                'meniscus-public-key.txt',
                `${own.pharmacy ?? ''}\n${own.key}\n${own.fingerprint}\n`,
                'text/plain',
              )
            }
          >
            Save the key
          </button>
          <br />
          <span className="note">
            Fingerprint, to be read to each other: <span className="mono">{own.fingerprint}</span>, made{' '}
            {instantWords(own.at, timeZone)}
          </span>
        </p>
      )}
      {trusted.length > 0 && (
        <ul className="plain-list" aria-label="Keys that are trusted here">
          {trusted.map((k) => (
            <li key={k.key}>
              {k.name} <span className="mono note">{k.fingerprint}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function BookButton() {
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { name, data } = await call('library.book', {});
      download(name, bytesOf(data), 'application/pdf');
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Problem failure={failure} />
      <button type="button" className="btn small" disabled={isBusy} onClick={() => void make()}>
        {isBusy ? 'The book is made…' : 'Formulary as a book (PDF)'}
      </button>
    </>
  );
}

function ExportDialog({ onClose }: { onClose: () => void }) {
  const signer = useSigner();
  const made = useWrite('library.export', ({ name, text, sha256 }) => {
    download(name, text, 'application/json');
    say(`Exported and signed. SHA-256 ${sha256}`);
    onClose();
  });
  return (
    <SignDialog
      title="Export the library"
      meaning="I hand out the library in force as a file that is signed with the key of this pharmacy."
      facts={[['What', 'every record with its source; no patient, no order, no person']]}
      signer={signer}
      act="Export"
      busy={made.isBlocked}
      failure={failureIn(made)}
      onSign={(password) => made.mutate({ password })}
      onClose={onClose}
    />
  );
}
