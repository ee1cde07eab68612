import { useState } from 'react';
import type { AnswersView } from '../../../bridge/library.ts';
import { failureIn, useWrite } from '../../query.ts';
import { PickField, TextField, TickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { AnswerDialog } from './answer-dialog.tsx';

type Pump = AnswersView['pumps'][number];
type Figures = Readonly<Record<string, string>>;
const KEYS = ['min', 'max', 'step'] as const;
/** What a figure of the kind is written in. */
const UNITS: Readonly<Record<Pump['asks'][number]['basis'], string>> = {
  volume: 'mL',
  'volume/time': 'mL/h',
  time: 'min or h',
  count: 'a number',
  mass: 'mg, mcg or mL',
  'mass/volume': 'mg/mL or mcg/mL',
};
const LIMIT_WINDOWS = [
  { value: 'rolling', label: 'rolls' },
  { value: 'fixed', label: 'does not roll' },
] as const;
const NAMES = { min: 'from', max: 'to', step: 'step' } as const;
const text = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value;

/** What the pages that were read leave open of a pump, from the manual of the pharmacy's own. */
export function PumpForm({ pumps, onClose }: { pumps: readonly Pump[]; onClose: () => void }) {
  const [id, setId] = useState(pumps[0]?.id ?? '');
  const [figures, setFigures] = useState<Figures>({});
  const [stops, setStops] = useState(false);
  const [limitWindow, setLimitWindow] = useState<'rolling' | 'fixed'>();
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const answer = useWrite('library.answer', () => {
    say('Proposed. It does not hold before another person has approved it.');
    onClose();
  });
  const failure = failureIn(answer);
  const issues = FieldIssues.of(failure);
  const pump = pumps.find((p) => p.id === id);
  const figure = (key: string) => text(figures[key]);
  const set = (key: string) => (value: string) => setFigures({ ...figures, [key]: value });
  const filled = (pump?.asks ?? []).flatMap((f) => {
    const own = Object.fromEntries(
      KEYS.flatMap((k) => {
        const value = figure(`${f.id}.${k}`);
        return value === undefined ? [] : [[k, value]];
      }),
    );
    return Object.keys(own).length === 0 ? [] : [{ id: f.id, label: f.label, ...own }];
  });
  const at = (field: string, key: string) =>
    issues.at(`answer.fields.${filled.findIndex((f) => f.id === field)}.${key}`);
  const [below, above, tolerance] = ['below', 'above', 'tolerance'].map(figure);
  const more = {
    ...(below !== undefined && above !== undefined && { accuracy: { below, above } }),
    ...(tolerance !== undefined && { tolerance }),
    ...(stops && { stopsAtLimit: true }),
    ...(limitWindow && { limitWindow }),
  };
  return (
    <AnswerDialog
      title="What a pump’s manual says"
      reference={reference}
      reason={reason}
      onReference={setReference}
      onReason={setReason}
      issues={issues}
      failure={failure}
      shown={[
        ...filled.flatMap((_, i) => KEYS.map((k) => `answer.fields.${i}.${k}`)),
        'answer.accuracy.below',
        'answer.accuracy.above',
        'answer.tolerance',
      ]}
      busy={answer.isBlocked}
      onClose={onClose}
      onSend={() =>
        answer.mutate({ answer: { kind: 'pump', pump: id, fields: filled, reference, ...more }, reason })
      }
    >
      <PickField
        label="Pump"
        name="pump"
        value={id}
        options={pumps.map((p) => ({ value: p.id, label: p.model }))}
        onChange={(next) => {
          setId(next);
          setFigures({});
        }}
      />
      {pump?.asks.map((f) => (
        <span className="thirds" key={f.id}>
          {KEYS.filter((k) => (k === 'step' ? f.step : f.range)).map((k) => (
            <TextField
              key={k}
              label={`${f.label}, ${NAMES[k]}`}
              name={`${f.id}.${k}`}
              value={figures[`${f.id}.${k}`] ?? ''}
              onChange={set(`${f.id}.${k}`)}
              issues={at(f.id, k)}
              placeholder={UNITS[f.basis]}
              optional
            />
          ))}
        </span>
      ))}
      {pump?.accuracy === true && (
        <span className="row">
          {(['below', 'above'] as const).map((k) => (
            <TextField
              key={k}
              label={`Delivery ${k} what is set, at most`}
              name={k}
              value={figures[k] ?? ''}
              onChange={set(k)}
              issues={issues.at(`answer.accuracy.${k}`)}
              hint="such as 6 %"
              optional
            />
          ))}
        </span>
      )}
      {pump?.tolerance === true && (
        <TextField
          label="Flow above nominal, at most"
          name="tolerance"
          value={figures['tolerance'] ?? ''}
          onChange={set('tolerance')}
          issues={issues.at('answer.tolerance')}
          hint="such as 15 %"
          optional
        />
      )}
      {pump?.atLimit === true && (
        <TickField
          label="The pump gives nothing more once its limit is reached"
          name="stopsAtLimit"
          checked={stops}
          onChange={setStops}
        />
      )}
      {pump?.limitWindow === true && (
        <PickField
          label="The window of its limit"
          name="limitWindow"
          value={limitWindow ?? ''}
          onChange={(value) => setLimitWindow(LIMIT_WINDOWS.find((w) => w.value === value)?.value)}
          options={LIMIT_WINDOWS}
          none="not said in the manual"
        />
      )}
    </AnswerDialog>
  );
}
