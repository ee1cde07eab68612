import type { WebContents } from 'electron';
import * as z from 'zod';
import type { SystemPage } from '../../../bridge/channel.ts';
import type { Reply } from '../../../bridge/failure.ts';
import { refuse } from '../../services/refusal.ts';

/** Points of paper: from the smallest label to A3. */
const points = z.number().min(36).max(1_200);
const systemPage: z.ZodType<SystemPage> = z.strictObject({
  width: points,
  height: points,
  copies: z.number().int().min(1).max(20),
});

/** 25,400 microns in 72 points. */
const microns = (length: number): number => Math.round((length * 25_400) / 72);

/** The system's dialog for what the window shows: its exact size, no margin of the system's, and never scaled. */
export function printPage(contents: Pick<WebContents, 'print'>, page: unknown): Promise<Reply<null>> {
  const asked = systemPage.safeParse(page);
  if (!asked.success) return Promise.resolve(refuse('page-size', 'a page of 36 to 1200 pt, 1 to 20 copies'));
  const { width, height, copies } = asked.data;
  return new Promise((resolve) => {
    contents.print(
      {
        silent: false,
        printBackground: true,
        margins: { marginType: 'none' },
        pageSize: { width: microns(width), height: microns(height) },
        scaleFactor: 100,
        copies,
      },
      (isPrinted, reason) =>
        resolve(
          isPrinted ? { ok: true, value: null } : refuse('system-print', `the print dialog: ${reason}`),
        ),
    );
  });
}
