import { ChoiceField, TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import type { RegimenDraft } from './draft-regimen.ts';
import { atMost } from './draft-titration.ts';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';
import { RateForm } from './rate-form.tsx';

const LIMIT = [
  { value: 'amount', label: 'limit' },
  { value: 'doses', label: 'in doses' },
  { value: 'none', label: 'no limit ordered' },
];

/** What the patient triggers, and what flows by itself by day and by night. */
export function PcaForm(form: FormProps) {
  const { set, at, doses } = fieldsOf(form);
  const { draft } = form;
  return (
    <>
      <QuantityField
        label={atMost(draft, 'dose', 'Demand dose')}
        {...at('regimen.demand')}
        units={doses}
        value={draft.demand}
        onChange={set('demand')}
      />
      <QuantityField
        label="Lockout"
        {...at('regimen.lockout')}
        units={TIME}
        value={draft.lockout}
        onChange={set('lockout')}
      />
      <RateForm {...form} path="regimen.basal" field="basal" label="Basal rate" />
    </>
  );
}

/** "No limit ordered" is chosen, never left out. */
export function PcaLimitForm(form: FormProps) {
  const { set, at, unit } = fieldsOf(form);
  const { draft } = form;
  const limited = draft.limitKind === 'amount' || draft.limitKind === 'doses';
  return (
    <fieldset>
      <legend className="cap">Limit</legend>
      <ChoiceField
        label="Pump limit"
        {...at('regimen.limit.kind')}
        value={draft.limitKind}
        onChange={(v) => set('limitKind')(v as RegimenDraft['limitKind'])}
        options={LIMIT}
      />
      {draft.limitKind === 'doses' ? (
        <TextField
          label="Doses at most"
          {...at('regimen.limit.count')}
          value={draft.limitCount}
          onChange={set('limitCount')}
        />
      ) : (
        <QuantityField
          label="At most"
          {...at('regimen.limit.amount')}
          units={draft.also.length > 0 ? [unit, 'mL'] : [unit]}
          value={draft.limitAmount}
          onChange={set('limitAmount')}
          disabled={!limited}
        />
      )}
      <QuantityField
        label="In any"
        {...at('regimen.limit.window')}
        units={['h']}
        value={draft.limitWindow}
        onChange={set('limitWindow')}
        disabled={!limited}
      />
      {draft.limitKind === 'amount' && (
        <>
          <QuantityField
            label="Second limit, at most"
            optional
            {...at('regimen.limit.and.amount')}
            units={draft.also.length > 0 ? [unit, 'mL'] : [unit]}
            value={draft.secondAmount}
            onChange={set('secondAmount')}
          />
          <QuantityField
            label="In any"
            optional
            {...at('regimen.limit.and.window')}
            units={['h']}
            value={draft.secondWindow}
            onChange={set('secondWindow')}
          />
        </>
      )}
      <TextField
        label="Max doses per hour"
        optional
        {...at('regimen.maxDosesPerHour')}
        value={draft.maxDosesPerHour}
        onChange={set('maxDosesPerHour')}
      />
    </fieldset>
  );
}
