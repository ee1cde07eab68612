import { TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';

/** Boluses by the clinician: outside the pump's limit, so the order says how often. */
export function ClinicianBolusForm(form: FormProps) {
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
