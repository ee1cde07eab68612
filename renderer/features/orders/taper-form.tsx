import { QuantityField } from '../../ui/quantity-field.tsx';
import { emptyStep, type StepDraft } from './draft-regimen.ts';
import { fieldsOf } from './form-fields.ts';
import type { FormProps } from './form-props.ts';
import { ListForm } from './list-form.tsx';

/** Rates one after the other; together they last as long as a session. */
export function TaperForm(form: FormProps) {
  const { set, at, rates, unit } = fieldsOf(form);
  return (
    <ListForm<StepDraft>
      title="Steps"
      one="step"
      path="regimen.steps"
      rows={form.draft.steps}
      issues={form.issues}
      empty={emptyStep(unit)}
      onChange={set('steps')}
      render={(step, put, path) => (
        <>
          <QuantityField
            label="Rate"
            {...at(`${path}.rate`)}
            units={rates}
            value={step.rate}
            onChange={(rate) => put({ ...step, rate })}
          />
          <QuantityField
            label="for"
            {...at(`${path}.lasts`)}
            units={['h', 'min']}
            value={step.lasts}
            onChange={(lasts) => put({ ...step, lasts })}
          />
        </>
      )}
    />
  );
}
