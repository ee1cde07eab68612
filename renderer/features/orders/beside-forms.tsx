import { TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { takesBoluses } from './draft-regimen.ts';
import { mayChange } from './draft-titration.ts';
import { TitrationForm } from './titration-form.tsx';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';

/** What stands beside a regimen: boluses that no patient triggers, and what may be changed while it runs. */
export function BesideForms(form: FormProps) {
  if (!mayChange(form.draft)) return null;
  return (
    <div className="stack">
      {takesBoluses(form.draft) && <ClinicianBolusForm {...form} />}
      {form.draft.kind === 'pca' && <ScheduledBolusForm {...form} />}
      <TitrationForm {...form} />
    </div>
  );
}

function ScheduledBolusForm(form: FormProps) {
  const { set, at, doses } = fieldsOf(form);
  const { draft } = form;
  return (
    <fieldset>
      <legend className="cap">Scheduled bolus</legend>
      <QuantityField
        label="By the clock"
        optional
        {...at('regimen.scheduled.dose')}
        units={doses}
        value={draft.scheduledDose}
        onChange={set('scheduledDose')}
      />
      <QuantityField
        label="Every"
        optional
        {...at('regimen.scheduled.every')}
        units={TIME}
        value={draft.scheduledEvery}
        onChange={set('scheduledEvery')}
      />
    </fieldset>
  );
}

/** Boluses by the clinician: outside the pump's limit, so the order says how often. */
function ClinicianBolusForm(form: FormProps) {
  const { set, at, doses } = fieldsOf(form);
  const { draft } = form;
  return (
    <fieldset>
      <legend className="cap">Clinician bolus</legend>
      <QuantityField
        label="Dose"
        optional
        {...at('regimen.clinicianBolus.dose')}
        units={doses}
        value={draft.bolusDose}
        onChange={set('bolusDose')}
      />
      <QuantityField
        label="Not sooner than"
        optional
        {...at('regimen.clinicianBolus.interval')}
        units={TIME}
        value={draft.bolusInterval}
        onChange={set('bolusInterval')}
      />
      <div className="pair even">
        <TextField
          label="At most"
          {...at('regimen.clinicianBolus.most')}
          value={draft.bolusMost}
          onChange={set('bolusMost')}
        />
        <QuantityField
          label="within"
          {...at('regimen.clinicianBolus.per')}
          units={['h']}
          value={draft.bolusPer}
          onChange={set('bolusPer')}
        />
      </div>
    </fieldset>
  );
}
