import type { Output } from '../../../bridge/contract.ts';
import { amount, amountText, type Amount } from '../../ui/amount.ts';
import { PickField } from '../../ui/field.tsx';
import type { FieldIssues } from '../../ui/issues.ts';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { ListForm } from '../orders/list-form.tsx';

/** A further drug of the container, as the second person types it. */
export interface FurtherDrug {
  readonly drug: string;
  readonly concentration: Amount;
}

interface Props {
  readonly drugs: Output<'formulary.list'>['drugs'];
  /** the drug that is named already */
  readonly first: string;
  readonly rows: readonly FurtherDrug[];
  readonly issues: FieldIssues;
  readonly onChange: (rows: readonly FurtherDrug[]) => void;
}

const empty: FurtherDrug = { drug: '', concentration: amount('mg/mL') };

/** What is sent of it; a container of one drug names no further one. */
export const furtherDrugs = (rows: readonly FurtherDrug[]) =>
  rows.length === 0
    ? {}
    : { also: rows.map((x) => ({ drug: x.drug, concentration: amountText(x.concentration) })) };

export function FurtherDrugs({ drugs, first, rows, issues, onChange }: Props) {
  const others = drugs.filter((d) => d.id !== first);
  const perMl = (id: string) => `${others.find((d) => d.id === id)?.unit ?? 'mg'}/mL`;
  return (
    <ListForm<FurtherDrug>
      title="Further drugs in the container"
      one="drug"
      path="also"
      rows={rows}
      issues={issues}
      empty={empty}
      onChange={onChange}
      render={(x, put, path) => (
        <>
          <PickField
            label="Drug"
            name={`${path}.drug`}
            issues={issues.at(`${path}.drug`)}
            value={x.drug}
            none="choose"
            options={others.map((d) => ({ value: d.id, label: d.name }))}
            onChange={(drug) => put({ drug, concentration: { ...x.concentration, unit: perMl(drug) } })}
          />
          <QuantityField
            label="Concentration"
            name={`${path}.concentration`}
            issues={issues.at(`${path}.concentration`)}
            units={[perMl(x.drug)]}
            value={x.concentration}
            onChange={(concentration) => put({ ...x, concentration })}
          />
        </>
      )}
    />
  );
}
