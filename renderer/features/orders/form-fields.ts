import type { FormProps } from './form-props.ts';
import type { OrderDraft } from './draft.ts';

export const TIME = ['min', 'h'];

/** What the parts of the order form share: how a field is set, its refusals, and the units that its drug allows. */
export function fieldsOf({ draft, onChange, issues, formulary }: FormProps) {
  const unit = formulary.drugs.find((d) => d.id === draft.drug)?.unit ?? 'mg';
  // a volume says what is given of all drugs of a mixture; of one drug only where no patient triggers it
  const byVolume = draft.kind !== 'pca' || draft.also.length > 0;
  return {
    set:
      <K extends keyof OrderDraft>(key: K) =>
      (value: OrderDraft[K]) =>
        onChange((d) => ({ ...d, [key]: value })),
    at: (path: string) => ({ name: path, issues: issues.at(path) }),
    unit,
    doses: [unit, 'mcg/kg', 'mg/kg', ...(byVolume ? ['mL'] : [])],
    rates: [`${unit}/h`, 'mcg/kg/h', 'mg/kg/h', ...(byVolume ? ['mL/h'] : [])],
  };
}
