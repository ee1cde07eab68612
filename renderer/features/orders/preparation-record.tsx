import type { FormEvent } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { Ingredient } from '../../../engine/order/ingredient.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useDraft } from '../../ui/draft.ts';
import { AreaField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { ListedProductLine } from './listed-product.tsx';

interface Row {
  readonly role: Ingredient['role'];
  /** which drug of a mixture; absent where the container holds one */
  readonly drug?: string;
  /** how the row is called */
  readonly title: string;
  readonly name: string;
  readonly ndc: string;
  readonly manufacturer: string;
  readonly lot: string;
  readonly expiry: string;
  /** what was measured of it for one container; null where nothing is measured */
  readonly drawn: string | null;
  /** what the recipe asks for of it; null where nothing is measured */
  readonly planned: string | null;
}

/** What goes in, as the order names it. Lots and expiries are read off the packages. */
export function rowsOf(order: Pick<OrderView, 'content' | 'report'>): Row[] {
  const p = order.content.preparation;
  const blank = { ndc: '', manufacturer: '', lot: '', expiry: '', drawn: '', planned: null };
  const { drug, preparation: made } = order.report;
  const vial = (name: string, v: typeof p.vial) => `${name} ${v.strength}, ${v.volume}`;
  const also = p.also ?? [];
  const rows: Row[] =
    also.length === 0
      ? [{ role: 'drug', title: 'drug', name: vial(drug.name, p.vial), ...blank, planned: made.draw }]
      : [{ id: drug.id, name: drug.name, vial: p.vial, planned: made.draw }]
          .concat(
            also.map((x) => ({
              id: x.drug,
              name: made.also.find((m) => m.id === x.drug)?.name ?? x.drug,
              vial: x.vial,
              planned: made.also.find((m) => m.id === x.drug)?.draw ?? '',
            })),
          )
          .map((x) => ({
            role: 'drug',
            drug: x.id,
            title: `drug, ${x.name}`,
            name: vial(x.name, x.vial),
            ...blank,
            planned: x.planned,
          }));
  if (p.diluent !== 'none')
    rows.push({ role: 'diluent', title: 'diluent', name: made.diluentName, ...blank, planned: made.diluent });
  rows.push({
    role: 'container',
    title: 'container',
    name: p.capacity === undefined ? p.container : `${p.container}, ${p.capacity}`,
    ...blank,
    drawn: null,
  });
  return rows;
}

/** The vial that the order asks for in a row; null beside what holds no drug. */
function vialOf({ content, report }: OrderView, { role, drug }: Row) {
  if (role !== 'drug') return null;
  const also = content.preparation.also?.find((x) => x.drug === drug);
  return also
    ? { drug: also.drug, strength: also.vial.strength }
    : { drug: report.drug.id, strength: content.preparation.vial.strength };
}

/** Lot and expiry of each ingredient, written down by the one who compounds. */
export function PreparationRecord({ order, onDone }: { order: OrderView; onDone: () => void }) {
  const {
    draft: { rows, deviations },
    set,
    forget,
  } = useDraft(() => ({ rows: rowsOf(order), deviations: '' }), `preparation:${order.id}:${order.version}`);
  const record = useWrite('preparation.record', () => {
    forget();
    onDone();
  });
  const failure = failureIn(record);
  const issues = FieldIssues.of(failure);
  const shown = [
    'deviations',
    ...rows.flatMap((_, i) =>
      ['name', 'ndc', 'manufacturer', 'lot', 'expiry', 'drawn'].map((k) => `ingredients.${i}.${k}`),
    ),
  ];
  const change = (at: number, part: Partial<Row>) =>
    set('rows')(rows.map((r, i) => (i === at ? { ...r, ...part } : r)));
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (record.isPending) return;
    const ingredients = rows.map((r) => ({
      role: r.role,
      ...(r.drug === undefined ? {} : { drug: r.drug }),
      name: r.name,
      ndc: r.ndc === '' ? null : r.ndc,
      manufacturer: r.manufacturer === '' ? null : r.manufacturer,
      lot: r.lot,
      expiry: r.expiry,
      ...(r.drawn === null || r.drawn === '' ? {} : { drawn: r.drawn }),
    }));
    record.mutate({
      id: order.id,
      version: order.version,
      ingredients,
      deviations: deviations === '' ? null : deviations,
    });
  };
  return (
    <form className="stack" id="preparation-record" onSubmit={send}>
      <h2 className="cap">What went in</h2>
      {rows.map((r, i) => (
        <fieldset key={r.title} className="ingredient">
          <legend className="sr">{r.title}</legend>
          <TextField
            label={r.title}
            name={`ingredients.${i}.name`}
            value={r.name}
            onChange={(name) => change(i, { name })}
            issues={issues.at(`ingredients.${i}.name`)}
          />
          <TextField
            label="Lot"
            name={`ingredients.${i}.lot`}
            value={r.lot}
            onChange={(lot) => change(i, { lot })}
            issues={issues.at(`ingredients.${i}.lot`)}
            first={i === 0}
          />
          <TextField
            label="Expiry"
            name={`ingredients.${i}.expiry`}
            value={r.expiry}
            onChange={(expiry) => change(i, { expiry })}
            issues={issues.at(`ingredients.${i}.expiry`)}
            placeholder="YYYY-MM-DD"
          />
          {r.drawn !== null && (
            <TextField
              label="Measured"
              optional
              name={`ingredients.${i}.drawn`}
              value={r.drawn}
              onChange={(drawn) => change(i, { drawn })}
              issues={issues.at(`ingredients.${i}.drawn`)}
              // The unit alone: a number would read as what is to be measured, or what was.
              placeholder={r.planned?.split(' ')[1] ?? 'mL'}
            />
          )}
          <TextField
            label="NDC"
            className="ndc"
            optional
            name={`ingredients.${i}.ndc`}
            value={r.ndc}
            onChange={(ndc) => change(i, { ndc })}
            issues={issues.at(`ingredients.${i}.ndc`)}
          />
          <ListedProductLine code={r.ndc} vial={vialOf(order, r)} />
          <TextField
            label="Manufacturer"
            optional
            name={`ingredients.${i}.manufacturer`}
            value={r.manufacturer}
            onChange={(manufacturer) => change(i, { manufacturer })}
            issues={issues.at(`ingredients.${i}.manufacturer`)}
          />
        </fieldset>
      ))}
      <AreaField
        label="Deviations from the recipe"
        name="deviations"
        optional
        value={deviations}
        onChange={set('deviations')}
        issues={issues.at('deviations')}
      />
      <Problem failure={failure} shown={shown} />
    </form>
  );
}
