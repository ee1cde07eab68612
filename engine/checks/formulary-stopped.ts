import { stopsOf, type StopRecord } from '../formulary/records/stops.ts';
import { ndcsOf } from '../order/ndc.ts';
import type { Ingredient } from '../order/ingredient.ts';
import { failing, houseRule, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import type { Finding } from './report.ts';

const CHECK = 'formulary-stopped';
const DRUG = houseRule('drug-stopped', 'absolute');
const PRODUCT = houseRule('product-stopped', 'absolute');

const isWhole = ({ ndc, lot }: StopRecord): boolean => ndc === undefined && lot === undefined;

/** Is this what was stopped? An NDC of ten digits without hyphens may be several: any of them counts. */
function isStopped(s: StopRecord, x: Ingredient): boolean {
  const codes = x.ndc === null ? null : ndcsOf(x.ndc);
  const isProduct = s.ndc === undefined || (codes?.ok === true && codes.value.includes(s.ndc));
  // a package whose NDC nobody read is held against the lot alone
  const isOpen = x.ndc === null && s.lot !== undefined;
  return (isProduct || isOpen) && (s.lot === undefined || s.lot === x.lot);
}

/** Of a container of several drugs each package says which drug it is of. */
const isOfDrug = (f: Facts, x: Ingredient): boolean => (x.drug ?? f.container[0]) === f.drug.id;

function madeOf(f: Facts, list: readonly StopRecord[]): Finding[] {
  const packages = f.made?.record.ingredients.filter((x) => x.role === 'drug' && isOfDrug(f, x)) ?? [];
  return packages.flatMap((x) =>
    list
      .filter((s) => isStopped(s, x))
      .map((s) =>
        failing(CHECK, PRODUCT, {
          subject: { code: 'what went in: {what}', what: f.name },
          observed: { code: 'recorded-lot', name: x.name, ndc: x.ndc, lot: x.lot },
          limit: { code: 'stopped', why: s.why },
        }),
      ),
  );
}

export const formularyStopped: Check = {
  id: CHECK,
  asks: 'Did this pharmacy stop the drug, or a product or lot of it that went in?',
  run: (f) => {
    const list = stopsOf(f.library).filter((s) => s.drug === f.drug.id);
    const whole = list.find(isWhole);
    return [
      ...(whole
        ? [failing(CHECK, DRUG, { subject: 'drug', limit: { code: 'stopped', why: whole.why } })]
        : []),
      ...madeOf(
        f,
        list.filter((s) => !isWhole(s)),
      ),
    ];
  },
};
