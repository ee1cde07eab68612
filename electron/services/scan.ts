import * as z from 'zod';
import { orderState } from '../../bridge/order-state.ts';
import type { ScanAnswer } from '../../bridge/scan.ts';
import { listEvents } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { kept, keptValue } from '../../db/kept.ts';
import { lastFinding, orderHistory, orderVersion } from '../../db/orders.ts';
import { nameAt, userNamed } from '../../db/people.ts';
import { codeRow } from '../../db/preparations.ts';
import { unwrap } from '../../engine/number/result.ts';
import { orderContent } from '../../engine/order/order.ts';
import { readScan, serialOf, useByDigits, type LabelCode } from '../print/label-code.ts';
import { changeOf } from './change.ts';
import { preparationContent } from './preparation-content.ts';

const NOTHING: Omit<ScanAnswer, 'status'> = {
  code: null,
  orderId: null,
  number: null,
  version: null,
  currentVersion: null,
  state: null,
  at: null,
  by: null,
  serial: null,
  ended: null,
  restored: null,
  changed: [],
  elements: [],
};

type Code = NonNullable<Awaited<ReturnType<typeof codeRow>>>;

/** Whether what carries this code is still true, and if not: since when, by whom, why, and what is another now. */
export async function scan(db: Read, text: string): Promise<ScanAnswer> {
  const scanned = unwrap(readScan(text));
  if (scanned.kind === 'product') return { ...NOTHING, status: 'product', elements: [...scanned.elements] };
  const label = scanned.kind === 'label' ? scanned.label : null;
  const code = label?.releaseCode ?? (scanned.kind === 'code' ? scanned.code : '');
  const row = await codeRow(db, code);
  if (!row || (label && !isLabelOf(label, row))) return { ...NOTHING, status: 'unknown', code };
  const dead = DEAD[row.state];
  const isSuperseded = row.superseded_at !== null || row.version !== row.currentVersion;
  const isHeld = row.state === 'on-hold';
  const isDone = row.state === 'completed';
  // True, and yet nobody may start it: the final check and the release are still to come.
  const isReleased = row.state === 'released';
  const status = dead
    ? 'void'
    : isSuperseded
      ? 'superseded'
      : isHeld
        ? 'on-hold'
        : isDone
          ? 'completed'
          : isReleased
            ? 'current'
            : 'not-released';
  return {
    ...NOTHING,
    status,
    code,
    orderId: row.order_id,
    number: row.number,
    version: row.version,
    currentVersion: row.currentVersion,
    state: keptValue(orderState, row.state, 'orders', row.order_id),
    at: row.at,
    by: row.by,
    serial: label?.serial ?? null,
    ended: dead
      ? await endOf(db, row, dead)
      : isSuperseded
        ? await nextVersion(db, row)
        : isHeld
          ? await endOf(db, row, 'order.hold')
          : isDone
            ? await endOf(db, row, 'order.complete')
            : null,
    restored: await restoredSince(db, row.order_id),
    changed: await changedSince(db, row),
  };
}

/** A code of ours in a symbol that says something else beside it is no label of ours. */
function isLabelOf(label: LabelCode, row: Code): boolean {
  const { bud } = kept(preparationContent, row.preparation, 'preparation_record', row.preparation_id);
  const { preparation } = kept(orderContent, row.content, 'order_version', row.order_id, row.version);
  const serials = Array.from({ length: parseInt(preparation.containers, 10) }, (_, i) =>
    serialOf(row.number, row.version, i + 1),
  );
  return label.lot === row.lot && label.useBy === useByDigits(bud) && serials.includes(label.serial);
}

const DEAD: Readonly<Record<string, 'order.void' | 'order.discontinue'>> = {
  void: 'order.void',
  discontinued: 'order.discontinue',
};

type Stop = Exclude<NonNullable<ScanAnswer['ended']>['what'], 'version'>;

async function endOf(db: Read, row: Code, what: Stop): Promise<ScanAnswer['ended']> {
  const [event] = await listEvents(db, { order: row.order_id, command: what }, null, 1);
  if (!event) return null;
  const user = await userNamed(db, event.user);
  const by = user ? await nameAt(db, user.id, event.at) : event.user;
  return { what, version: row.currentVersion, at: event.at, by, reason: event.reason };
}

/** A restore that came after everything the log says of an order: between the backup and it, more may have been said. */
async function restoredSince(db: Read, order: string): Promise<ScanAnswer['restored']> {
  const [restore] = await listEvents(db, { command: 'backup.restore' }, null, 1);
  const [last] = restore ? await listEvents(db, { order }, null, 1) : [];
  if (restore === undefined || (last !== undefined && last.seq > restore.seq)) return null;
  const user = await userNamed(db, restore.user);
  return { at: restore.at, by: user ? await nameAt(db, user.id, restore.at) : restore.user };
}

async function nextVersion(db: Read, row: Code): Promise<ScanAnswer['ended']> {
  const next = (await orderHistory(db, row.order_id)).find((v) => v.version > row.version);
  return next ? { what: 'version', ...next } : null;
}

/** Fields of the order between the version that was printed and the one that counts now. */
async function changedSince(db: Read, row: Code): Promise<ScanAnswer['changed']> {
  if (row.version === row.currentVersion) return [];
  const [before, now] = await Array.fromAsync([row.version, row.currentVersion], async (version) => {
    const stored = await orderVersion(db, row.order_id, version);
    if (!stored) throw new Error('an order without one of its versions');
    const { rx, patient_id: patientId, prescriber_id: prescriberId, content } = stored;
    const order = kept(orderContent, content, 'order_version', row.order_id, version);
    return { ...order, rx, patientId, prescriberId };
  });
  const [was, is] = await Array.fromAsync([row.version, row.currentVersion], (version) =>
    strengthsOf(db, row.order_id, version),
  );
  const strength =
    was === undefined || is === undefined || was === is ? [] : [{ path: 'concentration', from: was, to: is }];
  return [
    ...strength,
    ...Object.entries(changeOf(before, now).fields).map(([path, change]) => {
      const { from, to } = change as { from: unknown; to: unknown };
      return { path, from: shown(from), to: shown(to) };
    }),
  ];
}

/** What each drug of a version is in one mL: no field of the order says it, and it is what a container is held against. */
async function strengthsOf(db: Read, order: string, version: number): Promise<string | undefined> {
  const finding = await lastFinding(db, order, version);
  if (!finding) return undefined;
  const { drug, preparation } = kept(reported, finding.report, 'finding', finding.id);
  return [{ name: drug.name, concentration: preparation.concentration }, ...(preparation.also ?? [])]
    .map((x) => `${x.name} ${x.concentration}`)
    .join(', ');
}
const one = { name: z.string(), concentration: z.string() };
const reported = z.looseObject({
  drug: z.looseObject({ name: z.string() }),
  preparation: z.looseObject({
    concentration: z.string(),
    also: z.array(z.looseObject(one)).optional(),
  }),
});

const shown = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
