import { form } from '../../../bridge/forms.ts';
import { drawArtefact, renderTemplate } from '../../../electron/print/artefact.tsx';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { hydromorphone, library } from './fixture.ts';

const TIMES = 20;

async function median(run: () => Promise<unknown>): Promise<number> {
  await run();
  await run();
  const taken: number[] = [];
  for (let i = 0; i < TIMES; i += 1) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return taken.toSorted((a, b) => a - b)[TIMES / 2] ?? NaN;
}

/** Milliseconds of each form on its first paper, warm: drawn alone, and with everything that lets it leave. */
export async function times(): Promise<{ form: string; draw: number; whole: number }[]> {
  const seen = new Set<string>();
  const rows = [];
  for (const t of templates) {
    if (seen.has(t.kind)) continue;
    seen.add(t.kind);
    const record = artefactRecord(hydromorphone(), library, form(t.kind).needs);
    if (!record.ok) throw new Error(record.failure.code);
    const draw = await median(() => drawArtefact(t, record.value));
    const whole = await median(() => renderTemplate(t, record.value));
    rows.push({ form: t.version, draw, whole });
  }
  return rows;
}
