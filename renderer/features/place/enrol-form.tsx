import { useState, type FormEvent } from 'react';
import type { FoundCertificate } from '../../../bridge/place.ts';
import { TextField, TickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { useAsk } from './use-ask.ts';

const FIELDS = ['address', 'code', 'name'];

/** The address of a site, what stands there, and the code with which this computer becomes a station of it. */
export function EnrolForm({
  address: known,
  pinned,
}: {
  address: string;
  /** of the site at which this computer was a station: it was compared then */
  pinned: string | null;
}) {
  const [address, setAddress] = useState(known);
  const [found, setFound] = useState<FoundCertificate | null>(null);
  const [isSame, setSame] = useState(false);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const { ask, go, isBusy, failure } = useAsk();
  const issues = FieldIssues.of(failure);
  const look = (event: FormEvent) => {
    event.preventDefault();
    void ask({ ask: 'find', address }).then((view) => view && setFound(view.found));
  };
  const fingerprint = pinned ?? found?.fingerprint ?? null;
  if (fingerprint === null)
    return (
      <form className="stack" onSubmit={look}>
        <TextField
          label="Address of the site"
          name="address"
          value={address}
          onChange={setAddress}
          issues={issues.at('address')}
          placeholder="https://pharmacy.example:8443"
          hint="as meniscus serve prints it where the site runs"
          first
        />
        <Problem failure={failure} shown={FIELDS} />
        <button type="submit" className="btn main wide" disabled={isBusy || address.trim() === ''}>
          Look for the site
        </button>
      </form>
    );
  const enrol = (event: FormEvent) => {
    event.preventDefault();
    void go({ ask: 'enrol', address, fingerprint, code, name });
  };
  return (
    <form className="stack" onSubmit={enrol}>
      {found !== null && (
        <>
          <p>
            <b>{address}</b> shows a certificate for {found.names}, good until {found.until.slice(0, 10)}.
          </p>
          <Fingerprint label="Its fingerprint (SHA-256)" value={fingerprint} />
          <p className="question">
            Compare it, sign by sign, with what meniscus serve printed where the site runs. If they differ,
            somebody stands between this computer and the site: stop, and tell a supervisor.
          </p>
          <TickField
            label="I compared them: they are the same"
            name="same"
            checked={isSame}
            onChange={setSame}
          />
        </>
      )}
      <TextField
        label="Code"
        name="code"
        value={code}
        onChange={setCode}
        issues={issues.at('code')}
        hint="made by a supervisor under Users, Stations; good once, for a quarter of an hour"
        mono
      />
      <TextField
        label="Name of this station"
        name="name"
        value={name}
        onChange={setName}
        issues={issues.at('name')}
        hint="where it stands, such as Clean room 2: the log names it"
      />
      <Problem failure={failure} shown={FIELDS} />
      <button
        type="submit"
        className="btn main wide"
        disabled={isBusy || (found !== null && !isSame) || code === '' || name === ''}
      >
        Enrol this computer
      </button>
    </form>
  );
}
