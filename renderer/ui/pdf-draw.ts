import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist';

// Our own file: the content policy lets no other worker start.
GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href;

/** Every page of a PDF as a canvas of the given width, sharp on the screen at hand and never under twice its size. */
export async function drawPages(
  data: Uint8Array,
  width: number,
  label: string,
): Promise<HTMLCanvasElement[]> {
  const task = getDocument({ data, disableFontFace: false, useSystemFonts: false });
  const pdf = await task.promise;
  const pages: HTMLCanvasElement[] = [];
  for (let n = 1; n <= pdf.numPages; n += 1) {
    const page = await pdf.getPage(n);
    const plain = page.getViewport({ scale: 1 });
    const density = Math.max(2, window.devicePixelRatio);
    const viewport = page.getViewport({ scale: (width / plain.width) * density });
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    canvas.style.width = `${width}px`;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', pdf.numPages > 1 ? `${label}, page ${n}` : label);
    await page.render({ canvas, viewport }).promise;
    pages.push(canvas);
  }
  await task.destroy();
  return pages;
}
