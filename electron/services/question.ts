import * as z from 'zod';
import type { PatientRecord } from '../../bridge/records.ts';
import { administrationsOf } from '../../db/administrations.ts';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { recordsOf } from '../../db/merges.ts';
import { findingById, orderVersion, otherActive, otherWaiting, previousReport } from '../../db/orders.ts';
import type { OrderCheck } from '../../engine/facts/compute.ts';
import { orderReport } from '../../engine/checks/report.ts';
import { given, givenRecord, type GivenRecord } from '../../engine/order/dose-given.ts';
import { orderContent, type OrderContent } from '../../engine/order/order.ts';
import type { Minute } from '../../engine/time/calendar.ts';
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
    previous: (await previousReport(db, records, asked.content.drug, asked.self))?.id ?? null,
    others: (await otherActive(db, which)).map(nameOf),
    waiting: (await otherWaiting(db, which)).map(nameOf),
    given: await givenUntil(db, asked.patientId, asked.at),
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
/** What a report of before is a yardstick by: other parts of it may be of a shape that nobody reads any more. */
const yardstick = z.object({ exposure, regimen, preparation });

async function previousOf(db: Read, id: string | null): Promise<OrderCheck['previous']> {
  if (id === null) return null;
  const before = (await findingById(db, id)) ?? notThere(id);
  const last = kept(yardstick, before.report, 'finding', id);
  const day = last.exposure.windows.find((w) => w.window === '24 h');
  return day
    ? {
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
