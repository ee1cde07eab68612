import type { Paper, PrintKind } from '../../bridge/forms.ts';
import { printer as printerSchema, type Printer } from '../../bridge/printing.ts';
import type { OrderView } from '../../bridge/records.ts';
import { fail, issue, ok, type Result } from '../../engine/result.ts';
import type { Context } from '../context.ts';
import type { Parcel } from '../printing/delivery.ts';

interface Wanted {
  readonly kind: PrintKind;
  readonly paper: Paper;
  readonly copies: number;
  readonly reprint: number;
}
export interface Packed extends Parcel {
  readonly sha256: string;
  readonly template: string;
}

/** Refuses, before anything is made or written down, a printer that can not print this. */
export function printerFor(
  { name, active, language, papers }: Printer,
  { paper }: Wanted,
): Result<Printer['language']> {
  if (!active) return fail(issue('printer-not-in-use', name, 'a printer that is in use', 'printerId'));
  if (!papers.includes(paper))
    return fail(issue('paper-not-in-printer', paper, `${name} has ${papers.join(', ')}`, 'paper'));
  return ok(language);
}

/** What goes to a printer: the artefact in its language, made and read back like any other. */
export async function parcelOf(
  context: Context,
  view: OrderView,
  wanted: Wanted,
  { printer }: { readonly printer: string },
): Promise<Result<Packed>> {
  const record = printerSchema.parse(JSON.parse(printer));
  const language = printerFor(record, wanted);
  if (!language.ok) return language;
  const title = `${view.number}-v${view.version}-${wanted.kind}-${wanted.reprint}`;
  const { kind, paper, copies, reprint } = wanted;
  if (language.value !== 'pdf') {
    const made = await context.renderZpl(kind, paper, view, {
      dpi: language.value === 'zpl-203' ? 203 : 300,
      copies,
      reprint,
    });
    if (!made.ok) return made;
    const { bytes, sha256, template, page } = made.value;
    return ok({ bytes, sha256, template, page, language: 'zpl', title, copies });
  }
  const made = await context.render(kind, paper, view, { watermark: false, reprint });
  if (!made.ok) return made;
  const { pdf, sha256, template, page } = made.value;
  return ok({ bytes: pdf, sha256, template, page, language: 'pdf', title, copies });
}
