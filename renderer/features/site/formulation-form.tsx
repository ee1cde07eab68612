import { containers, storages } from '../../../words/en/terms.ts';
import { useState } from 'react';
import type { Input } from '../../../bridge/contract.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { AnswerDialog } from './answer-dialog.tsx';

type Formulation = Extract<Input<'library.answer'>['answer'], { kind: 'formulation' }>;
const NOTHING = { drug: '', concentration: '' };
const SHOWN = [
  'answer.contents.0.drug',
  'answer.contents.0.concentration',
  'answer.diluent',
  'answer.days',
  'answer.hang',
];

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** How long one formulation keeps, by the pharmacy's own reference. */
export function FormulationForm({ onClose }: { onClose: () => void }) {
  const formulary = useRead('formulary.list', {});
  const [contents, setContents] = useState([NOTHING]);
  const [diluent, setDiluent] = useState('ns09');
  const [container, setContainer] = useState<string>('cassette');
  const [storage, setStorage] = useState<string>('refrigerated');
  const [days, setDays] = useState('');
  const [hang, setHang] = useState('');
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const answer = useWrite('library.answer', () => {
    say('Proposed. It does not hold before another person has approved it.');
    onClose();
  });
  const failure = failureIn(answer);
  const issues = FieldIssues.of(failure);
  const drugs = (formulary.data?.drugs ?? []).map((d) => ({ value: d.id, label: d.name }));
  const set = (i: number, more: Partial<typeof NOTHING>) =>
    setContents(contents.map((x, n) => (n === i ? { ...x, ...more } : x)));
  return (
    <AnswerDialog
      title="How long a formulation keeps"
      reference={reference}
      reason={reason}
      onReference={setReference}
      onReason={setReason}
      issues={issues}
      failure={failure}
      shown={[
        ...SHOWN,
        ...contents.flatMap((_, i) => [`answer.contents.${i}.drug`, `answer.contents.${i}.concentration`]),
      ]}
      busy={answer.isBlocked}
      onClose={onClose}
      onSend={() =>
        answer.mutate({
          answer: {
            kind: 'formulation',
            contents,
            diluent,
            container: container as Formulation['container'],
            storage: storage as Formulation['storage'],
            days: days.trim() === '' ? null : days,
            ...(hang.trim() !== '' && { hang: `${hang.trim()} h` }),
            reference,
          },
          reason,
        })
      }
    >
      {contents.map((x, i) => (
        // eslint-disable-next-line react/no-array-index-key -- a line has no other name
        <span className="row" key={i}>
          <PickField
            label="Drug"
            name={`contents.${i}.drug`}
            value={x.drug}
            none="choose"
            options={drugs}
            onChange={(drug) => set(i, { drug })}
            issues={issues.at(`answer.contents.${i}.drug`)}
          />
          <TextField
            label="Concentration"
            name={`contents.${i}.concentration`}
            value={x.concentration}
            onChange={(concentration) => set(i, { concentration })}
            issues={issues.at(`answer.contents.${i}.concentration`)}
            hint="such as 0.2 mg/mL"
          />
        </span>
      ))}
      <button
        type="button"
        className="btn small"
        disabled={contents.length >= 6}
        onClick={() => setContents([...contents, NOTHING])}
      >
        Another drug in the same container
      </button>
      <PickField
        label="Diluent"
        name="diluent"
        value={diluent}
        options={[
          { value: 'none', label: 'undiluted' },
          ...(formulary.data?.diluents ?? []).map((d) => ({ value: d.id, label: d.name })),
        ]}
        onChange={setDiluent}
        issues={issues.at('answer.diluent')}
      />
      <span className="row">
        <PickField
          label="Container"
          name="container"
          value={container}
          options={options({ ...containers, elastomeric: 'elastomeric device' })}
          onChange={setContainer}
        />
        <PickField
          label="Storage"
          name="storage"
          value={storage}
          options={options(storages)}
          onChange={setStorage}
        />
      </span>
      <TextField
        label="Keeps, in days"
        name="days"
        value={days}
        onChange={setDays}
        issues={issues.at('answer.days')}
        hint="empty: no study, the USP <797> row alone bounds it"
        optional
      />
      <TextField
        label="May hang once spiked, in hours"
        name="hang"
        value={hang}
        onChange={setHang}
        issues={issues.at('answer.hang')}
        hint="from the first start to the last end; empty: not entered"
        optional
      />
    </AnswerDialog>
  );
}
