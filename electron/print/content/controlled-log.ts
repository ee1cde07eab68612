import type { ArtefactRecord } from '../record.ts';
import type { Sheet } from './document.ts';

const BLANK_LINES = 14;

/**
 * A page of the controlled-substance log for the vials of one preparation: compounding.md 7. The balance is left to
 * the hand: it belongs to the shelf, not to the order.
 */
export const controlledLog = (r: ArtefactRecord): Sheet => {
  const vials = r.ingredients.filter((i) => i.role === 'drug');
  return {
    title: 'Controlled-substance log',
    subtitle: `${r.drug} ${r.recipe.strength}, ${r.recipe.vialVolume}${r.schedule === null ? '' : `, schedule ${r.schedule}`}`,
    blocks: [
      {
        kind: 'facts',
        id: 'for',
        rows: [
          ['Compounding record', `lot ${r.lot}`],
          ['Rx', r.rx],
          ['Patient', r.patient],
          ['MRN', r.mrn],
          ['Prescriber', r.prescriber],
          ['Pharmacy', `${r.pharmacy}, ${r.address}`],
          ['Prepared', `${r.preparedAt}, ${r.preparedBy}`],
        ],
      },
      {
        kind: 'table',
        id: 'stock',
        title: 'Stock that was opened',
        columns: [
          ['Product', '34%'],
          ['Manufacturer', '20%'],
          ['NDC', '18%'],
          ['Lot', '14%'],
          ['Expiry', '14%'],
        ],
        codes: [2, 3],
        rows: vials.map((i) => [
          i.name,
          i.manufacturer ?? 'not recorded',
          i.ndc ?? 'not recorded',
          i.lot,
          i.expiry,
        ]),
      },
      {
        kind: 'table',
        id: 'events',
        title: 'Events',
        note: 'WASTE and ADJUST need two signatures; the witness neither compounded nor verified it.',
        columns: [
          ['Date and time', '23%'],
          ['Event', '9%'],
          ['Quantity', '23%'],
          ['Balance', '12%'],
          ['By', '11%'],
          ['Witness', '11%'],
          ['Reason', '11%'],
        ],
        strong: 2,
        tall: true,
        rows: [
          [r.preparedAt, 'OPEN', `${r.recipe.vials} of ${r.recipe.vialVolume}`],
          [r.preparedAt, 'USE', `${r.containers} × ${r.recipe.draw}`],
          ['', 'WASTE', `expected ${r.recipe.waste}`],
          ...Array.from({ length: BLANK_LINES }, () => ['']),
        ],
      },
      {
        kind: 'signatures',
        id: 'signed',
        title: 'Page closed',
        rows: [
          ['Counted by, date and time', ''],
          ['Pharmacist', ''],
        ],
      },
    ],
  };
};
