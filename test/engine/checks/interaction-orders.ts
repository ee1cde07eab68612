import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { drugUnit, findDrug, routesOf } from '../../../engine/formulary/formulary.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

/** A medicine of the home list, under whatever kind somebody picked. */
export const home = (name: string, more: object = {}): Changes => ({
  'patient.medicines': [{ name, kind: 'other', intended: true, ...more }],
});
/** A continuous rate of a drug, by a route that it has a limit for. */
export const ordered = (id: string, route?: string): Changes => {
  const drug = findDrug(library, id)!;
  const u = drugUnit(drug);
  const way = route ?? routesOf(drug).find((r) => drug.rules.some((x) => x.routes.includes(r)));
  return {
    'order.drug': id,
    'order.route': way,
    'order.regimen': { kind: 'continuous', rate: `0.1 ${u}/h` },
    'order.preparation.vial': { strength: `10 ${u}/mL`, volume: '20 mL' },
    'order.preparation.drugAmount': `100 ${u}`,
  };
};
export const find = (id: string, changes: Changes) =>
  findingsOf(factsOf(questionOf(changes), library)).filter((f) => f.id === id);
export const outcomes = (id: string, changes: Changes) => find(id, changes).map((f) => f.outcome);
