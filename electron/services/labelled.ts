import type { LabelState } from '../../bridge/records.ts';
import { jobState } from '../../bridge/printing.ts';
import type { Read } from '../../db/handle.ts';
import { keptValue } from '../../db/kept.ts';
import { labelsOf } from '../../db/printing.ts';
import { refuse } from './call.ts';
import type { Order } from './loaded-order.ts';

const OF_JOB = { queued: 'under-way', sending: 'under-way', failed: 'failed', unknown: 'unknown' } as const;

/**
 * Whether the label of this version was printed, for each container: a print-out holds one label of every container of
 * the order. One that a printer was not known to have made does not count, nor one whose copies are all returned or
 * destroyed. A file and the print dialog are written down when they are handed out, and nobody hears how they went.
 */
export async function labelOf(db: Read, orderId: string, version: number): Promise<LabelState> {
  let last: LabelState = 'none';
  for (const label of await labelsOf(db, orderId, version)) {
    const state =
      label.job === null || label.state === null
        ? 'sent'
        : keptValue(jobState, label.state, 'print_job', label.job);
    const here = state === 'sent' ? (label.copies > label.gone ? 'printed' : 'gone') : OF_JOB[state];
    if (here === 'printed') return here;
    last = here;
  }
  return last;
}

/** Nobody signs for a container without the label that is compared with its record (USP <797>: the check before release). */
export async function labelled(db: Read, { row, content }: Order): Promise<void> {
  const label = await labelOf(db, row.id, row.version);
  if (label === 'printed') return;
  const containers = content.preparation.containers;
  refuse(
    'label-not-printed',
    label,
    `the label of version ${row.version}, printed for ${containers === '1' ? 'its container' : `each of its ${containers} containers`}`,
    'label',
  );
}
