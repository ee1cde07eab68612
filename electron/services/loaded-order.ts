import * as z from 'zod';
import type { Read } from '../../db/handle.ts';
import { keptJson, keptValue } from '../../db/kept.ts';
import {
  lastFinding,
  orderVersion,
  resolutionsOf,
  type FindingRow,
  type OrderRow,
  type OrderVersionRow,
} from '../../db/orders.ts';
import { alteredRow } from '../../db/row-digests.ts';
import { orderContent, type OrderContent } from '../../engine/order/order.ts';
import { orderReport, type OrderReport } from '../../engine/checks/report.ts';
import { refuse } from './call.ts';
import { blockingKeys } from './order-check.ts';

const withProgram = z.looseObject({ program: z.unknown() });

/** A version of an order as somebody entered it. */
interface Entered {
  readonly row: OrderRow;
  readonly version: OrderVersionRow;
  readonly content: OrderContent;
}

/** An order with its current version and the report that counts for it. */
export interface Order extends Entered {
  readonly finding: FindingRow;
  readonly report: OrderReport;
  /** as they are kept, and not as this version of the program reads them: codes and hashes are of these */
  readonly asKept: { readonly content: unknown; readonly report: unknown; readonly program: unknown };
}

async function versionOf(db: Read, { id }: OrderRow, at: number) {
  const version = await orderVersion(db, id, at);
  if (!version) throw new Error('an order without its version');
  const kept = keptJson(version.content, 'order_version', id, at);
  return { version, kept, content: keptValue(orderContent, kept, 'order_version', id, at) };
}

/** The version that counts, where nobody asks for its report. */
export async function loadEntered(db: Read, row: OrderRow): Promise<Entered> {
  const { version, content } = await versionOf(db, row, row.version);
  return { row, version, content };
}

/** `at`: a version of before; without it the one that counts. */
export async function loadOrder(db: Read, row: OrderRow, at = row.version): Promise<Order> {
  const { version, content, kept } = await versionOf(db, row, at);
  const finding = await lastFinding(db, row.id, at);
  if (!finding) throw new Error('an order without its report');
  const report = keptJson(finding.report, 'finding', finding.id);
  return {
    row,
    version,
    finding,
    content,
    report: await reportIn(db, finding, report),
    asKept: { content: kept, report, program: keptValue(withProgram, report, 'finding', finding.id).program },
  };
}

/**
 * A report kept before a field was added has what the schema says of its absence. Where it says nothing, and the report is
 * the one that was written, the order is checked anew; any other is not what people worked by.
 */
async function reportIn(db: Read, finding: FindingRow, report: unknown): Promise<OrderReport> {
  const read = orderReport.safeParse(report);
  if (read.success) return read.data;
  if ((await alteredRow(db, 'finding', finding)) === null)
    refuse(
      'record-of-older-shape',
      ['report', ...(read.error.issues[0]?.path ?? [])].join('.'),
      'an order that this version of the program has checked: save it as a new version',
      'id',
    );
  return keptValue(orderReport, report, 'finding', finding.id);
}

/** Keys of the findings that still block: not resolved, or waiting for a second pharmacist. */
export async function openKeys(db: Read, { finding, report }: Order): Promise<string[]> {
  const closed = new Set(
    (await resolutionsOf(db, finding.id)).flatMap((r) => (r.position === r.needed ? [r.key] : [])),
  );
  return blockingKeys(report).filter((key) => !closed.has(key));
}
