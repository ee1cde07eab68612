import { useState } from 'react';
import { TickField } from '../../ui/field.tsx';

/** A recovery code, once: to be printed or written down, and told that it was. */
export function RecoveryPaper({ code, onHave }: { code: string; onHave: () => void }) {
  const [has, setHas] = useState(false);
  return (
    <div className="stack">
      <p>
        The data file is encrypted. If this machine, its account or its key file is lost, only this code or a
        backup with its passphrase opens the data again: either is enough. Nobody can make the code again from
        the data.
      </p>
      <output className="one-time mono recovery-code" aria-label="Recovery code">
        {code}
      </output>
      <p className="note">
        Keep it away from this machine: whoever has the code and the data folder reads everything. It is shown
        here only, and kept nowhere. A new one can be made under Backups; this one then opens nothing any
        more.
      </p>
      <TickField label="I have it on paper" name="has" checked={has} onChange={setHas} />
      <span className="row end">
        <button type="button" className="btn" onClick={() => window.print()}>
          Print this page
        </button>
        <button type="button" className="btn main" disabled={!has} onClick={onHave}>
          Go on
        </button>
      </span>
    </div>
  );
}
