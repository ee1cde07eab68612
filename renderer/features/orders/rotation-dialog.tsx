import '../calculators/calculators.css';
import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { PatientRecord } from '../../../bridge/records.ts';
import { useRead } from '../../query.ts';
import { useSession } from '../../session.ts';
import { Answer } from '../../ui/states.tsx';
import { CalculatorForm } from '../calculators/calculator-form.tsx';
import { emptyDraft, type CalculatorView, type Draft } from '../calculators/draft.ts';
import { Result } from '../calculators/result.tsx';
import { useCalculation } from '../calculators/use-calculation.ts';
import type { OrderDraft } from './draft.ts';
import { startOf, takenBy, withRotation } from './draft-rotation.ts';

interface Props {
  readonly draft: OrderDraft;
  readonly patient: PatientRecord;
  readonly onTake: (change: (d: OrderDraft) => OrderDraft) => void;
  readonly onClose: () => void;
}

/** The opioids that a record names, which the rows have to hold: what is left out is not in the start. */
const onFile = ({ medicines, opioidEvidence }: PatientRecord): string =>
  [
    ...medicines
      .filter((m) => /opioid|buprenorphine|nalbuphine/.test(m.kind) && m.stopped === undefined)
      .map((m) => m.name),
    ...(opioidEvidence === undefined ? [] : [opioidEvidence]),
  ].join('; ');

/** From what the patient takes to a start of this order: proposed, and in the order only when somebody takes it. */
export function RotationDialog(props: Props) {
  const list = useRead('calculator.list', {});
  return (
    <Modal
      opened
      onClose={props.onClose}
      title="Opioid rotation"
      size={1100}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Answer of={list} what="the calculators">
        {(all) => {
          const calc = all.find((c) => c.id === 'opioid-rotation');
          return calc && <Rotation {...props} calc={calc} />;
        }}
      </Answer>
    </Modal>
  );
}

function Rotation({ draft, patient, onTake, onClose, calc }: Props & { calc: CalculatorView }) {
  const zone = useSession().status.timeZone;
  const [typed, setTyped] = useState<Draft>(() => {
    const empty = emptyDraft(calc.inputs);
    const target = `${draft.drug} parenteral`;
    const known = calc.inputs['target']?.options ?? [];
    const text = [target, draft.drug].find((name) => known.includes(name)) ?? '';
    return { ...empty, values: { ...empty.values, target: { as: 'text', text } } };
  });
  const { answer, failure, waiting } = useCalculation(calc.id, typed.values, zone);
  const takes = takenBy(draft);
  const isHere = answer !== null && !waiting;
  const target = typed.values['target'];
  const isThis = target?.as === 'text' && target.text === `${draft.drug} parenteral`;
  const names = onFile(patient);
  return (
    <div className="stack">
      <p>
        A proposal, from everything of opioids that the patient takes.{' '}
        {names === '' ? 'The record names none.' : `The record names: ${names}.`}
      </p>
      <div className="rotation">
        <section className="stack">
          <CalculatorForm
            calc={calc}
            draft={typed}
            failure={failure}
            answered={answer !== null && !waiting}
            onType={(name, next) => setTyped({ ...typed, values: { ...typed.values, [name]: next } })}
          />
        </section>
        <Result calc={calc} values={typed.values} answer={answer} failure={failure} waiting={waiting} />
      </div>
      <div className="row end">
        {takes === null && (
          <span className="note">This kind of regimen has no rate that goes on: nothing is filled in.</span>
        )}
        {!isThis && <span className="note">To another opioid than the order’s: nothing is filled in.</span>}
        <button type="button" className="btn" onClick={onClose}>
          Leave the order as it is
        </button>
        {takes && isThis && (
          <button
            type="button"
            className="btn main"
            disabled={!isHere}
            onClick={() => {
              if (answer) onTake((d) => withRotation(d, answer, takes));
              onClose();
            }}
          >
            {answer && isHere
              ? `Take ${startOf(answer, takes)} as the ${takes.label}`
              : `Take as the ${takes.label}`}
          </button>
        )}
      </div>
    </div>
  );
}
