import * as z from 'zod';
import type { PatientRecord } from '../../bridge/records.ts';
import { administrationsOf } from '../../db/administrations.ts';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { recordsOf } from '../../db/merges.ts';
import { findingById, orderVersion, otherActive, otherWaiting, verifiedBefore } from '../../db/orders.ts';
import type { OrderCheck } from '../../engine/facts/compute.ts';
import { orderReport } from '../../engine/checks/report.ts';
import { given, givenRecord, type GivenRecord } from '../../engine/order/dose-given.ts';
import { drugsOfOrder, orderContent, type OrderContent } from '../../engine/order/order.ts';
import { parseInstant, type Minute } from '../../engine/time/calendar.ts';
import { unwrap } from '../../engine/number/result.ts';
import { refuse } from './call.ts';
import { withEarlierWeight } from './earlier-weight.ts';
import { factsIn } from './patient-records.ts';

export interface Asked {
  readonly patientId: string;
  readonly patient: PatientRecord;
  /** the version of the patient's record; without it the newest */
  readonly patientVersion?: number;
  readonly content: OrderContent;
  readonly at: Minute;
  /** the version that is checked, once it has a number: it is not its own yardstick */
  readonly self?: { readonly id: string; readonly version: number };
  /** the order that this is or becomes a version of, where no version is checked: it does not overlap itself */
  readonly order?: string;
}

const named = z.strictObject({ id: z.string(), version: z.number().int() });

/** The records that an answer stands on besides order, patient and rules, by name, so that it can be computed again. */
export const grounds = z.strictObject({
  /** the kept report of what was verified before for the same patient and drug */
  previous: z.string().nullable(),
  /** that of another order, whose container ran last on the line; reports of before named none */
  line: z.string().nullable().default(null),
  others: z.array(named),
  /** those that were drafted or on hold; reports of before named none */
  waiting: z.array(named).default([]),
  given: z.array(z.string()),
});
type Grounds = z.infer<typeof grounds>;
/** As stored with a report: also which version of the program computed it. */
export const keptGrounds = grounds.extend({ program: z.string() });

const nameOf = ({ id, version }: z.infer<typeof named>) => ({ id, version });

export async function groundsOf(db: Read, asked: Asked): Promise<Grounds> {
  const records = await recordsOf(db, asked.patientId);
  const which = { records, besides: asked.self?.id ?? asked.order ?? null };
  return {
    ...(await ordersBefore(db, records, asked)),
    others: (await otherActive(db, which)).map(nameOf),
    waiting: (await otherWaiting(db, which)).map(nameOf),
    given: await givenUntil(db, asked.patientId, asked.at),
  };
}

const ENDED: readonly string[] = ['completed', 'discontinued'];
/** As for sums: what was over a day before is no longer in the line. */
const DAY = 24 * 60;

/**
 * The last order that gave a drug of this one, and the one of other drugs that it takes the place of on its line: ended
 * within a day, by the same route. A version before of this order is found as the one of the two or as the other.
 */
async function ordersBefore(
  db: Read,
  records: readonly string[],
  { content, self, order, at }: Asked,
): Promise<Pick<Grounds, 'previous' | 'line'>> {
  const drugs = drugsOfOrder(content);
  const all = (await verifiedBefore(db, records, self)).map((row) => {
    const was = kept(orderContent, row.content, 'order_version', row.order_id, row.version);
    return { ...row, route: was.route, shares: drugsOfOrder(was).some((d) => drugs.includes(d)) };
  });
  const own = self?.id ?? order;
  const over = (updated: string): number => at - unwrap(parseInstant(updated));
  const last = all.find(
    (x) =>
      x.route === content.route &&
      (x.order_id === own || x.shares || (ENDED.includes(x.state) && over(x.updated_at) < DAY)),
  );
  return {
    previous: all.find((x) => x.shares)?.id ?? null,
    line: last === undefined || last.shares ? null : last.id,
  };
}

/** The doses that stand in the administration record: not those that were corrected, and none after the instant. */
const givenUntil = async (db: Read, patientId: string, at: Minute): Promise<string[]> =>
  (await administrationsOf(db, patientId)).flatMap(({ id, content, correctedBy }) =>
    content !== null &&
    correctedBy === null &&
    given(kept(givenRecord, content, 'administration', id)).at <= at
      ? [id]
      : [],
  );

/** What the engine is asked: the order with its patient and the weight before, and the records that it stands on. */
export async function questionFrom(db: Read, asked: Asked, on: Grounds): Promise<OrderCheck> {
  return {
    patient: await withEarlierWeight(db, asked.patientId, factsIn(asked.patient), asked.patientVersion),
    order: asked.content,
    at: asked.at,
    previous: await previousOf(db, on.previous),
    line: await lineOf(db, on.line),
    others: await Array.fromAsync(on.others, (o) => otherOf(db, o)),
    waiting: await Array.fromAsync(on.waiting, (o) => otherOf(db, o)),
    given: await givenOf(db, asked.patientId, on.given),
  };
}

async function otherOf(db: Read, { id, version }: z.infer<typeof named>): Promise<OrderContent> {
  const other = await orderVersion(db, id, version);
  if (!other) return notThere(`${id} ${version}`);
  return kept(orderContent, other.content, 'order_version', id, version);
}

const { exposure, regimen, preparation } = orderReport.shape;
const drug = z.object({ id: z.string() });
/** What a report of before is a yardstick by: other parts of it may be of a shape that nobody reads any more. */
const yardstick = z.object({ drug, exposure, regimen, preparation });

async function previousOf(db: Read, id: string | null): Promise<OrderCheck['previous']> {
  if (id === null) return null;
  const before = (await findingById(db, id)) ?? notThere(id);
  const last = kept(yardstick, before.report, 'finding', id);
  const day = last.exposure.windows.find((w) => w.window === '24 h');
  return day
    ? {
        drug: last.drug.id,
        route: (await otherOf(db, { id: before.order_id, version: before.version })).route,
        worst24h: day.worst,
        regimen: last.regimen,
        concentration: last.preparation.concentration,
        also: last.preparation.also.map((x) => ({
          drug: x.id,
          concentration: x.concentration,
          worst24h: x.windows.find((w) => w.window === '24 h')?.worst,
        })),
      }
    : null;
}

/** What a container held that ran last on the line, drug by drug. */
async function lineOf(db: Read, id: string | null): Promise<OrderCheck['line']> {
  if (id === null) return [];
  const report = ((await findingById(db, id)) ?? notThere(id)).report;
  const last = kept(yardstick, report, 'finding', id);
  const { concentration, also } = last.preparation;
  return [
    { drug: last.drug.id, concentration },
    ...also.map((x) => ({ drug: x.id, concentration: x.concentration })),
  ];
}

async function givenOf(db: Read, patientId: string, ids: readonly string[]): Promise<GivenRecord[]> {
  if (ids.length === 0) return [];
  const all = await administrationsOf(db, patientId);
  return ids.map((id) => {
    const content = all.find((a) => a.id === id)?.content ?? notThere(id);
    return kept(givenRecord, content, 'administration', id);
  });
}

const notThere = (id: string): never => refuse('record-missing', id, 'a record that an answer stands on');

export const questionOf = async (db: Read, asked: Asked): Promise<OrderCheck> =>
  questionFrom(db, asked, await groundsOf(db, asked));
