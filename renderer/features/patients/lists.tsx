import type { PatientRecord } from '../../../bridge/records.ts';
import { TextField, TickField, PickField } from '../../ui/field.tsx';
import type { FieldIssues } from '../../ui/issues.ts';
import { Meaning } from './meaning.tsx';
import type { Names } from './names.ts';
import { NoneStated, type Statement } from './none-stated.tsx';

type Allergy = PatientRecord['allergies'][number];
type Medicine = PatientRecord['medicines'][number];

const KINDS: Readonly<Record<Medicine['kind'], string>> = {
  opioid: 'opioid',
  'transdermal-opioid': 'transdermal opioid',
  buprenorphine: 'buprenorphine',
  nalbuphine: 'nalbuphine',
  benzodiazepine: 'benzodiazepine',
  'cns-depressant': 'CNS depressant',
  maoi: 'MAOI',
  'cyp3a4-inhibitor': 'CYP3A4 inhibitor',
  'cyp3a4-inducer': 'CYP3A4 inducer',
  'cyp3a4-inducer-stopped': 'CYP3A4 inducer, stopped',
  'cyp2b6-or-2d6-modifier': 'CYP2B6 or 2D6 inhibitor or inducer',
  'qt-prolonging': 'QT-prolonging',
  antiarrhythmic: 'antiarrhythmic, class IA or III',
  'beta-blocker': 'beta-blocker',
  nsaid: 'NSAID or aspirin',
  anticoagulant: 'anticoagulant',
  'ssri-or-snri': 'SSRI or SNRI',
  'local-anaesthetic': 'local anaesthetic (patch, block, catheter)',
  naloxone: 'naloxone',
  other: 'other',
};
const kindOptions = (Object.keys(KINDS) as Medicine['kind'][]).map((value) => ({
  value,
  label: KINDS[value],
}));

const replaced = <T,>(list: readonly T[], at: number, next: T): T[] =>
  list.map((x, i) => (i === at ? next : x));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);

interface Rows<T> {
  readonly value: readonly T[];
  /** that there is nothing to list, as somebody stated it */
  readonly none: Statement;
  readonly onChange: (value: T[], none: Statement) => void;
  readonly issues: FieldIssues;
  readonly names: Names;
}

export function AllergyRows({ value, none, onChange, issues, names }: Rows<Allergy>) {
  const list = (next: Allergy[]) => onChange(next, null);
  return (
    <>
      {value.length === 0 && (
        <NoneStated what="No known allergies" none={none} onNone={(next) => onChange([], next)} />
      )}
      {value.map((a, i) => {
        const change = (part: Allergy) => list(replaced(value, i, part));
        const { means, ...told } = a;
        return (
          // eslint-disable-next-line react/no-array-index-key -- rows have no other identity, and are only appended or removed
          <div key={i} className="stack">
            <div className="list-row">
              <TextField
                label="Substance"
                name={`allergies.${i}.substance`}
                value={a.substance}
                onChange={(substance) => change({ ...told, substance })}
                issues={issues.at(`allergies.${i}.substance`)}
                first={a.substance === ''}
              />
              <TextField
                label="Reaction"
                name={`allergies.${i}.reaction`}
                value={a.reaction}
                onChange={(reaction) => change({ ...a, reaction })}
                issues={issues.at(`allergies.${i}.reaction`)}
              />
              <button
                type="button"
                className="btn small ghost"
                onClick={() => list(without(value, i))}
                aria-label={`Remove ${a.substance || 'this allergy'}`}
              >
                ✕
              </button>
            </div>
            <Meaning
              word={a.substance}
              path={`allergies.${i}`}
              means={means}
              onMeans={(next) => change(next ? { ...told, means: next } : told)}
              names={names}
              issues={issues}
            />
          </div>
        );
      })}
      <span>
        <button
          type="button"
          className="btn small"
          onClick={() => list([...value, { substance: '', reaction: '' }])}
        >
          Add allergy
        </button>
      </span>
    </>
  );
}

export function MedicineRows({ value, none, onChange, issues, names }: Rows<Medicine>) {
  const list = (next: Medicine[]) => onChange(next, null);
  return (
    <>
      {value.length === 0 && (
        <NoneStated what="No home medicines" none={none} onNone={(next) => onChange([], next)} />
      )}
      {value.map((m, i) => {
        const change = (part: Partial<Medicine>) => list(replaced(value, i, { ...m, ...part }));
        const { means, ...told } = m;
        return (
          // eslint-disable-next-line react/no-array-index-key -- rows have no other identity, and are only appended or removed
          <div key={i} className="stack">
            <div className="list-row medicine">
              <TextField
                label="Medicine"
                name={`medicines.${i}.name`}
                value={m.name}
                onChange={(name) => list(replaced(value, i, { ...told, name }))}
                issues={issues.at(`medicines.${i}.name`)}
                first={m.name === ''}
              />
              <PickField
                label="Kind"
                name={`medicines.${i}.kind`}
                value={m.kind}
                onChange={(kind) => change({ kind: kind as Medicine['kind'] })}
                options={kindOptions}
              />
              <TextField
                label="Oral MME a day"
                name={`medicines.${i}.dailyMme`}
                value={m.dailyMme ?? ''}
                onChange={(dailyMme) => change({ dailyMme })}
                issues={issues.at(`medicines.${i}.dailyMme`)}
              />
              <TextField
                label="Stopped on"
                name={`medicines.${i}.stopped`}
                value={m.stopped ?? ''}
                onChange={(stopped) => change({ stopped })}
                issues={issues.at(`medicines.${i}.stopped`)}
                placeholder="YYYY-MM-DD"
              />
              <TickField
                label="stays on purpose"
                name={`medicines.${i}.intended`}
                checked={m.intended}
                onChange={(intended) => change({ intended })}
              />
              <button
                type="button"
                className="btn small ghost"
                onClick={() => list(without(value, i))}
                aria-label={`Remove ${m.name || 'this medicine'}`}
              >
                ✕
              </button>
            </div>
            {m.kind === 'other' && (
              <Meaning
                word={m.name}
                path={`medicines.${i}`}
                means={means}
                onMeans={(next) => list(replaced(value, i, next ? { ...told, means: next } : told))}
                names={names}
                issues={issues}
              />
            )}
          </div>
        );
      })}
      <span>
        <button
          type="button"
          className="btn small"
          onClick={() => list([...value, { name: '', kind: 'other', intended: false }])}
        >
          Add medicine
        </button>
      </span>
    </>
  );
}
