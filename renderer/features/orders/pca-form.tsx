import { ChoiceField, TextField, TickField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import type { RegimenDraft } from './draft-regimen.ts';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';

const LIMIT = [
  { value: 'amount', label: 'limit' },
  { value: 'doses', label: 'in doses' },
  { value: 'none', label: 'no limit ordered' },
];

/** What the patient triggers, and what flows by itself by day and by night. */
export function PcaForm(form: FormProps) {
  const { set, at, doses, rates } = fieldsOf(form);
  const { draft } = form;
  return (
    <>
      <QuantityField
        label="Demand dose"
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
      <QuantityField
        label={draft.night ? 'Day rate' : 'Basal rate'}
        {...at(draft.night ? 'regimen.basal.day' : 'regimen.basal')}
        units={rates}
        value={draft.basal}
        onChange={set('basal')}
        placeholder="0 if none"
      />
      <TickField
        label="another rate by night"
        name="regimen.night"
        checked={draft.night}
        onChange={set('night')}
      />
      {draft.night && (
        <>
          <QuantityField
            label="Night rate"
            {...at('regimen.basal.night')}
            units={rates}
            value={draft.nightRate}
            onChange={set('nightRate')}
            placeholder="0 if none"
          />
          <div className="pair halves">
            <TextField
              label="from"
              {...at('regimen.basal.nightFrom')}
              value={draft.nightFrom}
              onChange={set('nightFrom')}
              placeholder="HH:mm"
            />
            <TextField
              label="to"
              {...at('regimen.basal.nightTo')}
              value={draft.nightTo}
              onChange={set('nightTo')}
              placeholder="HH:mm"
            />
          </div>
        </>
      )}
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
