import { findPump } from '../../engine/formulary/pumps-of-site.ts';
import { found, type Handlers } from '../services/call.ts';
import { pumpLibrarySheet } from '../services/pump-library/sheet.ts';
import { pumpLibraryCsv, pumpLibraryJson, type Made } from '../services/pump-library/text.ts';

const TYPES = { pdf: 'application/pdf', csv: 'text/csv', json: 'application/json' } as const;

/** Loads the PDF library when a page is first asked for: it would slow every start. */
async function bytesOf(format: keyof typeof TYPES, made: Made): Promise<Uint8Array> {
  if (format === 'pdf') return (await import('../services/pump-library/pdf.ts')).pumpLibraryPdf(made);
  return Buffer.from(format === 'csv' ? pumpLibraryCsv(made) : pumpLibraryJson(made));
}

export const pumpLibraryHandlers = {
  'protocol.for-pump': {
    before: async ({ context, user, now }, { pump, format }) => {
      const library = await context.library();
      const model = found(findPump(library, pump), 'pump');
      const { sheet, digest } = pumpLibrarySheet(library, model);
      const bytes = await bytesOf(format, {
        sheet,
        digest,
        at: now,
        by: `${user.name}, ${user.credentials}`,
      });
      return async (call) => {
        await call.event({
          subject: 'pump',
          subjectId: pump,
          change: {
            format,
            digest,
            ruleSet: library.version,
            protocols: sheet.entries.map((e) => e.protocol),
          },
        });
        return {
          name: `pump-library-${pump}-${digest.slice(0, 8)}.${format}`,
          type: TYPES[format],
          data: Buffer.from(bytes).toString('base64'),
          digest,
          entries: sheet.entries.length,
        };
      };
    },
  },
} satisfies Partial<Handlers>;
