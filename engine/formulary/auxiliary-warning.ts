import * as z from 'zod';
import { wordsField } from '../number/fields.ts';

/** An auxiliary warning and when it is printed; an empty list asks nothing. Source: labels_and_pumps.md 1.6. */
export const auxiliaryWarning = z.strictObject({
  id: z.string(),
  text: wordsField(120),
  /** classes of the formulary that call for it */
  classes: z.array(z.string()),
  routes: z.array(z.string()),
  storage: z.array(z.enum(['room', 'refrigerated', 'frozen'])),
  source: z.strictObject({ id: z.string(), title: z.string(), section: z.string().optional() }),
  provenance: z.string(),
});
type AuxiliaryWarning = z.infer<typeof auxiliaryWarning>;

interface Product {
  readonly classes: readonly string[];
  readonly route: string;
  readonly storage: string;
}
const asks = (list: readonly string[], ...have: readonly string[]): boolean =>
  list.length === 0 || have.some((h) => list.includes(h));

/**
 * The auxiliary warnings of one product, in the order of the library. In: the library's list, the classes of the drug,
 * route and storage of the order. Out: those all of whose conditions hold.
 */
export const auxiliaryFor = (list: readonly AuxiliaryWarning[], p: Product): AuxiliaryWarning[] =>
  list.filter((w) => asks(w.classes, ...p.classes) && asks(w.routes, p.route) && asks(w.storage, p.storage));
