import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist';

// Our own file: the content policy lets no other worker start.
GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href;

let kept: Promise<void> | undefined;
/** Has the worker at hand, so that a page is drawn also where the host that serves it does not answer. */
export const keepWorker = (): Promise<void> =>
  (kept ??= fetch(GlobalWorkerOptions.workerSrc)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then((source) => {
      GlobalWorkerOptions.workerSrc = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    })
    .catch((error: unknown) => {
      kept = undefined;
      throw error;
    }));

/** In points. */
interface PageSize {
  readonly width: number;
  readonly height: number;
}

export async function sizeOf(data: Uint8Array): Promise<PageSize> {
  const task = getDocument({ data, useSystemFonts: false });
  const { width, height } = (await (await task.promise).getPage(1)).getViewport({ scale: 1 });
  await task.destroy();
  return { width, height };
}

/** Every page of a PDF as a canvas of the given width; unless said otherwise sharp on the screen at hand, never under twice its size. */
export async function drawPages(
  data: Uint8Array,
  width: number,
  label: string,
  density = Math.max(2, window.devicePixelRatio),
): Promise<HTMLCanvasElement[]> {
  const task = getDocument({ data, disableFontFace: false, useSystemFonts: false });
  const pdf = await task.promise;
  const pages: HTMLCanvasElement[] = [];
  for (let n = 1; n <= pdf.numPages; n += 1) {
    const page = await pdf.getPage(n);
    const plain = page.getViewport({ scale: 1 });
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
