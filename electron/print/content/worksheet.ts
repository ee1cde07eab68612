import type { OrderRecord } from '../record.ts';
import { whoAndWhat, type Sheet } from './document.ts';
import { QUALITY, recipeDerivations, recipeSteps, recipeTable } from './recipe.ts';
import { drugNames, ofEach } from './words.ts';

/** What the technician works from: compounding.md 4.2 as lines to fill in, 8 and 9 as checks. */
export const worksheet = (r: OrderRecord): Sheet => ({
  title: 'Preparation worksheet',
  subtitle: `${drugNames(r)}, lot ${r.lot ?? ''}`,
  blocks: [
    whoAndWhat(r),
    {
      kind: 'facts',
      id: 'plan',
      rows: [
        ['Lot', r.lot ?? ''],
        ['Containers', `${r.containers}, ${r.container.toLowerCase()}`],
        ['Beyond use', r.budLimit],
        ['Storage', r.storage],
        ['Verified', `${r.verifiedBy}, ${r.verifiedAt}`],
        ['Left over', ofEach(r, (x) => x.waste)],
      ],
    },
    recipeTable(r),
    { kind: 'list', id: 'steps', title: 'Steps', lines: recipeSteps(r) },
    { kind: 'ticks', id: 'quality', title: 'Quality checks, to be ticked when done', lines: QUALITY },
    {
      kind: 'signatures',
      id: 'signed',
      title: 'Done by',
      rows: [
        ['Prepared by, date and time', ''],
        ['Volumes checked before injection by', ''],
        ['Deviations', ''],
        ['Final check by a pharmacist who did not prepare it', ''],
      ],
    },
    recipeDerivations(r),
  ],
});
