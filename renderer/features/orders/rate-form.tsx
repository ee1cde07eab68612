import { TextField, TickField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { atMost } from './draft-titration.ts';
import { fieldsOf } from './form-fields.ts';
import type { FormProps } from './form-props.ts';

interface Props extends FormProps {
  /** where the host names it in a refusal */
  readonly path: string;
  readonly field: 'basal' | 'rate';
  readonly label: string;
}

/** What flows by itself: one rate, or one by day and one by night. */
export function RateForm({ path, field, label, ...form }: Props) {
  const { set, at, rates } = fieldsOf(form);
  const { draft } = form;
  return (
    <>
      <QuantityField
        label={draft.night ? 'Day rate' : atMost(draft, 'rate', label)}
        {...at(draft.night ? `${path}.day` : path)}
        units={rates}
        value={draft[field]}
        onChange={set(field)}
        placeholder={field === 'basal' ? '0 if none' : ''}
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
            {...at(`${path}.night`)}
            units={rates}
            value={draft.nightRate}
            onChange={set('nightRate')}
            placeholder="0 if none"
          />
          <div className="pair halves">
            <TextField
              label="from"
              {...at(`${path}.nightFrom`)}
              value={draft.nightFrom}
              onChange={set('nightFrom')}
              placeholder="HH:mm"
            />
            <TextField
              label="to"
              {...at(`${path}.nightTo`)}
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
