import { bytesOf } from './download.ts';

/** House rules: dots per inch at which a page is handed to the system. Labels have barcodes, sheets many square inches. */
const LABEL_DPI = 600;
const SHEET_DPI = 300;
const WIDEST_LABEL = 432;
const CSS_DPI = 96;

/**
 * The system's own print dialog with the very file that was issued, page for page in its exact size and not scaled: by
 * Electron's print in the desktop window, by the browser's elsewhere.
 */
export const systemPrint = (pdf: string, copies: number): Promise<void> => systemPrintAll([pdf], copies);

/** The same of several files on one paper. `note`: a line at the top right of every page, of what is known only now. */
export async function systemPrintAll(files: readonly string[], copies: number, note?: string): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  const { drawPages, sizeOf } = await import('./pdf-draw.ts');
  const page = await sizeOf(bytesOf(first));
  const dpi = page.width > WIDEST_LABEL ? SHEET_DPI : LABEL_DPI;
  const pages: HTMLCanvasElement[] = [];
  for (const pdf of files)
    pages.push(
      ...(await drawPages(bytesOf(pdf), (page.width * CSS_DPI) / 72, 'printed page', dpi / CSS_DPI)),
    );
  if (note !== undefined) for (const canvas of pages) noteAt(canvas, note, dpi);
  const holder = document.createElement('div');
  holder.className = 'system-print';
  holder.append(...pages);
  const sheet = new CSSStyleSheet();
  // Through the CSSOM, which the content policy lets pass: the size of a page is known only now.
  sheet.replaceSync(`
    @page { size: ${page.width}pt ${page.height}pt; margin: 0; }
    @media print { .system-print canvas { width: ${page.width}pt !important; height: ${page.height}pt !important; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.body.append(holder);
  const done = () => {
    holder.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet);
  };
  if (window.meniscus) {
    await window.meniscus.print({ ...page, copies }).finally(done);
    return;
  }
  // A browser that does not wait for the dialog tells when it is closed.
  window.addEventListener('afterprint', done, { once: true });
  window.print();
}

/** In points from the upper right corner: above what stands on any sheet. */
const NOTE = { right: 40, down: 21, size: 8 };

function noteAt(canvas: HTMLCanvasElement, note: string, dpi: number): void {
  const on = canvas.getContext('2d');
  if (on === null) throw new Error('a page that can not be written on');
  const points = dpi / 72;
  on.setTransform(1, 0, 0, 1, 0, 0);
  on.font = `600 ${NOTE.size * points}px 'IBM Plex Sans', sans-serif`;
  on.textAlign = 'right';
  on.fillStyle = 'black';
  on.fillText(note, canvas.width - NOTE.right * points, NOTE.down * points);
}
