import type { OrderView } from '../../bridge/records.ts';
import type { Read } from '../../db/handle.ts';
import { administrationsOf } from '../../db/administrations.ts';
import { activeContents, previousReport } from '../../db/orders.ts';
import type { Minute } from '../../engine/calendar.ts';
import { checkOrder, keptReport } from '../../engine/check-order.ts';
import type { OrderCheck } from '../../engine/facts.ts';
import { given, type GivenRecord } from '../../engine/given.ts';
import type { OrderContent } from '../../engine/order.ts';
import { blocks, type Finding, type OrderReport } from '../../engine/report.ts';
import { Refused } from '../../engine/result.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import type { Context } from '../context.ts';
import { factsIn } from '../handlers/patient.ts';
import { withEarlierWeight } from './earlier-weight.ts';

export interface Asked {
  readonly patientId: string;
  readonly patient: PatientRecord;
  readonly content: OrderContent;
  readonly at: Minute;
  /** the version that is checked, once it has a number: it is not its own yardstick */
  readonly self?: { readonly id: string; readonly version: number };
  /** the order that this is or becomes a version of, where no version is checked: it does not overlap itself */
  readonly order?: string;
  /** when the report was kept that is looked at again: orders that came after it answer for both */
  readonly keptAt?: string;
}

/** What the engine is asked: the order with its patient and the weight before, and what was verified for the same patient and drug before. */
export function questionOf(db: Read, asked: Asked): OrderCheck {
  const before = previousReport(db, asked.patientId, asked.content.drug, asked.self);
  const last = before === undefined ? null : (JSON.parse(before) as OrderReport);
  const day = last?.exposure.windows.find((w) => w.window === '24 h');
  return {
    patient: withEarlierWeight(db, asked.patientId, factsIn(asked.patient)),
    order: asked.content,
    at: asked.at,
    previous:
      last && day
        ? { worst24h: day.worst, regimen: last.regimen, concentration: last.preparation.concentration }
        : null,
    others: activeContents(db, {
      patientId: asked.patientId,
      besides: asked.self?.id ?? asked.order ?? null,
      before: asked.keptAt ?? null,
    }).map((content) => JSON.parse(content) as OrderContent),
    given: givenUntil(db, asked.patientId, asked.at),
  };
}

/** The doses that stand in the administration record: not those that were corrected, and none after the instant. */
function givenUntil(db: Read, patientId: string, at: Minute): GivenRecord[] {
  return administrationsOf(db, patientId)
    .flatMap(({ content, correctedBy }) =>
      content === null || correctedBy !== null ? [] : [JSON.parse(content) as GivenRecord],
    )
    .filter((record) => given(record).at <= at);
}

/** What keeps an order from being computed is told with the path that the command's input has. */
export function underContent<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(
      ...error.issues.map((i) => ({ ...i, path: i.path.replace(/^order(?=\.)/, 'content') })),
    );
  }
}

/** The engine's answer. */
export const reportFor = (context: Pick<Context, 'library'>, db: Read, asked: Asked): OrderReport =>
  underContent(() => checkOrder(questionOf(db, asked), context.library));

/** The answer that is kept with a version of the order. */
export const keptReportFor = (context: Pick<Context, 'library'>, db: Read, asked: Asked): OrderReport =>
  underContent(() => keptReport(questionOf(db, asked), context.library));

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

/** What a person passed: the rule as it was, and the limit that it held the order against. */
const passed = ({ key, outcome, severity, message, limit, source }: Finding): string =>
  JSON.stringify([key, outcome, severity, message, limit, source.id]);

/**
 * Findings that now block and did not when the kept report was made, or that a changed rule now holds against another
 * limit or with another severity: what was said to pass them was said of something else.
 */
export function newlyBlocking(kept: OrderView['report'], now: OrderReport): string[] {
  const known = new Set(kept.findings.filter(blocks).map(passed));
  return now.findings.filter((f) => blocks(f) && !known.has(passed(f))).map((f) => f.key);
}
