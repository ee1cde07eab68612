import type { ArtefactRecord } from '../record.ts';
import { whoAndWhat, type Sheet } from './document.ts';
import { QUALITY, recipeDerivations, recipeSteps } from './recipe.ts';
import { drugsOf, ofEach, strengths, totals } from './words.ts';

const ROLES = { drug: 'drug', diluent: 'diluent', container: 'container' } as const;

/** Compounding record: the fields of USP <797> (compounding.md 4.2). */
export const compoundingRecord = (r: ArtefactRecord): Sheet => ({
  title: 'Compounding record',
  subtitle: `${strengths(r)}, lot ${r.lot}`,
  blocks: [
    whoAndWhat(r),
    {
      kind: 'facts',
      id: 'made',
      title: 'Preparation',
      rows: [
        ['Internal ID', `lot ${r.lot}`],
        ['Dosage form', 'solution for infusion'],
        ['Prepared', r.preparedAt],
        ['Prepared by', r.preparedBy],
        ['Order verified', `${r.verifiedBy}, ${r.verifiedAt}`],
        ['Final check', r.checkedBy === null ? 'not yet' : `${r.checkedBy}, ${r.checkedAt ?? ''}`],
        ['Yield', `${r.containers}, ${r.container.toLowerCase()}, each ${totals(r)}`],
        ['Use (start) by', r.bud],
        ['Bound by', r.budBinds ?? ''],
        ['Storage', r.storage],
        ['Deviations', r.deviations ?? 'none'],
        ['Left over', ofEach(r, (x) => x.waste)],
      ],
    },
    {
      kind: 'table',
      id: 'components',
      title: 'Components',
      columns: [
        ['Component', '28%'],
        ['Role', '10%'],
        ['Manufacturer', '18%'],
        ['NDC', '16%'],
        ['Lot', '14%'],
        ['Expiry', '14%'],
      ],
      small: [2],
      codes: [3, 4],
      rows: r.ingredients.map((i) => [
        i.name,
        ROLES[i.role],
        i.manufacturer ?? 'not recorded',
        i.ndc ?? 'not recorded',
        i.lot,
        i.expiry,
      ]),
    },
    {
      kind: 'facts',
      id: 'amounts',
      title: 'Amounts in one container',
      rows: [
        ...drugsOf(r).map((x): readonly [string, string] => [x.name, `${x.draw} of ${x.strength}`]),
        ['Diluent', r.recipe.diluent ?? r.recipe.bag ?? 'none'],
        ['Withdrawn', r.recipe.withdraw ?? 'nothing'],
        ['Vials used', ofEach(r, (x) => `${x.vials} of ${x.vialVolume}`)],
      ],
    },
    { kind: 'list', id: 'steps', title: 'Process', lines: recipeSteps(r) },
    recipeDerivations(r),
    { kind: 'ticks', id: 'quality', title: 'Results of quality control', lines: QUALITY },
    {
      kind: 'signatures',
      id: 'signed',
      title: 'Signatures',
      rows: [
        ['Prepared by', `${r.preparedBy}, ${r.preparedAt}`],
        ['Final check', r.checkedBy === null ? '' : `${r.checkedBy}, ${r.checkedAt ?? ''}`],
        ['Label copy attached here', ''],
        ['Weights and readings', ''],
      ],
    },
  ],
});
