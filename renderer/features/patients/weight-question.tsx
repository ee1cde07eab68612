import type { Refusal } from '../../../words/refusal.ts';
import { amountText } from '../../ui/amount.ts';
import type { PatientDraft } from './patient-draft.ts';
import { poundsWords } from './pounds.ts';

/** The answer is asked for now. */
const focusFirst = (button: HTMLButtonElement | null): void => button?.focus();

interface Props {
  readonly issue: Refusal;
  readonly draft: PatientDraft;
  readonly onAnswer: (next: PatientDraft) => void;
}

/** An odd weight is asked about, never guessed: both answers are one key away, and neither is taken by itself. */
export function WeightQuestion({ issue, draft, onAnswer }: Props) {
  const { value } = draft.weight;
  const stands = { ...draft, weight: { ...draft.weight, confirmed: true } };
  const pounds = { ...draft, weight: { ...draft.weight, value: { ...value, unit: 'lb' }, confirmed: false } };
  return (
    <div className="question" role="alertdialog" aria-label="About the weight">
      {issue.code === 'weight-looks-like-pounds' ? (
        <>
          <span>
            <b>{amountText(value)}: were pounds meant?</b> {poundsWords(value.number)}.
          </span>
          <span className="row">
            <button type="button" className="btn" ref={focusFirst} onClick={() => onAnswer(pounds)}>
              Change to lb
            </button>
            <button type="button" className="btn" onClick={() => onAnswer(stands)}>
              Yes, {amountText(value)} is right
            </button>
          </span>
        </>
      ) : (
        <>
          <span>
            <b>{amountText(value)} is an unusual weight.</b> Accepted without asking: from 30 kg to 250 kg.
          </span>
          <span className="row">
            <button type="button" className="btn" onClick={() => onAnswer(stands)}>
              Yes, {amountText(value)} is right
            </button>
          </span>
        </>
      )}
    </div>
  );
}
