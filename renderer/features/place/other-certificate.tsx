import { useState } from 'react';
import type { PlaceView } from '../../../bridge/place.ts';
import { TickField } from '../../ui/field.tsx';
import { Problem } from '../../ui/states.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { useAsk } from './use-ask.ts';

/** The site shows another certificate than the one that was compared. A person says that it was renewed, or nobody goes on. */
export function OtherCertificate({
  site,
  found,
}: {
  site: NonNullable<PlaceView['site']>;
  found: NonNullable<PlaceView['found']>;
}) {
  const [isSame, setSame] = useState(false);
  const { go, isBusy, failure } = useAsk();
  return (
    <div className="stack">
      <p>
        Either the certificate of the site was renewed, or somebody stands between this computer and the site.
        Nothing was sent. A supervisor reads the fingerprint where the site runs, which meniscus serve prints
        at each start, and compares it with the second one here.
      </p>
      <Fingerprint label="Known here" value={site.pinned} />
      <Fingerprint label={`Shown now, for ${found.names}`} value={found.fingerprint} />
      <TickField
        label="I am a supervisor, I read it where the site runs, and the second one is the same"
        name="same"
        checked={isSame}
        onChange={setSame}
      />
      <Problem failure={failure} />
      <button
        type="button"
        className="btn wide"
        disabled={!isSame || isBusy}
        onClick={() => void go({ ask: 'pin', fingerprint: found.fingerprint })}
      >
        Know the site by the new one
      </button>
    </div>
  );
}
