import type { ReactNode } from 'react';
import { PickField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { KINDS, type RegimenKind } from './draft-regimen.ts';
import { atMost } from './draft-titration.ts';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';
import { NerveBlockForm } from './nerve-block-form.tsx';
import { PcaForm, PcaLimitForm } from './pca-form.tsx';
import { RateForm } from './rate-form.tsx';
import { TaperForm } from './taper-form.tsx';

/** The regimen: its kind, then the fields of that kind. What was typed for another kind comes back with it. */
export function RegimenForm(form: FormProps) {
  const { set, at } = fieldsOf(form);
  const Fields = FIELDS[form.draft.kind];
  return (
    <>
      <fieldset>
        <legend className="cap">Regimen</legend>
        <PickField
          label="Kind"
          {...at('regimen.kind')}
          value={form.draft.kind}
          options={KINDS}
          onChange={(v) => set('kind')(v as RegimenKind)}
        />
        <Fields {...form} />
        {form.draft.kind !== 'nerve-block' && <LoadingDose {...form} />}
      </fieldset>
      {BESIDE[form.draft.kind]?.(form)}
    </>
  );
}

const FIELDS: Readonly<Record<RegimenKind, (form: FormProps) => ReactNode>> = {
  pca: PcaForm,
  intermittent: IntermittentForm,
  continuous: (form) => <RateForm {...form} path="regimen.rate" field="rate" label="Rate" />,
  taper: () => null,
  'nerve-block': NerveBlockForm,
};

/** What takes a column of its own. */
const BESIDE: Partial<Record<RegimenKind, (form: FormProps) => ReactNode>> = {
  pca: (form) => <PcaLimitForm {...form} />,
  taper: (form) => <TaperForm {...form} />,
};

function LoadingDose(form: FormProps) {
  const { set, at, doses } = fieldsOf(form);
  return (
    <QuantityField
      label="Loading dose"
      optional
      {...at('regimen.loading')}
      units={doses}
      value={form.draft.loading}
      onChange={set('loading')}
    />
  );
}

function IntermittentForm(form: FormProps) {
  const { set, at, doses, rates } = fieldsOf(form);
  const { draft } = form;
  return (
    <>
      <QuantityField
        label={atMost(draft, 'dose', 'Dose')}
        {...at('regimen.dose')}
        units={doses}
        value={draft.dose}
        onChange={set('dose')}
      />
      <QuantityField
        label="Over"
        optional
        {...at('regimen.over')}
        units={TIME}
        value={draft.over}
        onChange={set('over')}
      />
      <QuantityField
        label="Every"
        {...at('regimen.every')}
        units={TIME}
        value={draft.doseEvery}
        onChange={set('doseEvery')}
      />
      <QuantityField
        label="KVO between doses"
        optional
        {...at('regimen.kvo')}
        units={rates}
        value={draft.kvo}
        onChange={set('kvo')}
      />
    </>
  );
}
