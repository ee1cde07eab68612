import type { Output } from '../../../bridge/contract.ts';
import { useState } from 'react';
import type { PatientRecord } from '../../../bridge/records.ts';
import { AreaField, ChoiceField, PickField, TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import type { FormProps } from './form-props.ts';
import { CourseForm } from './course-form.tsx';
import { CompanionsForm } from './companions-form.tsx';
import { BesideForms } from './beside-forms.tsx';
import { withDrug } from './draft.ts';
import { FromProtocol } from './from-protocol.tsx';
import { RotationDialog } from './rotation-dialog.tsx';
import { RegimenForm } from './regimen-form.tsx';

const YES_NO = [
  { value: 'yes', label: 'first order' },
  { value: 'no', label: 'continues' },
];
const NALOXONE = [
  { value: 'ordered', label: 'ordered' },
  { value: 'refused', label: 'refused' },
  { value: 'none', label: 'neither' },
];

interface Props extends FormProps {
  readonly prescribers: Output<'prescriber.list'>;
  readonly patient: PatientRecord;
}

/** Card 1, opened: what the prescriber wants. */
export function OrderForm({ draft, onChange, issues, formulary, prescribers, patient }: Props) {
  const [rotating, setRotating] = useState(false);
  const set =
    <K extends keyof typeof draft>(key: K) =>
    (value: (typeof draft)[K]) =>
      onChange((d) => ({ ...d, [key]: value }));
  const drug = formulary.drugs.find((d) => d.id === draft.drug);
  const form = { draft, onChange, issues, formulary };
  const q = (path: string) => ({ name: path, issues: issues.at(path) });
  return (
    <div className="entry">
      {draft.protocol !== '' && <FromProtocol id={draft.protocol} onTakeOff={() => set('protocol')('')} />}
      <fieldset>
        <legend className="cap">Drug</legend>
        <PickField
          label="Drug"
          {...q('drug')}
          value={draft.drug}
          none="choose"
          options={formulary.drugs.map((d) => ({ value: d.id, label: d.name }))}
          onChange={(id) =>
            onChange((d) => withDrug(d, id, formulary.drugs.find((x) => x.id === id)?.unit ?? 'mg'))
          }
        />
        <PickField
          label="Route"
          {...q('route')}
          value={draft.route}
          none="choose"
          disabled={!drug}
          options={(drug?.routes ?? []).map((r) => ({ value: r, label: r }))}
          onChange={set('route')}
        />
        <ChoiceField
          label="For this patient"
          {...q('firstOrder')}
          value={draft.firstOrder}
          onChange={(v) => set('firstOrder')(v as typeof draft.firstOrder)}
          options={YES_NO}
        />
        <ChoiceField
          label="Naloxone"
          {...q('naloxone')}
          value={draft.naloxone}
          onChange={(v) => set('naloxone')(v as typeof draft.naloxone)}
          options={NALOXONE}
        />
        <QuantityField
          label="Concentration ordered"
          optional
          {...q('concentration')}
          units={[`${drug?.unit ?? 'mg'}/mL`]}
          value={draft.concentration}
          onChange={set('concentration')}
        />
        {drug?.isOpioid && (
          <button type="button" className="btn small" onClick={() => setRotating(true)}>
            Rotation…
          </button>
        )}
        {rotating && (
          <RotationDialog
            draft={draft}
            patient={patient}
            onTake={onChange}
            onClose={() => setRotating(false)}
          />
        )}
      </fieldset>
      <RegimenForm {...form} />
      <fieldset>
        <legend className="cap">Sessions</legend>
        <div className="pair">
          <TextField
            label="First starts on"
            {...q('sessions.start')}
            value={draft.startDate}
            onChange={set('startDate')}
            placeholder="YYYY-MM-DD"
          />
          <TextField
            label="at"
            name="sessions.time"
            value={draft.startTime}
            onChange={set('startTime')}
            placeholder="HH:mm"
          />
        </div>
        <QuantityField
          label="Length of a session"
          {...q('sessions.duration')}
          units={['h', 'min']}
          value={draft.duration}
          onChange={set('duration')}
        />
        <QuantityField
          label="From start to start"
          {...q('sessions.every')}
          units={['h', 'day']}
          value={draft.every}
          onChange={set('every')}
        />
        <TextField
          label="How many sessions"
          {...q('sessions.count')}
          value={draft.count}
          onChange={set('count')}
        />
      </fieldset>
      <BesideForms {...form} />
      <CourseForm {...form} />
      <CompanionsForm {...form} />
      <fieldset className="wide">
        <legend className="cap">Prescription</legend>
        <PickField
          label="Prescriber"
          {...q('prescriberId')}
          value={draft.prescriberId}
          none="choose"
          options={prescribers.map((p) => ({
            value: p.id,
            label: `${p.record.name}, ${p.record.credentials}`,
          }))}
          onChange={set('prescriberId')}
        />
        <TextField label="Rx number" {...q('rx')} value={draft.rx} onChange={set('rx')} />
        <AreaField label="Note" optional {...q('note')} value={draft.note} onChange={set('note')} />
      </fieldset>
    </div>
  );
}
