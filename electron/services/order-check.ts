import { factWords, messageWords } from '../../words/finding.ts';
import type { OrderView } from '../../bridge/records.ts';
import type { Read } from '../../db/handle.ts';
import { checkOrder, keptReport } from '../../engine/checks/check-order.ts';
import { blocks, type Finding, type OrderReport } from '../../engine/checks/report.ts';
import type { OrderCheck } from '../../engine/facts/compute.ts';
import { Refused } from '../../engine/number/result.ts';
import type { Context } from './context.ts';
import { groundsOf, questionFrom, questionOf, type Asked } from './question.ts';

/** What keeps an order from being computed is told with the path that the command's input has. */
export async function underContent<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(
      ...error.issues.map((i) => ({ ...i, path: i.path.replace(/^order(?=\.)/, 'content') })),
    );
  }
}

/** The engine's answer to a question that is put together already. */
export const reportOn = (context: Pick<Context, 'library'>, question: OrderCheck): Promise<OrderReport> =>
  underContent(async () => checkOrder(question, await context.library()));

export const reportFor = async (
  context: Pick<Context, 'library'>,
  db: Read,
  asked: Asked,
): Promise<OrderReport> => reportOn(context, await questionOf(db, asked));

/** The answer that is kept with a version of the order, and what it stands on. */
export async function keptReportFor(context: Pick<Context, 'library'>, db: Read, asked: Asked) {
  const on = await groundsOf(db, asked);
  const report = await underContent(async () =>
    keptReport(await questionFrom(db, asked, on), await context.library()),
  );
  return { report, grounds: on };
}

export const blockingKeys = (report: OrderReport): string[] =>
  report.findings.filter(blocks).map((f) => f.key);

/** How many pharmacists pass a finding; `null` where nobody may. Anything that could not be done is acknowledged. */
export function signersFor(f: Finding): 1 | 2 | null {
  switch (f.severity) {
    case 'absolute':
      return null;
    case 'hard':
      return 2;
    case 'soft':
    case 'info':
      return 1;
  }
}

/**
 * What a person passed: the rule as it was, and the limit that it held the order against. In words, as they were shown: a
 * report that was kept before there were codes holds nothing else.
 */
const passed = (f: Finding): string =>
  JSON.stringify([f.key, f.outcome, f.severity, messageWords(f.message), factWords(f.limit), f.source.id]);

/**
 * Findings that now block and did not when the kept report was made, or that a changed rule now holds against another
 * limit or with another severity: what was said to pass them was said of something else.
 */
export function newlyBlocking(kept: OrderView['report'], now: OrderReport): string[] {
  const known = new Set(kept.findings.filter(blocks).map(passed));
  return now.findings.filter((f) => blocks(f) && !known.has(passed(f))).map((f) => f.key);
}
