import type { PageText, Run } from './read-pdf.ts';
import type { Box, Template } from './template.ts';

/** Smallest print on any artefact, in points (issue: a fit check that refuses instead of shrinking under 6 pt). */
const SMALLEST = 6;
/** Heights of letters above and below the line, as a share of the size: IBM Plex capitals 0.698, descenders 0.205. */
const ABOVE = 0.7;
const BELOW = 0.2;
const ROUNDING = 0.05;

const boxOf = (r: Run): Box => ({
  left: r.x,
  right: r.x + r.width,
  bottom: r.y - BELOW * r.size,
  top: r.y + ABOVE * r.size,
});
const visible = (r: Run): boolean => r.upright && r.text.trim() !== '';
const overlap = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.3 &&
  Math.min(a.top, b.top) - Math.max(a.bottom, b.bottom) > 0.3;

/**
 * Texts of a finished file that do not fit where they stand: over the edge, over each other, over the barcode and its
 * quiet zone, or too small to read. It reads the file itself, so it holds for any template.
 */
export function misfits(pages: readonly PageText[], template: Template): string[] {
  const barcodeOn = (page: number) => (template.pages === 'fixed' || page === 0 ? template.barcode : null);
  return pages.flatMap((p, i) => pageMisfits(p, template, barcodeOn(i)));
}

function pageMisfits(page: PageText, { margin, pageSize: size }: Template, barcode: Box | null): string[] {
  const runs = page.runs.filter(visible).map((r) => ({ text: r.text, size: r.size, box: boxOf(r) }));
  // A layout that grows its page prints off the paper.
  const grown = Math.abs(page.width - size.width) > 0.5 || Math.abs(page.height - size.height) > 0.5;
  const found: string[] = grown
    ? [`the page needs ${Math.ceil(page.height)} pt of height and has ${Math.floor(size.height)}`]
    : [];
  for (const [i, r] of runs.entries()) {
    const { left, right, bottom, top } = r.box;
    if (r.size < SMALLEST - ROUNDING) found.push(`"${r.text}" is smaller than ${SMALLEST} pt`);
    if (
      left < margin - ROUNDING ||
      bottom < margin - ROUNDING ||
      right > page.width - margin + ROUNDING ||
      top > page.height - margin + ROUNDING
    )
      found.push(`"${r.text}" runs over the edge`);
    const other = runs.slice(i + 1).find((o) => overlap(r.box, o.box));
    if (other) found.push(`"${r.text}" runs into "${other.text}"`);
    if (barcode !== null && overlap(r.box, barcode)) found.push(`"${r.text}" runs into the barcode`);
  }
  return found;
}
