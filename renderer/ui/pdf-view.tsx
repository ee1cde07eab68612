import { useEffect, useRef, useState } from 'react';
import { bytesOf } from './download.ts';

type State = 'drawing' | 'drawn' | 'failed';

/** The very file that is printed, drawn page by page. The reader is fetched only when a page is to be shown. */
export function PdfView({ pdf, label, width }: { pdf: string; label: string; width: number }) {
  const holder = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<State>('drawing');
  useEffect(() => {
    let wanted = true;
    const draw = async () => {
      const { drawPages } = await import('./pdf-draw.ts');
      const pages = await drawPages(bytesOf(pdf), width, label);
      if (!wanted || !holder.current) return;
      holder.current.replaceChildren(...pages);
      setState('drawn');
    };
    draw().catch(() => {
      if (wanted) setState('failed');
    });
    return () => {
      wanted = false;
    };
  }, [pdf, width, label]);
  return (
    <div className="pdf" data-state={state}>
      {state === 'drawing' && <output className="wait">Drawing the page…</output>}
      {state === 'failed' && (
        <div className="problem" role="alert">
          The page can not be shown. Nothing was printed.
        </div>
      )}
      <div ref={holder} className="pdf-pages" />
    </div>
  );
}
