import { routesOf, type DoseRule, type Drug, type Library } from './formulary.ts';

/** Every dose rule that is in force for a drug: its own, and those of the routes it is given by. */
export function rulesOfDrug(library: Library, drug: Drug): readonly DoseRule[] {
  const routes = routesOf(drug);
  return [
    ...drug.rules,
    ...library.formulary.route_rules.filter((r) => r.routes.some((x) => routes.includes(x))),
  ];
}
