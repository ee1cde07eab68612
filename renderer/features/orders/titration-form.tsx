import { ChoiceField, PickField, TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { inTitration, titratesRate, type TitrationDraft } from './draft-titration.ts';
import { fieldsOf } from './form-fields.ts';
import type { FormProps } from './form-props.ts';

const KINDS = [
  { value: '', label: 'one amount' },
  { value: 'titration', label: 'titration' },
  { value: 'range', label: 'range' },
];
const OF = [
  { value: 'rate', label: 'basal rate' },
  { value: 'dose', label: 'demand dose' },
];
const WHO = [
  { value: 'nurse', label: 'nurse' },
  { value: 'patient-or-family', label: 'patient or family' },
];

/** What may be changed while the order runs: the regimen’s own field is then the most, and what is programmed stands here. */
export function TitrationForm(form: FormProps) {
  const { set, at, doses, rates } = fieldsOf(form);
  const { draft } = form;
  const units = titratesRate(draft) ? rates : doses;
  return (
    <fieldset>
      <legend className="cap">Changes while it runs</legend>
      <PickField
        label="The order states"
        {...at('regimen.titration.kind')}
        value={draft.titrated}
        options={KINDS}
        onChange={(v) => set('titrated')(v as TitrationDraft['titrated'])}
      />
      {draft.titrated !== '' && (
        <>
          {draft.kind === 'pca' && (
            <PickField
              label="Of"
              {...at('regimen.titration.of')}
              value={draft.titrateOf}
              options={OF}
              onChange={(v) => set('titrateOf')(v as TitrationDraft['titrateOf'])}
            />
          )}
          <QuantityField
            label="Programmed at start"
            {...at('regimen.titration.start')}
            units={units}
            value={inTitration(draft, draft.titrateStart)}
            onChange={set('titrateStart')}
          />
          <QuantityField
            label="Changed by"
            optional
            {...at('regimen.titration.by')}
            units={units}
            value={inTitration(draft, draft.titrateBy)}
            onChange={set('titrateBy')}
          />
          <QuantityField
            label="Not sooner than"
            optional
            {...at('regimen.titration.every')}
            units={['h', 'min']}
            value={draft.titrateEvery}
            onChange={set('titrateEvery')}
          />
          <TextField
            label={draft.titrated === 'range' ? 'More for' : 'Until'}
            optional
            {...at('regimen.titration.until')}
            value={draft.titrateUntil}
            onChange={set('titrateUntil')}
          />
          <ChoiceField
            label="Changed by whom"
            {...at('regimen.titration.changedBy')}
            value={draft.titrateWho}
            options={WHO}
            onChange={(v) => set('titrateWho')(v as TitrationDraft['titrateWho'])}
          />
        </>
      )}
    </fieldset>
  );
}
