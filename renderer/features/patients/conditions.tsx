import type { PatientRecord } from '../../../bridge/records.ts';
import { TickField } from '../../ui/field.tsx';
import { NoneStated, type Statement } from './none-stated.tsx';

type Condition = PatientRecord['conditions'][number];

const NAMES: Readonly<Record<Condition, string>> = {
  'sleep-apnoea': 'Sleep apnoea',
  copd: 'COPD',
  'respiratory-compromise': 'Respiratory compromise',
  'severe-asthma': 'Severe or unmonitored asthma',
  'renal-impairment': 'Renal impairment',
  dialysis: 'Dialysis',
  'severe-hepatic-impairment': 'Severe hepatic impairment',
  seizures: 'Seizures',
  pregnancy: 'Pregnancy',
  lactation: 'Lactation',
  'long-qt': 'Long QT syndrome',
  'heart-block': 'Heart block',
  'severe-heart-failure': 'Severe heart failure',
  'cardiovascular-disease': 'Uncontrolled cardiovascular disease',
  'raised-pressure': 'Raised intracranial or intraocular pressure',
  psychosis: 'Active psychosis',
  'gi-obstruction': 'GI obstruction or ileus',
  'peptic-ulcer': 'Peptic ulcer or GI bleed',
  'bleeding-risk': 'High bleeding risk',
  'volume-depletion': 'Volume depletion',
  'injection-site-infection': 'Infection at the injection site',
  cabg: 'CABG',
  'local-anaesthetic-toxicity': 'Local-anaesthetic toxicity (LAST)',
  cancer: 'Cancer',
  'sickle-cell-disease': 'Sickle cell disease',
  'palliative-care': 'Palliative care',
  'end-of-life': 'End of life',
};

export function Conditions({
  value,
  none,
  onChange,
}: {
  value: readonly Condition[];
  none: Statement;
  onChange: (value: Condition[], none: Statement) => void;
}) {
  return (
    <>
      {value.length === 0 && (
        <NoneStated what="No known conditions" none={none} onNone={(next) => onChange([], next)} />
      )}
      <div className="tick-grid">
        {(Object.keys(NAMES) as Condition[]).map((c) => (
          <TickField
            key={c}
            name={c}
            label={NAMES[c]}
            checked={value.includes(c)}
            onChange={(on) => onChange(on ? [...value, c] : value.filter((x) => x !== c), null)}
          />
        ))}
      </div>
    </>
  );
}
