import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { LookView } from '../../../bridge/interchange.ts';
import { call, failureOf, type CallFailure } from '../../api.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { AreaField, PickField } from '../../ui/field.tsx';
import { Flag } from '../../ui/mark.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';
import { packedFile } from './packed-file.ts';

interface Looked {
  readonly view: LookView;
  readonly asked: { readonly file: string; readonly collection?: string };
}

/** A library of another pharmacy: first what differs, then proposals of it. */
export function ImportLibrary({ onClose }: { onClose: () => void }) {
  const collections = useRead('library.collections', {});
  const [file, setFile] = useState<File | null>(null);
  const [collection, setCollection] = useState('');
  const [looked, setLooked] = useState<Looked | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const look = async (chosen: File) => {
    setBusy(true);
    setLooked(null);
    setFailure(null);
    try {
      const asked = { file: await packedFile(chosen), ...(collection !== '' && { collection }) };
      setLooked({ asked, view: await call('library.look-into', asked) });
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Import a library"
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && !isBusy) void look(file);
        }}
      >
        <p className="note">
          A file that another pharmacy exported and signed. Nothing of it comes into force here: each record
          that differs is proposed, and another person decides it.
        </p>
        <label className="stack">
          <span>File</span>
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              setLooked(null);
              setFile(event.currentTarget.files?.[0] ?? null);
            }}
          />
        </label>
        <PickField
          label="Which records"
          name="collection"
          value={collection}
          onChange={(value) => {
            setLooked(null);
            setCollection(value);
          }}
          options={[
            { value: '', label: 'all of them' },
            ...(collections.data ?? []).map((c) => ({ value: c.id, label: c.title })),
          ]}
        />
        <span className="row">
          <button type="submit" className="btn main" disabled={file === null || isBusy}>
            What differs?
          </button>
        </span>
        <Problem failure={failure} />
      </form>
      {looked && <Differs looked={looked} onClose={onClose} />}
    </Modal>
  );
}

const counted = (n: number, words: string): string[] => (n === 0 ? [] : [`${n} ${words}`]);

function Differs({ looked: { view, asked }, onClose }: { looked: Looked; onClose: () => void }) {
  const { about, signedBy, differing, answers, same, waiting, ended, otherParts } = view;
  const [reason, setReason] = useState('');
  const propose = useWrite('library.import', ({ proposed }) => {
    say(`${proposed} proposed. None is in force before another person has approved it.`);
    onClose();
  });
  const failure = failureIn(propose);
  const all = differing.length + answers.length;
  const send = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate({ ...asked, reason });
  };
  return (
    <form className="stack" onSubmit={send} aria-label="What differs">
      <p>
        <b>{about.pharmacy ?? 'A pharmacy without a name'}</b>, rule set {about.ruleSet}. Signed by{' '}
        {signedBy.name}, <span className="mono note">{signedBy.fingerprint}</span>
      </p>
      <p>
        {[
          all === 0 ? 'Nothing differs' : `${all} differ`,
          `${same} are the same`,
          ...counted(waiting, 'are proposed already'),
          ...counted(ended, 'have ended'),
        ].join(', ')}
        .
      </p>
      {otherParts.length > 0 && (
        <p className="note">Other than here, and not taken from a file: {otherParts.join(', ')}.</p>
      )}
      {all > 0 && (
        <>
          <ul className="plain-list" aria-label="Records that differ">
            {differing.map((d) => (
              <li key={`${d.collection} ${d.key}`}>
                <span className="strong">
                  {d.drugs.length > 0 && `${d.drugs.join(', ')}, `}
                  {d.one} {d.key}
                </span>
                :{' '}
                {d.differences
                  .map((f) =>
                    f.before === null
                      ? `${f.field} ${f.after ?? 'none'}`
                      : `${f.field} ${f.before} → ${f.after ?? 'none'}`,
                  )
                  .join(', ')}{' '}
                {d.laxer && <Flag severity="soft">laxer: two supervisors</Flag>}
              </li>
            ))}
            {answers.map((a) => (
              <li key={a}>{a}, as they answered it</li>
            ))}
          </ul>
          <AreaField
            label="Reason"
            name="reason"
            value={reason}
            onChange={setReason}
            issues={FieldIssues.of(failure).at('reason')}
          />
          <Problem failure={failure} shown={['reason']} />
          <span className="row end">
            <button type="button" className="btn" onClick={onClose}>
              Cancel
            </button>
            <button type="submit" className="btn main" disabled={propose.isBlocked}>
              Propose {all === 1 ? 'it' : `all ${all}`}
            </button>
          </span>
        </>
      )}
    </form>
  );
}
