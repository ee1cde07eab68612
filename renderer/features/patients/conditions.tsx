import type { PatientRecord } from '../../../bridge/records.ts';
import { TickField } from '../../ui/field.tsx';

type Condition = PatientRecord['conditions'][number];

const NAMES: Readonly<Record<Condition, string>> = {
  'sleep-apnoea': 'Sleep apnoea',
  copd: 'COPD',
  'respiratory-compromise': 'Respiratory compromise',
  'renal-impairment': 'Renal impairment',
  'severe-hepatic-impairment': 'Severe hepatic impairment',
  seizures: 'Seizures',
  pregnancy: 'Pregnancy',
  lactation: 'Lactation',
};

export function Conditions({
  value,
  onChange,
}: {
  value: readonly Condition[];
  onChange: (value: Condition[]) => void;
}) {
  return (
    <div className="tick-grid">
      {(Object.keys(NAMES) as Condition[]).map((c) => (
        <TickField
          key={c}
          name={c}
          label={NAMES[c]}
          checked={value.includes(c)}
          onChange={(on) => onChange(on ? [...value, c] : value.filter((x) => x !== c))}
        />
      ))}
    </div>
  );
}
