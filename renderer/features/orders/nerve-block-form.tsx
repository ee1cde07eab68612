import { ChoiceField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import type { RegimenDraft } from './draft-regimen.ts';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';

const THROUGH = [
  { value: 'pump', label: 'pump' },
  { value: 'elastomeric', label: 'elastomeric' },
];

/** A rate along a nerve, through a pump or an elastomeric device, with or without a bolus that the patient triggers. */
export function NerveBlockForm(form: FormProps) {
  const { set, at, doses, rates } = fieldsOf(form);
  const { draft } = form;
  const elastomeric = draft.through === 'elastomeric';
  return (
    <>
      <ChoiceField
        label="Through"
        {...at('regimen.through.kind')}
        value={draft.through}
        onChange={(v) => set('through')(v as RegimenDraft['through'])}
        options={THROUGH}
      />
      <QuantityField
        label={elastomeric ? 'Nominal flow' : 'Rate'}
        {...at('regimen.rate')}
        units={rates}
        value={draft.rate}
        onChange={set('rate')}
        placeholder="0 if none"
      />
      {elastomeric && (
        <QuantityField
          label="May flow faster by"
          {...at('regimen.through.tolerance')}
          units={['%']}
          value={draft.tolerance}
          onChange={set('tolerance')}
        />
      )}
      <QuantityField
        label="Patient bolus"
        optional
        {...at('regimen.bolus.dose')}
        units={doses}
        value={draft.demand}
        onChange={set('demand')}
      />
      <QuantityField
        label={elastomeric ? 'Refill time' : 'Lockout'}
        optional
        {...at('regimen.bolus.lockout')}
        units={TIME}
        value={draft.lockout}
        onChange={set('lockout')}
      />
    </>
  );
}
