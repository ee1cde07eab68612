import { paper, printKind } from '../../bridge/forms.ts';
import { jobState, type PrintJob } from '../../bridge/printing.ts';
import type { Read } from '../../db/handle.ts';
import { keptValue } from '../../db/kept.ts';
import { jobNow, type JobLine } from '../../db/printing.ts';
import { printerOf } from './printers.ts';
import { found } from './call.ts';

export const jobOf = (row: JobLine): PrintJob => ({
  id: row.id,
  printOutId: row.print_out_id,
  orderId: row.order_id,
  number: row.number,
  version: row.version,
  kind: keptValue(printKind, row.kind, 'print_out', row.print_out_id),
  paper: keptValue(paper, row.paper, 'print_out', row.print_out_id),
  template: row.template,
  copies: row.copies,
  reprint: row.reprint,
  printer: printerOf({ id: row.printer_id, version: row.printer_version, content: row.printer }).record.name,
  state: keptValue(jobState, row.state, 'print_job', row.id),
  attempts: row.attempts,
  why: row.why,
  by: row.by,
  at: row.at,
  changedAt: row.changed_at,
});

export const jobIn = async (db: Read, id: string): Promise<PrintJob> =>
  jobOf(found(await jobNow(db, id), 'print job'));
