import { form } from '../../../bridge/forms.ts';
import { drawArtefact, renderTemplate } from '../../../electron/print/artefact.tsx';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { renderZpl } from '../../../electron/print/zpl/zpl.ts';
import type { PrintKind } from '../../../bridge/forms.ts';
import type { OrderRecord } from '../../../electron/print/record.ts';
import { spent, spentBy } from '../../bench/measure.ts';
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

async function timed(run: (record: OrderRecord) => Promise<unknown>, kind: PrintKind): Promise<Times> {
  const taken: number[] = [];
  for (let i = 0; i < WARM + TIMES; i += 1) {
    const record = recordOf(i, kind);
    const ms = await spentBy(() => run(record));
    if (i >= WARM) taken.push(ms);
  }
  return timesOf(taken);
}

/** The fixture for another patient each time, with a lot and a code of its own: nothing of it was drawn before. */
let drawn = 0;
function recordOf(i: number, kind: PrintKind): OrderRecord {
  drawn += 1;
  const made = artefactRecord(hydromorphone(), library, form(kind).needs);
  if (!made.ok) throw new Error(made.failure.code);
  const lot = `L261201-${String(drawn).padStart(4, '0')}`;
  return {
    ...made.value,
    patient: `Doe ${'ABCDEFGHIJ'[i % 10] ?? ''}${'abcdefghij'[drawn % 10] ?? ''}, Jane`,
    lot,
  };
}

/** Milliseconds of the processor for each form on its first paper, warm: drawn alone, and with everything that lets it leave. */
export async function times(): Promise<{ form: string; draw: Times; whole: Times }[]> {
  const seen = new Set<string>();
  const rows = [];
  for (const t of templates) {
    if (seen.has(t.kind)) continue;
    seen.add(t.kind);
    const draw = await timed((record) => drawArtefact(t, record), t.kind);
    const whole = await timed((record) => renderTemplate(t, record), t.kind);
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
  const taken = Array.from({ length: TIMES }, () => spent(once));
  return timesOf(taken);
}
