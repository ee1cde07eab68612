import { PickField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { emptyAlso, type AlsoDraft } from './draft.ts';
import { fieldsOf } from './form-fields.ts';
import type { FormProps } from './form-props.ts';
import { ListForm } from './list-form.tsx';

/** Further drugs in the same container. */
export function AlsoForm(form: FormProps) {
  const { set, at } = fieldsOf(form);
  const { draft, formulary } = form;
  const others = formulary.drugs.filter((d) => d.id !== draft.drug);
  const unitOf = (id: string) => others.find((d) => d.id === id)?.unit ?? 'mg';
  return (
    <ListForm<AlsoDraft>
      title="Further drugs in the container"
      one="drug"
      path="preparation.also"
      wide
      rows={draft.also}
      issues={form.issues}
      empty={emptyAlso}
      onChange={set('also')}
      render={(x, put, path) => (
        <>
          <PickField
            label="Drug"
            {...at(`${path}.drug`)}
            value={x.drug}
            none="choose"
            options={others.map((d) => ({ value: d.id, label: d.name }))}
            onChange={(drug) => {
              const unit = unitOf(drug);
              put({
                ...x,
                drug,
                strength: { ...x.strength, unit: `${unit}/mL` },
                amount: { ...x.amount, unit },
                inLine: { ...x.inLine, unit: `${unit}/mL` },
              });
            }}
          />
          <QuantityField
            label="Strength"
            {...at(`${path}.vial.strength`)}
            units={[`${unitOf(x.drug)}/mL`]}
            value={x.strength}
            onChange={(strength) => put({ ...x, strength })}
          />
          <QuantityField
            label="Volume of one"
            {...at(`${path}.vial.volume`)}
            units={['mL']}
            value={x.vialVolume}
            onChange={(vialVolume) => put({ ...x, vialVolume })}
          />
          <QuantityField
            label="In one container"
            {...at(`${path}.amount`)}
            units={[unitOf(x.drug)]}
            value={x.amount}
            onChange={(amount) => put({ ...x, amount })}
          />
          <QuantityField
            label="In the line"
            optional
            {...at(`${path}.lineHolds`)}
            units={[`${unitOf(x.drug)}/mL`]}
            value={x.inLine}
            onChange={(inLine) => put({ ...x, inLine })}
          />
        </>
      )}
    />
  );
}
