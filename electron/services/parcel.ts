import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { PrintingPlaces } from '../../bridge/places.ts';
import type { Printer } from '../../bridge/printing.ts';
import type { OrderView } from '../../bridge/records.ts';
import { fail, issue, ok, type Result } from '../../engine/number/result.ts';
import type { Context } from './context.ts';
import { placeIssue } from '../delivery/places.ts';
import type { Parcel } from '../delivery/delivery.ts';

interface Wanted {
  readonly kind: PrintKind;
  readonly paper: Paper;
  readonly copies: number;
  readonly reprint: number;
}
interface Made extends Pick<Parcel, 'bytes' | 'page'> {
  readonly sha256: string;
  readonly template: string;
}
type Packed = Parcel & Made;

/** Refuses, before anything is made or written down, a printer that can not print this. */
export function printerFor(
  { name, active, language, papers, way }: Printer,
  { paper }: Pick<Wanted, 'paper'>,
  places: PrintingPlaces,
): Result<Printer['language']> {
  if (!active) return fail(issue('printer-not-in-use', name, 'a printer that is in use', 'printerId'));
  if (!papers.includes(paper))
    return fail(issue('paper-not-in-printer', paper, `${name} has ${papers.join(', ')}`, 'paper'));
  const place = placeIssue(way, places, 'printerId');
  return place === null ? ok(language) : fail(place);
}

/** A form in a printer's language: the artefact, made and read back like any other. */
export async function madeFor(
  context: Context,
  view: OrderView,
  { kind, paper, copies, reprint }: Wanted,
  language: Printer['language'],
): Promise<Result<Made>> {
  if (language === 'pdf') {
    const made = await context.render(kind, paper, view, { watermark: false, reprint });
    return made.ok ? ok({ ...made.value, bytes: made.value.pdf }) : made;
  }
  return context.renderZpl(kind, paper, view, { dpi: language === 'zpl-203' ? 203 : 300, copies, reprint });
}

/** What goes to a printer that can print it. */
export async function parcelOf(
  context: Context,
  view: OrderView,
  wanted: Wanted,
  printer: Printer,
): Promise<Result<Packed>> {
  const language = printerFor(printer, wanted, (await context.library()).site.printing);
  if (!language.ok) return language;
  const made = await madeFor(context, view, wanted, language.value);
  if (!made.ok) return made;
  const { bytes, sha256, template, page } = made.value;
  return ok({
    bytes,
    sha256,
    template,
    page,
    language: language.value === 'pdf' ? 'pdf' : 'zpl',
    title: `${view.number}-v${view.version}-${wanted.kind}-${wanted.reprint}`,
    copies: wanted.copies,
  });
}
