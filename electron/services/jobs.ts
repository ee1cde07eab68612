import { paper, printKind } from '../../bridge/forms.ts';
import { jobState, printer, type PrintJob } from '../../bridge/printing.ts';
import type { Read } from '../../db/handle.ts';
import { jobNow, type JobLine } from '../../db/printing.ts';
import { found } from '../handlers/handler.ts';

export const jobOf = (row: JobLine): PrintJob => ({
  id: row.id,
  printOutId: row.print_out_id,
  orderId: row.order_id,
  number: row.number,
  version: row.version,
  kind: printKind.parse(row.kind),
  paper: paper.parse(row.paper),
  template: row.template,
  copies: row.copies,
  reprint: row.reprint,
  printer: printer.parse(JSON.parse(row.printer)).name,
  state: jobState.parse(row.state),
  attempts: row.attempts,
  why: row.why,
  by: row.by,
  at: row.at,
  changedAt: row.changed_at,
});

export const jobIn = (db: Read, id: string): PrintJob => jobOf(found(jobNow(db, id), 'print job'));
