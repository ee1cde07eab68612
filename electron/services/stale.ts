import { paper, printKind } from '../../bridge/forms.ts';
import type { StalePrintOut } from '../../bridge/printing.ts';
import type { Read } from '../../db/handle.ts';
import { fatesOf, stalePrintOuts } from '../../db/printing.ts';

/** Print-outs that are no longer true and not all accounted for: who holds them, and what became of the others. */
export const staleIn = (db: Read): StalePrintOut[] =>
  stalePrintOuts(db)
    .map((row) => {
      const fates = fatesOf(db, row.id);
      const holder = row.released === null ? ('pharmacy' as const) : ('patient' as const);
      return {
        id: row.id,
        orderId: row.order_id,
        number: row.number,
        version: row.version,
        currentVersion: row.currentVersion,
        kind: printKind.parse(row.kind),
        paper: paper.parse(row.paper),
        copies: row.copies,
        outstanding: row.copies - fates.reduce((sum, f) => sum + f.copies, 0),
        reprint: row.reprint,
        by: row.by,
        at: row.at,
        staleSince: row.staleSince,
        holder,
        holderName: holder === 'patient' ? `${row.family}, ${row.given}` : row.by,
        fates: fates.map((f) => ({
          fate: f.fate as 'returned' | 'destroyed',
          copies: f.copies,
          heldBy: f.held_by,
          note: f.note,
          by: f.by,
          at: f.at,
        })),
      };
    })
    .filter((p) => p.outstanding > 0);
