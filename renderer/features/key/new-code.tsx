import { Modal } from '@mantine/core';
import { useState } from 'react';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';
import { RecoveryPaper } from './recovery-paper.tsx';

/** Whether there is a way back to the key of the data file, and a new code where it is wanted. */
export function NewCode() {
  const known = useRead('key.status', {}).data;
  const [asking, setAsking] = useState(false);
  const make = useWrite('key.recovery', () => setAsking(false));
  const signer = useSigner();
  if (known === undefined) return null;
  return (
    <section className="panel pad stack" aria-label="Recovery code">
      <h2 className="cap">Recovery code</h2>
      <p className="note">
        {known.recovery
          ? 'The data file is encrypted, and a code on paper opens it where its key is lost.'
          : 'The data file is encrypted, and no code was made that opens it where its key is lost.'}
      </p>
      <button type="button" className="btn" onClick={() => setAsking(true)}>
        Make a {known.recovery && 'new '}recovery code…
      </button>
      {asking && (
        <SignDialog
          title="Recovery code"
          meaning="I put the code where nobody finds it together with the data. One of before opens nothing any more."
          facts={[]}
          signer={signer}
          act="Make the code"
          busy={make.isBlocked}
          failure={failureIn(make)}
          onSign={(password) => make.mutate({ password })}
          onClose={() => setAsking(false)}
        />
      )}
      {make.data && (
        <Modal opened onClose={() => undefined} title="Recovery code" size={560} withCloseButton={false}>
          <RecoveryPaper code={make.data.code} onHave={make.reset} />
        </Modal>
      )}
    </section>
  );
}
