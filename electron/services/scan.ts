import { orderState } from '../../bridge/records.ts';
import type { ScanAnswer } from '../../bridge/scan.ts';
import { listEvents } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { orderHistory, orderVersion } from '../../db/orders.ts';
import { userNamed } from '../../db/people.ts';
import { codeRow } from '../../db/preparations.ts';
import { unwrap } from '../../engine/result.ts';
import { readScan, serialOf, useByDigits, type LabelCode } from '../label-code.ts';
import { changeOf } from './change.ts';
import type { PreparationContent } from './preparation-content.ts';

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
  changed: [],
  elements: [],
};

type Code = NonNullable<ReturnType<typeof codeRow>>;

/** Whether what carries this code is still true, and if not: since when, by whom, why, and what is another now. */
export function scan(db: Read, text: string): ScanAnswer {
  const scanned = unwrap(readScan(text));
  if (scanned.kind === 'product') return { ...NOTHING, status: 'product', elements: [...scanned.elements] };
  const label = scanned.kind === 'label' ? scanned.label : null;
  const code = label?.releaseCode ?? (scanned.kind === 'code' ? scanned.code : '');
  const row = codeRow(db, code);
  if (!row || (label && !isLabelOf(label, row))) return { ...NOTHING, status: 'unknown', code };
  const dead = DEAD[row.state];
  const isSuperseded = row.superseded_at !== null || row.version !== row.currentVersion;
  const status = dead ? 'void' : isSuperseded ? 'superseded' : 'current';
  return {
    ...NOTHING,
    status,
    code,
    orderId: row.order_id,
    number: row.number,
    version: row.version,
    currentVersion: row.currentVersion,
    state: orderState.parse(row.state),
    at: row.at,
    by: row.by,
    serial: label?.serial ?? null,
    ended: dead ? endOf(db, row, dead) : isSuperseded ? nextVersion(db, row) : null,
    changed: changedSince(db, row),
  };
}

/** A code of ours in a symbol that says something else beside it is no label of ours. */
function isLabelOf(label: LabelCode, row: Code): boolean {
  const { bud } = JSON.parse(row.preparation) as PreparationContent;
  const { containers } = (JSON.parse(row.content) as { preparation: { containers: string } }).preparation;
  const serials = Array.from({ length: parseInt(containers, 10) }, (_, i) =>
    serialOf(row.number, row.version, i + 1),
  );
  return label.lot === row.lot && label.useBy === useByDigits(bud) && serials.includes(label.serial);
}

const DEAD: Readonly<Record<string, 'order.void' | 'order.discontinue'>> = {
  void: 'order.void',
  discontinued: 'order.discontinue',
};

function endOf(db: Read, row: Code, what: 'order.void' | 'order.discontinue'): ScanAnswer['ended'] {
  const [event] = listEvents(db, { order: row.order_id, command: what }, null, 1);
  if (!event) return null;
  const by = userNamed(db, event.user)?.name ?? event.user;
  return { what, version: row.currentVersion, at: event.at, by, reason: event.reason };
}

function nextVersion(db: Read, row: Code): ScanAnswer['ended'] {
  const next = orderHistory(db, row.order_id).find((v) => v.version > row.version);
  return next ? { what: 'version', ...next } : null;
}

/** Fields of the order between the version that was printed and the one that counts now. */
function changedSince(db: Read, row: Code): ScanAnswer['changed'] {
  if (row.version === row.currentVersion) return [];
  const [before, now] = [row.version, row.currentVersion].map((version) => {
    const stored = orderVersion(db, row.order_id, version);
    if (!stored) throw new Error('an order without one of its versions');
    const { rx, patient_id: patientId, prescriber_id: prescriberId, content } = stored;
    return { ...(JSON.parse(content) as object), rx, patientId, prescriberId };
  });
  return Object.entries(changeOf(before, now).fields).map(([path, change]) => {
    const { from, to } = change as { from: unknown; to: unknown };
    return { path, from: shown(from), to: shown(to) };
  });
}

const shown = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
