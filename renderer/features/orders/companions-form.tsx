import { PickField, TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { emptyCompanion, type CompanionDraft } from './draft.ts';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';
import { ListForm } from './list-form.tsx';

const KIND = [
  { value: 'scheduled', label: 'scheduled' },
  { value: 'prn', label: 'as needed' },
];

/** Medicines beside the infusion: they count in the sums of opioid, acetaminophen and the like. */
export function CompanionsForm(form: FormProps) {
  const { set, at } = fieldsOf(form);
  return (
    <ListForm<CompanionDraft>
      title="Beside it, by mouth or otherwise"
      one="companion"
      path="companions"
      wide
      rows={form.draft.companions}
      issues={form.issues}
      empty={emptyCompanion}
      onChange={set('companions')}
      render={(c, put, path) => (
        <>
          <TextField
            label="Medicine"
            {...at(`${path}.drug`)}
            value={c.drug}
            onChange={(drug) => put({ ...c, drug })}
          />
          <QuantityField
            label="Dose"
            {...at(`${path}.dose`)}
            units={['mg', 'mcg', 'g']}
            value={c.dose}
            onChange={(dose) => put({ ...c, dose })}
          />
          <TextField
            label="Route"
            {...at(`${path}.route`)}
            value={c.route}
            onChange={(route) => put({ ...c, route })}
          />
          <PickField
            label="Given"
            {...at(`${path}.kind`)}
            value={c.kind}
            none="choose"
            options={KIND}
            onChange={(kind) => put({ ...c, kind: kind as CompanionDraft['kind'] })}
          />
          <QuantityField
            label="Not sooner than"
            {...at(`${path}.every`)}
            units={TIME}
            value={c.every}
            onChange={(every) => put({ ...c, every })}
          />
          <TextField
            label="Most in 24 h"
            {...at(`${path}.mostPerDay`)}
            value={c.mostPerDay}
            onChange={(mostPerDay) => put({ ...c, mostPerDay })}
          />
        </>
      )}
    />
  );
}
