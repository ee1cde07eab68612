import { form } from '../../../bridge/forms.ts';
import { drawArtefact, renderTemplate } from '../../../electron/print/artefact.tsx';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { renderZpl } from '../../../electron/print/zpl/zpl.ts';
import { hydromorphone, library } from './fixture.ts';

const TIMES = 20;
/** The first labels of a process pay for the compiler. */
const WARM = 10;

interface Times {
  readonly median: number;
  readonly best: number;
}

const timesOf = (taken: readonly number[]): Times => {
  const sorted = taken.toSorted((a, b) => a - b);
  return { median: sorted[TIMES / 2] ?? NaN, best: sorted[0] ?? NaN };
};

async function timed(run: () => Promise<unknown>): Promise<Times> {
  for (let i = 0; i < WARM; i += 1) await run();
  const taken: number[] = [];
  for (let i = 0; i < TIMES; i += 1) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return timesOf(taken);
}

/** Milliseconds of each form on its first paper, warm: drawn alone, and with everything that lets it leave. */
export async function times(): Promise<{ form: string; draw: Times; whole: Times }[]> {
  const seen = new Set<string>();
  const rows = [];
  for (const t of templates) {
    if (seen.has(t.kind)) continue;
    seen.add(t.kind);
    const record = artefactRecord(hydromorphone(), library, form(t.kind).needs);
    if (!record.ok) throw new Error(record.failure.code);
    const draw = await timed(() => drawArtefact(t, record.value));
    const whole = await timed(() => renderTemplate(t, record.value));
    rows.push({ form: t.version, draw, whole });
  }
  return rows;
}

/** The label of 4 × 2 in as ZPL, made and read back. */
export function zplTimes(): Times {
  const record = artefactRecord(hydromorphone(), library, 'prepared');
  if (!record.ok) throw new Error(record.failure.code);
  const once = () => renderZpl('label', '4x2', record.value, { dpi: 203, copies: 1, reprint: 0 });
  for (let i = 0; i < TIMES; i += 1) once();
  const taken = Array.from({ length: TIMES }, () => {
    const start = performance.now();
    once();
    return performance.now() - start;
  });
  return timesOf(taken);
}
