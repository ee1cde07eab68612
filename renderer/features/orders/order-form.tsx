import type { Output } from '../../../bridge/contract.ts';
import { AreaField, ChoiceField, PickField, TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import type { FormProps } from './form-props.ts';
import { withDrug } from './draft.ts';

const YES_NO = [
  { value: 'yes', label: 'first order' },
  { value: 'no', label: 'continues' },
];
const NALOXONE = [
  { value: 'ordered', label: 'ordered' },
  { value: 'refused', label: 'refused' },
  { value: 'none', label: 'neither' },
];
const LIMIT = [
  { value: 'amount', label: 'limit' },
  { value: 'none', label: 'no limit ordered' },
];
const TIME = ['min', 'h'];

interface Props extends FormProps {
  readonly prescribers: Output<'prescriber.list'>;
}

/** Card 1, opened: what the prescriber wants. */
export function OrderForm({ draft, onChange, issues, formulary, prescribers }: Props) {
  const set =
    <K extends keyof typeof draft>(key: K) =>
    (value: (typeof draft)[K]) =>
      onChange((d) => ({ ...d, [key]: value }));
  const drug = formulary.drugs.find((d) => d.id === draft.drug);
  const unit = drug?.unit ?? 'mg';
  const doses = [unit, 'mcg/kg', 'mg/kg'];
  const rates = [`${unit}/h`, 'mcg/kg/h', 'mg/kg/h'];
  const q = (path: string) => ({ name: path, issues: issues.at(path) });
  return (
    <div className="entry">
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
      </fieldset>
      <fieldset>
        <legend className="cap">Regimen</legend>
        <QuantityField
          label="Demand dose"
          {...q('regimen.demand')}
          units={doses}
          value={draft.demand}
          onChange={set('demand')}
        />
        <QuantityField
          label="Lockout"
          {...q('regimen.lockout')}
          units={TIME}
          value={draft.lockout}
          onChange={set('lockout')}
        />
        <QuantityField
          label="Basal rate"
          {...q('regimen.basal')}
          units={rates}
          value={draft.basal}
          onChange={set('basal')}
          placeholder="0 if none"
        />
        <QuantityField
          label="Loading dose"
          optional
          {...q('regimen.loading')}
          units={doses}
          value={draft.loading}
          onChange={set('loading')}
        />
      </fieldset>
      <fieldset>
        <legend className="cap">Limit</legend>
        <ChoiceField
          label="Pump limit"
          {...q('regimen.limit.kind')}
          value={draft.limitKind}
          onChange={(v) => set('limitKind')(v as typeof draft.limitKind)}
          options={LIMIT}
        />
        <QuantityField
          label="At most"
          {...q('regimen.limit.amount')}
          units={[unit]}
          value={draft.limitAmount}
          onChange={set('limitAmount')}
          disabled={draft.limitKind !== 'amount'}
        />
        <QuantityField
          label="In any"
          {...q('regimen.limit.window')}
          units={['h']}
          value={draft.limitWindow}
          onChange={set('limitWindow')}
          disabled={draft.limitKind !== 'amount'}
        />
        <TextField
          label="Max doses per hour"
          optional
          {...q('regimen.maxDosesPerHour')}
          value={draft.maxDosesPerHour}
          onChange={set('maxDosesPerHour')}
        />
      </fieldset>
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
      <fieldset>
        <legend className="cap">Clinician bolus</legend>
        <QuantityField
          label="Dose"
          optional
          {...q('regimen.clinicianBolus.dose')}
          units={doses}
          value={draft.bolusDose}
          onChange={set('bolusDose')}
        />
        <QuantityField
          label="Not sooner than"
          optional
          {...q('regimen.clinicianBolus.interval')}
          units={TIME}
          value={draft.bolusInterval}
          onChange={set('bolusInterval')}
        />
        <div className="pair even">
          <TextField
            label="At most"
            {...q('regimen.clinicianBolus.most')}
            value={draft.bolusMost}
            onChange={set('bolusMost')}
          />
          <QuantityField
            label="within"
            {...q('regimen.clinicianBolus.per')}
            units={['h']}
            value={draft.bolusPer}
            onChange={set('bolusPer')}
          />
        </div>
      </fieldset>
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
