import type { PatientRecord } from '../../../bridge/records.ts';
import { askedAgain, weightOf, type SaidAgain } from './asked-again.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { ageWords, today } from '../../ui/dates.ts';
import { stateWord } from '../../ui/states-of-life.ts';
import { NOT_COPIED } from './draft-last.ts';
import type { OrderDraft } from './draft.ts';
import { ofStart, type Started } from './started.ts';

interface Props {
  readonly started: Started;
  readonly first: OrderDraft;
  readonly draft: OrderDraft;
  readonly patient: { readonly id: string; readonly record: PatientRecord };
  readonly said: SaidAgain;
  readonly onSay: (said: SaidAgain) => void;
}

/** What a new order was started with: how much of it stands, what was changed, and what has to be said again. */
export function StartedLine({ started, first, draft, patient, said, onSay }: Props) {
  const { status } = useSession();
  const { filled, changed, wordsOf } = ofStart(first, draft);
  const { record } = patient;
  const left = askedAgain(said, record);
  return (
    <section className="panel known-now started" aria-label="Started with">
      <span>
        {started.from === 'last' && (
          <>
            <b>As last time:</b> {started.last.number} v{started.last.version},{' '}
            {stateWord(started.last.state)}.{' '}
          </>
        )}
        {filled.length} {filled.length === 1 ? 'field' : 'fields'} from{' '}
        {started.from === 'last' ? 'there' : 'the protocol'},{' '}
        {changed.length === 0
          ? 'none changed'
          : `${changed.length} changed: ${changed.map(wordsOf).join(', ')}`}
        .{started.from === 'last' && ` Not copied: ${NOT_COPIED}.`}
      </span>
      {started.from === 'last' && (
        <span className="row wrap">
          <b>Asked again:</b> opioid status {record.opioidStatus}; weight {weightOf(record)}
          {record.weight && ` (${ageWords(record.weight.on, today(status.timeZone))})`}.
          {left.length > 0 ? (
            <button
              type="button"
              className="btn small"
              onClick={() => onSay({ status: record.opioidStatus, weight: weightOf(record) })}
            >
              Both are still so
            </button>
          ) : (
            <span className="note">Both are still so.</span>
          )}
          <a href={hashOf({ at: 'patient', id: patient.id })}>Change the patient</a>
        </span>
      )}
    </section>
  );
}
