import type { Fact } from '../answers/facts.ts';
import { drugName, findDrug } from '../formulary/formulary.ts';
import type { Contents } from '../order/stability-match.ts';
import { quantityText } from '../number/quantity.ts';
import type { Facts } from '../facts/facts.ts';

/** The diluent by its name, without the word that every one of them has. */
export const nameOfDiluent = (f: Facts, id: string): string =>
  id === 'none'
    ? 'undiluted'
    : (f.library.formulary.diluents.find((d) => d.id === id)?.name ?? id).replace(/ (for )?injection$/, '');

/** That of the order. */
export const diluentName = (f: Facts): string => nameOfDiluent(f, f.order.preparation.diluent);

/** What is in a container, as a fact: drugs with their concentrations, and where asked diluent, container and storage. */
export function prepared(f: Facts, contents: Contents, asked: 'contents' | 'container' | 'storage'): Fact {
  const { container, storage } = f.order.preparation;
  return {
    code: 'prepared',
    contents: contents.map((x) => {
      const drug = findDrug(f.library, x.drug);
      return { drug: drug ? drugName(drug) : x.drug, concentration: quantityText(x.concentration) };
    }),
    ...(asked !== 'contents' && { diluent: diluentName(f), container }),
    ...(asked === 'storage' && { storage }),
  };
}
