import { useState } from 'react';
import type { PlaceView } from '../../../bridge/place.ts';
import { refusalWords } from '../../../words/refusal.ts';
import { changePlace } from '../../place.ts';
import { Problem } from '../../ui/states.tsx';
import { StartFrame } from '../start/frame.tsx';
import { EnrolForm } from './enrol-form.tsx';
import { OtherCertificate } from './other-certificate.tsx';
import { useAsk } from './use-ask.ts';

interface Props {
  readonly view: PlaceView;
  /** asked for, where all is well */
  readonly isChanging: boolean;
  readonly onLook: () => void;
}

const OUT = new Set(['station-withdrawn', 'station-not-enrolled', 'station-secret-not-opened']);

/** Where this computer works: asked at the first start, when somebody wants it otherwise, and when a site can not be worked at. */
export function PlacePage({ view, isChanging, onLook }: Props) {
  const { at, site, trouble, found } = view;
  const isThere = at === 'site' && site !== null;
  return (
    <StartFrame
      title={isThere && trouble !== null ? 'The site can not be worked at' : 'Where does this computer work?'}
      sub={
        isThere
          ? `${site.address}, as ${site.station}`
          : 'It is remembered, and can be changed at the sign-in page.'
      }
    >
      {trouble !== null && (
        <p className="problem" role="alert">
          {refusalWords(trouble)}
        </p>
      )}
      {isThere && trouble !== null && (
        <AtTrouble site={site} code={trouble.code} found={found} onLook={onLook} />
      )}
      <Elsewhere view={view} />
      {isChanging && trouble === null && (
        <button type="button" className="btn wide" onClick={() => changePlace(false)}>
          Leave it as it is
        </button>
      )}
    </StartFrame>
  );
}

function AtTrouble({
  site,
  code,
  found,
  onLook,
}: {
  site: NonNullable<PlaceView['site']>;
  code: string;
  found: PlaceView['found'];
  onLook: () => void;
}) {
  if (code === 'site-certificate-changed' && found !== null)
    return <OtherCertificate site={site} found={found} />;
  if (OUT.has(code)) return <EnrolForm address={site.address} pinned={site.pinned} />;
  return (
    <button type="button" className="btn main wide" onClick={onLook}>
      Try again
    </button>
  );
}

/** The ways to work somewhere else than now. */
function Elsewhere({ view: { at, hasData, site, trouble } }: { view: PlaceView }) {
  const { go, isBusy, failure } = useAsk();
  const [isOpen, setOpen] = useState(false);
  const isFirst = at === 'nowhere' && trouble === null;
  if (isOpen)
    return (
      <div className="stack">
        <EnrolForm address="" pinned={null} />
        <button type="button" className="btn wide" onClick={() => setOpen(false)}>
          Back
        </button>
      </div>
    );
  return (
    <div className="stack">
      {at !== 'here' && (
        <section className="place-way">
          <h2>{isFirst ? 'This computer alone' : 'The data on this computer'}</h2>
          <p className="note">
            {hasData
              ? 'Its data file is opened as it was left. Nothing of the site is in it, and the site stays remembered.'
              : 'A new data file is made on this computer, encrypted. One person at a time works with it.'}
          </p>
          <button
            type="button"
            className={`btn wide ${isFirst ? 'main' : ''}`}
            disabled={isBusy}
            onClick={() => void go({ ask: 'here' })}
          >
            Work on this computer alone
          </button>
        </section>
      )}
      {at === 'here' && site !== null && (
        <section className="place-way">
          <h2>{site.address}</h2>
          <p className="note">
            The site at which this computer is {site.station}. The data file on this computer is closed, and
            stays as it is.
          </p>
          <button
            type="button"
            className="btn main wide"
            disabled={isBusy}
            onClick={() => void go({ ask: 'return' })}
          >
            Work at the site again
          </button>
        </section>
      )}
      <section className="place-way">
        <h2>{site === null ? 'A site' : 'Another site'}</h2>
        <p className="note">
          The data is at the pharmacy’s host, and several computers work with it. Its address is needed, and a
          code that a supervisor makes there.
        </p>
        <button type="button" className="btn wide" disabled={isBusy} onClick={() => setOpen(true)}>
          Enter the address of a site…
        </button>
      </section>
      <Problem failure={failure} />
    </div>
  );
}
