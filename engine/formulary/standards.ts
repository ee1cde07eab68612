import type { Drug } from './formulary.ts';

/** The standard concentrations of a drug for a route: those that name it, and those that name none. In: the route as ordered. */
export const standardsFor = (drug: Drug, route: string): Drug['standard_concentrations'] =>
  drug.standard_concentrations.filter((c) => c.routes === undefined || c.routes.includes(route));
