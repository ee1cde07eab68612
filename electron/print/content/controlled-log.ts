import type { ArtefactRecord } from '../record.ts';
import type { DrugPart } from '../record-mixture.ts';
import type { Block, Sheet } from './document.ts';
import { drugsOf } from './words.ts';

const BLANK_LINES = 14;

/**
 * A page of the controlled-substance log for the vials of one preparation: compounding.md 7. The balance is left to
 * the hand: it belongs to the shelf, not to the order.
 */
export const controlledLog = (r: ArtefactRecord): Sheet => {
  const drugs = controlled(r);
  const isMixture = r.also.length > 0;
  const vials = r.ingredients.filter(
    (i) => i.role === 'drug' && (!isMixture || drugs.some((x) => x.id === i.drug)),
  );
  return {
    title: 'Controlled-substance log',
    subtitle: drugs
      .map(
        (x) =>
          `${x.name} ${x.strength}, ${x.vialVolume}${x.schedule === null ? '' : `, schedule ${x.schedule}`}`,
      )
      .join('; '),
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
        title: 'Stock on the compounding record',
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
      ...drugs.map((x, i) => events(r, x, i, Math.floor(BLANK_LINES / drugs.length))),
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

/** Drugs of the container that have a schedule; the page of a container without any is that of all its drugs. */
const controlled = (r: ArtefactRecord): readonly DrugPart[] => {
  const all = drugsOf(r);
  const scheduled = all.filter((x) => x.schedule !== null);
  return scheduled.length === 0 ? all : scheduled;
};

/** Each drug has its own lines: its own shelf, its own balance. */
const events = (r: ArtefactRecord, x: DrugPart, index: number, blank: number): Block => ({
  kind: 'table',
  id: index === 0 ? 'events' : `events-${index + 1}`,
  title: r.also.length === 0 ? 'Events' : `Events, ${x.name}`,
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
    ['', 'OPEN', `expected ${x.vials} of ${x.vialVolume}`],
    ['', 'USE', `expected ${r.containers} × ${x.draw}`],
    ['', 'WASTE', `expected ${x.waste}`],
    ...Array.from({ length: blank }, () => ['']),
  ],
});
