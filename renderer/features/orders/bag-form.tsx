import { ChoiceField, PickField, TextField } from '../../ui/field.tsx';
import { amountOf, amountText } from '../../ui/amount.ts';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { AlsoForm } from './also-form.tsx';
import type { OrderDraft } from './draft.ts';
import type { FormProps } from './form-props.ts';

const METHODS = [
  { value: 'exact-fill', label: 'exact fill of an empty container' },
  { value: 'add', label: 'add to the bag as it is' },
  { value: 'replace', label: 'withdraw the drug volume, then add' },
  { value: 'remove-overfill', label: 'withdraw overfill and drug volume, then add' },
];
const CONTAINERS = [
  { value: 'cassette', label: 'cassette' },
  { value: 'bag', label: 'bag' },
  { value: 'syringe', label: 'syringe' },
];
const STORAGE = [
  { value: 'room', label: 'room' },
  { value: 'refrigerated', label: '2–8 °C' },
  { value: 'frozen', label: 'frozen' },
];
const mL = ['mL'];

/** Card 2, opened for change: what goes into the container. */
export function BagForm({ draft, onChange, issues, formulary }: FormProps) {
  const set =
    <K extends keyof OrderDraft>(key: K) =>
    (value: OrderDraft[K]) =>
      onChange((d) => ({ ...d, [key]: value }));
  const drug = formulary.drugs.find((d) => d.id === draft.drug);
  const unit = drug?.unit ?? 'mg';
  const q = (path: string) => ({ name: path, issues: issues.at(path) });
  const vials = drug?.vials ?? [];
  const product = vials.findIndex(
    (v) => v.strength === amountText(draft.strength) && v.volume === amountText(draft.vialVolume),
  );
  const pickProduct = (index: string) => {
    const vial = vials[parseInt(index, 10)];
    if (vial)
      onChange((d) => ({
        ...d,
        strength: amountOf(vial.strength, `${unit}/mL`),
        vialVolume: amountOf(vial.volume, 'mL'),
      }));
  };
  const exactFill = draft.method === 'exact-fill';
  return (
    <div className="entry bag">
      <fieldset>
        <legend className="cap">Product</legend>
        <PickField
          label="Product on file"
          name="product"
          value={product < 0 ? '' : String(product)}
          none={drug ? 'another, typed below' : 'choose the drug first'}
          disabled={!drug}
          options={vials.map((v, i) => ({
            value: String(i),
            label: `${v.strength}, ${v.volume} ${v.container}`,
          }))}
          onChange={pickProduct}
        />
        <QuantityField
          label="Strength"
          {...q('preparation.vial.strength')}
          units={[`${unit}/mL`]}
          value={draft.strength}
          onChange={set('strength')}
        />
        <QuantityField
          label="Volume of one"
          {...q('preparation.vial.volume')}
          units={mL}
          value={draft.vialVolume}
          onChange={set('vialVolume')}
        />
        <QuantityField
          label="Drug in one container"
          {...q('preparation.drugAmount')}
          units={[unit]}
          value={draft.drugAmount}
          onChange={set('drugAmount')}
        />
      </fieldset>
      <fieldset>
        <legend className="cap">Volume</legend>
        <PickField
          label="Method"
          {...q('preparation.method')}
          value={draft.method}
          none="choose"
          options={METHODS}
          onChange={(v) => set('method')(v as OrderDraft['method'])}
        />
        {draft.method === '' || exactFill ? (
          <QuantityField
            label="Final volume"
            {...q('preparation.finalVolume')}
            units={mL}
            value={draft.finalVolume}
            onChange={set('finalVolume')}
          />
        ) : (
          <div className="pair even">
            <QuantityField
              label="Bag, nominal"
              {...q('preparation.bag.nominal')}
              units={mL}
              value={draft.nominal}
              onChange={set('nominal')}
            />
            <QuantityField
              label="Overfill, measured"
              {...q('preparation.bag.overfill')}
              units={mL}
              value={draft.overfill}
              onChange={set('overfill')}
            />
          </div>
        )}
        <PickField
          label="Diluent"
          {...q('preparation.diluent')}
          value={draft.diluent}
          none="choose"
          options={[
            ...formulary.diluents.map((d) => ({ value: d.id, label: d.name })),
            { value: 'none', label: 'none: undiluted' },
          ]}
          onChange={set('diluent')}
        />
        {issues.at('preparation.bag').length > 0 && (
          <TextRefusal
            words={issues
              .at('preparation.bag')
              .map((i) => i.accepted)
              .join('; ')}
          />
        )}
      </fieldset>
      <fieldset>
        <legend className="cap">Container</legend>
        <ChoiceField
          label="Container"
          {...q('preparation.container')}
          value={draft.container}
          onChange={(v) => set('container')(v as OrderDraft['container'])}
          options={CONTAINERS}
        />
        <QuantityField
          label="It holds"
          optional
          {...q('preparation.capacity')}
          units={mL}
          value={draft.capacity}
          onChange={set('capacity')}
        />
        <TextField
          label="How many"
          {...q('preparation.containers')}
          value={draft.containers}
          onChange={set('containers')}
        />
        <ChoiceField
          label="Storage"
          {...q('preparation.storage')}
          value={draft.storage}
          onChange={(v) => set('storage')(v as OrderDraft['storage'])}
          options={STORAGE}
        />
      </fieldset>
      <fieldset>
        <legend className="cap">What stays behind</legend>
        <QuantityField
          label="Priming"
          optional
          {...q('preparation.priming')}
          units={mL}
          value={draft.priming}
          onChange={set('priming')}
        />
        <QuantityField
          label="Residual"
          optional
          {...q('preparation.residual')}
          units={mL}
          value={draft.residual}
          onChange={set('residual')}
        />
        <QuantityField
          label="The line still holds"
          optional
          {...q('preparation.lineHolds.volume')}
          units={mL}
          value={draft.lineVolume}
          onChange={set('lineVolume')}
        />
        <QuantityField
          label={draft.also.length === 0 ? 'which is of' : `of ${drug?.name ?? 'the first drug'}`}
          optional
          {...q('preparation.lineHolds.concentration')}
          units={[`${unit}/mL`]}
          value={draft.lineConcentration}
          onChange={set('lineConcentration')}
        />
      </fieldset>
      <AlsoForm draft={draft} onChange={onChange} issues={issues} formulary={formulary} />
    </div>
  );
}

const TextRefusal = ({ words }: { words: string }) => (
  <div className="field">
    <div className="refusal" role="alert">
      <span>The bag is too small: {words}.</span>
    </div>
  </div>
);
