import type { OrderRecord } from '../record.ts';
import type { Block } from './document.ts';
import { concentrations, drugsOf, totals } from './words.ts';

/** How one container is made, step by step (calculations.md 3: the four ways of filling). */
export function recipeSteps(r: OrderRecord): string[] {
  const { recipe: x } = r;
  const draws = drugsOf(r).map((d) => `Draw ${d.draw} of ${d.name} ${d.strength}.`);
  const several = r.also.length > 0;
  const them = several ? 'them' : 'it';
  const into = r.container.toLowerCase();
  const fill: Readonly<Record<typeof x.method, readonly string[]>> = {
    'exact-fill': [
      ...draws,
      ...(x.diluent === null ? [] : [`Measure ${x.diluent} of ${r.diluent ?? 'diluent'}.`]),
      `Bring ${x.diluent === null ? them : several ? 'all' : 'both'} into the empty ${into}; it then holds ${r.volume}.`,
    ],
    add: [...draws, `Add ${them} to the ${into} as it is (${x.bag ?? ''}); it then holds ${r.volume}.`],
    replace: [
      `Withdraw ${x.withdraw ?? ''} from the ${into} (${x.bag ?? ''}) and discard it.`,
      ...draws,
      `Add ${them} to the ${into}; it then holds ${r.volume}.`,
    ],
    'remove-overfill': [
      `Withdraw ${x.withdraw ?? ''} from the ${into} (${x.bag ?? ''}): overfill and drug volume; discard it.`,
      ...draws,
      `Add ${them} to the ${into}; it then holds ${r.volume}.`,
    ],
  };
  return [
    ...fill[x.method],
    'Expel the air, mix by turning over, and close.',
    `Check the result against the order: ${totals(r)}, ${concentrations(r)}.`,
  ];
}

/** compounding.md 9, as far as a person does it by eye and hand and ticks it: nothing here is said to have been done. */
export const QUALITY = [
  'Read name, strength, lot and expiry of each ingredient',
  'Read each volume before it is injected',
  'Look for particles, colour, precipitation and leaks, against black and against white',
  'Read the label against the order',
];

export const recipeTable = (r: OrderRecord): Block => ({
  kind: 'table',
  id: 'recipe',
  title: `Ingredients of one ${r.container.toLowerCase()}; ${r.containers} ${r.containers === 1 ? 'is' : 'are'} made`,
  columns: [
    ['Ingredient', '25%'],
    ['Measure', '13%'],
    ['Packaged as', '17%'],
    ['Lot', '15%'],
    ['Expiry', '12%'],
    ['Measured', '9%'],
    ['Checked', '9%'],
  ],
  strong: 1,
  small: [2],
  tall: true,
  rows: [
    ...drugsOf(r).map((x) => [x.name, x.draw, `${x.strength}, ${x.vialVolume}; ${x.vials} in all`]),
    ...(r.recipe.diluent === null ? [] : [[r.diluent ?? 'diluent', r.recipe.diluent]]),
    ...(r.recipe.withdraw === null ? [] : [['withdrawn from the bag', r.recipe.withdraw]]),
    ...(r.recipe.bag === null ? [] : [[r.diluent ?? 'bag', 'one bag', r.recipe.bag]]),
    [`${r.container}, empty or as supplied`, '1'],
  ],
});

/** Derivations whose name says that they belong to the container; the rest stands on the verification report. */
const OF_RECIPE = /draw|diluent|withdraw|final volume|concentration|vial|usable|fill|overfill/i;
export const recipeDerivations = (r: OrderRecord): Block => ({
  kind: 'entries',
  id: 'calculations',
  title: 'Calculations',
  rows: r.steps.filter((s) => OF_RECIPE.test(s.name)).map((s) => [s.name, s.line]),
});
