import * as z from 'zod';
import { form, paper, printKind } from '../../bridge/forms.ts';
import type { StalePrintOut } from '../../bridge/printing.ts';
import type { Read } from '../../db/handle.ts';
import { keptValue } from '../../db/kept.ts';
import { otherThanPrinted } from './merged.ts';
import { fatesOf, stalePrintOuts } from '../../db/printing.ts';

const fate = z.enum(['returned', 'destroyed']);

/** Print-outs that are no longer true and not all accounted for: who holds them, and what became of the others. */
export const staleIn = async (db: Read): Promise<StalePrintOut[]> =>
  (
    await Array.fromAsync(
      (
        await Array.fromAsync(await stalePrintOuts(db), async (row) => {
          const renamed = row.ended
            ? null
            : await otherThanPrinted(db, row.patient_id, row.patientVersion ?? 0);
          return row.ended || renamed !== null ? [{ ...row, staleSince: renamed ?? row.staleSince }] : [];
        })
      ).flat(),
      async (row) => {
        const fates = await fatesOf(db, row.id);
        const kind = keptValue(printKind, row.kind, 'print_out', row.id);
        const isOut = row.released !== null && form(kind).stays !== true;
        const holder = isOut ? ('patient' as const) : ('pharmacy' as const);
        return {
          id: row.id,
          orderId: row.order_id,
          number: row.number,
          version: row.version,
          currentVersion: row.currentVersion,
          kind,
          paper: keptValue(paper, row.paper, 'print_out', row.id),
          copies: row.copies,
          outstanding: row.copies - fates.reduce((sum, f) => sum + f.copies, 0),
          reprint: row.reprint,
          by: row.by,
          at: row.at,
          staleSince: row.staleSince,
          holder,
          holderName: holder === 'patient' ? `${row.family}, ${row.given}` : row.by,
          fates: fates.map((f) => ({
            fate: keptValue(fate, f.fate, 'print_out_fate', f.id),
            copies: f.copies,
            heldBy: f.held_by,
            note: f.note,
            by: f.by,
            at: f.at,
          })),
        };
      },
    )
  ).filter((p) => p.outstanding > 0);
