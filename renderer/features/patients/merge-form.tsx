import type { FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { MergeSide } from '../../../bridge/merge.ts';
import {
  mergedRecord,
  mergeQuestions,
  type Chosen,
  type MergeChoice,
} from '../../../bridge/merge-records.ts';
import { failureIn, useWrite } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { useDraft } from '../../ui/draft.ts';
import { AreaField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';
import { MERGE_ROWS } from './merge-rows.ts';
import { Proposed } from './merge-proposed.tsx';

type Both = Output<'patient.compare'>;
interface Typed {
  readonly staysId: string;
  readonly chosen: Chosen;
  readonly identity: string;
  readonly reason: string;
}
const TELLS_WHO = { name: 'the name', birthDate: 'the birth date', sex: 'the sex' } as const;

/** Side by side, with what would come of them: what differs is chosen, what warns is kept of both. */
export function MergeForm({ both }: { both: Both }) {
  const { proposal } = both;
  const mayDraft = useMay('order.draft');
  const {
    draft: { staysId, chosen, identity, reason },
    setDraft,
    set,
    forget,
  } = useDraft<Typed>(
    { staysId: proposal?.stays.id ?? both.one.id, chosen: proposal?.chosen ?? {}, identity: '', reason: '' },
    `merge:${both.one.id}:${both.other.id}:${proposal?.id ?? ''}`,
  );
  const propose = useWrite('patient.merge-propose', () => {
    forget();
    say('Proposed: it waits for a pharmacist who is not you');
  });
  const apart = useWrite('patient.apart', () => {
    forget();
    say('Two different people');
    go({ at: 'patients' });
  });
  const [stays, goes] = staysId === both.one.id ? [both.one, both.other] : [both.other, both.one];
  const settled = both.one.merged || both.other.merged;
  const asks = mayDraft && proposal === null && !settled;
  const questions = mergeQuestions(stays.record, goes.record);
  const open = questions.filter((q) => chosen[q] === undefined);
  const used = apart.error ? apart : propose;
  const failure = failureIn(used);
  const issues = FieldIssues.of(failure);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate({
      stays: stays.id,
      staysVersion: stays.version,
      goes: goes.id,
      goesVersion: goes.version,
      chosen: Object.fromEntries(questions.map((q) => [q, chosen[q]])) as Chosen,
      identity: identity.trim() === '' ? null : identity,
      reason,
    });
  };
  return (
    <form className="page" onSubmit={submit} noValidate>
      <header>
        <h1>Are these one person?</h1>
        <span className="note">Orders and doses are counted by record: two records hide each other.</span>
        <span className="grow" />
        {asks && (
          <>
            <button
              type="button"
              className="btn"
              disabled={reason.trim() === '' || apart.isBlocked}
              onClick={() => apart.mutate({ one: both.one.id, other: both.other.id, reason })}
            >
              Two different people
            </button>
            <button
              type="submit"
              className="btn main"
              disabled={open.length > 0 || reason.trim() === '' || propose.isBlocked}
            >
              Propose the merge
            </button>
          </>
        )}
      </header>
      {settled && <p className="note">One of them has been merged already.</p>}
      {both.apart && <p className="note">Somebody said that these are two people.</p>}
      {proposal && <Proposed proposal={proposal} />}
      {failure && <Problem failure={failure} shown={['reason', 'identity']} />}
      <div className="fill stack">
        <section className="panel">
          <table className="table compare" aria-label="The two records and what comes of them">
            <thead>
              <tr>
                <th>
                  <span className="sr">Fact</span>
                </th>
                {[stays, goes].map((s) => (
                  <th key={s.id}>
                    {s === stays ? 'Stays' : 'Goes'}{' '}
                    <a href={hashOf({ at: 'patient', id: s.id })}>{s.record.mrn}</a>
                  </th>
                ))}
                <th>After the merge</th>
              </tr>
            </thead>
            <tbody>
              {MERGE_ROWS.map(({ name, choice, says }) => {
                const asked = choice !== null && questions.includes(choice);
                const isOpen = asked && chosen[choice] === undefined;
                return (
                  <tr key={name} className={asked ? 'differs' : undefined}>
                    <th scope="row">{name}</th>
                    {(
                      [
                        ['stays', stays],
                        ['goes', goes],
                      ] as const
                    ).map(([which, side]) => (
                      <td key={which}>
                        {asked ? (
                          <label className="tick">
                            <input
                              type="radio"
                              name={`chosen.${choice}`}
                              checked={chosen[choice] === which}
                              disabled={!asks}
                              onChange={() =>
                                set('chosen')({ ...chosen, [choice satisfies MergeChoice]: which })
                              }
                            />
                            {says(side.record)}
                          </label>
                        ) : (
                          says(side.record)
                        )}
                      </td>
                    ))}
                    <td className="strong">
                      {isOpen ? (
                        <span className="refusal">which is right?</span>
                      ) : (
                        says(mergedRecord(stays.record, goes.record, chosen))
                      )}
                    </td>
                  </tr>
                );
              })}
              <Counts stays={stays} goes={goes} />
            </tbody>
          </table>
        </section>
        {asks && (
          <section className="panel pad form">
            <div className="w12 row">
              <button
                type="button"
                className="btn small"
                onClick={() => {
                  setDraft((d) => ({ ...d, staysId: goes.id, chosen: {} }));
                }}
              >
                Let the other record stay
              </button>
              <span className="note">
                The record that goes can be read afterwards, and nothing is written to it any more. Its orders
                and doses count under {stays.record.mrn}.
              </span>
            </div>
            {both.identity.length > 0 && (
              <AreaField
                className="w6"
                label={`How it is known to be one person, though ${both.identity.map((f) => TELLS_WHO[f]).join(' and ')} differs`}
                name="identity"
                value={identity}
                onChange={set('identity')}
                issues={issues.at('identity')}
              />
            )}
            <AreaField
              className="w6"
              label="Reason"
              name="reason"
              value={reason}
              onChange={set('reason')}
              issues={issues.at('reason')}
              hint="why they are one person, or two"
            />
          </section>
        )}
      </div>
    </form>
  );
}

const STATES = (side: MergeSide) =>
  side.orders.length === 0
    ? 'none'
    : side.orders.map((o, i) => (
        <span key={o.id}>
          {i > 0 && ', '}
          <a href={hashOf({ at: 'order', id: o.id })}>{o.number}</a> {o.drug} ({o.state})
        </span>
      ));

function Counts({ stays, goes }: { stays: MergeSide; goes: MergeSide }) {
  return (
    <>
      <tr>
        <th scope="row">Open orders</th>
        <td>{STATES(stays)}</td>
        <td>
          {STATES(goes)}
          {goes.inPreparation.length > 0 && (
            <div className="refusal">
              {goes.inPreparation.join(', ')} {goes.inPreparation.length === 1 ? 'is' : 'are'} being prepared:
              release or end first.
            </div>
          )}
        </td>
        <td className="strong">{stays.orders.length + goes.orders.length} together</td>
      </tr>
      <tr>
        <th scope="row">Doses given besides</th>
        <td>{stays.doses}</td>
        <td>{goes.doses}</td>
        <td className="strong">{stays.doses + goes.doses} together</td>
      </tr>
    </>
  );
}
