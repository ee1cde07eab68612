import type { OrderRecord } from '../record.ts';
import type { Sheet } from './document.ts';
import { QUALITY, recipeDerivations, recipeSteps, recipeTable } from './recipe.ts';
import { drugNames, drugsOf, ofEach, strengths } from './words.ts';

/** Master formulation record: the nine items of USP <797> (compounding.md 4.1), in their order. It names no patient. */
export const formulation = (r: OrderRecord): Sheet => ({
  title: 'Master formulation record',
  subtitle: `${strengths(r)}, ${r.volume} in a ${r.container.toLowerCase()}`,
  running: `${strengths(r)}, ${r.volume}, as of order ${r.orderNumber} version ${r.version}`,
  blocks: [
    {
      kind: 'facts',
      id: 'name',
      title: '1  Name, strength, dosage form',
      rows: [
        ['Name', drugNames(r)],
        ...drugsOf(r).map((x): readonly [string, string] => [
          r.also.length === 0 ? 'Strength' : `Strength, ${x.name}`,
          `${x.total} in ${r.volume}, ${x.concentration}`,
        ]),
        ['Dosage form', 'solution for infusion'],
        ['Route', r.route],
      ],
    },
    { ...recipeTable(r), id: 'ingredients', title: '2  Ingredients and their amounts, for one container' },
    {
      kind: 'facts',
      id: 'container',
      title: '3  Container and closure',
      rows: [
        ['Container', r.container],
        ['Holds', r.recipe.bag ?? r.volume],
      ],
    },
    { kind: 'list', id: 'steps', title: '4  Preparation', lines: recipeSteps(r) },
    {
      kind: 'signatures',
      id: 'look',
      title: '5  Physical description of the finished preparation',
      rows: [['Colour, clarity, particles: to be entered by the site', '']],
    },
    {
      kind: 'facts',
      id: 'bud',
      title: '6  Beyond-use date and storage',
      rows: [
        ['Beyond use', r.budLimit],
        ['Storage', r.storage],
      ],
    },
    {
      kind: 'list',
      id: 'stability',
      title: '7  Reference for stability',
      lines:
        r.stability.length > 0
          ? r.stability
          : [`None in the library for this ${r.also.length === 0 ? 'drug' : 'mixture'} and storage.`],
    },
    { kind: 'list', id: 'quality', title: '8  Quality control', lines: QUALITY },
    {
      kind: 'list',
      id: 'repeat',
      title: '9  What else makes it repeatable',
      lines: [
        `Way of filling: ${r.recipe.method}. ${r.recipe.usable === null ? 'Usable volume not computed: priming or residual is not on record.' : `Usable volume ${r.recipe.usable}.`}`,
        `Left in the last vial: ${ofEach(r, (x) => x.waste)}.`,
      ],
    },
    recipeDerivations(r),
    {
      kind: 'signatures',
      id: 'approved',
      title: 'Approved by the site',
      rows: [
        ['Pharmacist: name, signature, date', ''],
        ['Second pharmacist: name, signature, date', ''],
      ],
    },
  ],
});
