import { orderState } from '../../bridge/records.ts';
import { codeRow } from '../../db/preparations.ts';
import { unwrap } from '../../engine/result.ts';
import { readScan } from '../release-code.ts';
import type { Handlers } from './handler.ts';

const DEAD = new Set(['void', 'discontinued']);

export const codeHandlers = {
  'code.scan': ({ db }, { code: text }) => {
    const { code, label } = unwrap(readScan(text));
    const row = codeRow(db, code);
    const nothing = {
      orderId: null,
      number: null,
      version: null,
      currentVersion: null,
      state: null,
      at: null,
      by: null,
    };
    if (!row) return { status: 'unknown' as const, ...nothing };
    // A code of ours in a barcode that says something else: not a label of ours.
    if (
      label &&
      (label.number !== row.number || label.version !== String(row.version) || label.lot !== row.lot)
    )
      return { status: 'unknown' as const, ...nothing };
    const superseded = row.superseded_at !== null || row.version !== row.currentVersion;
    return {
      status: DEAD.has(row.state)
        ? ('void' as const)
        : superseded
          ? ('superseded' as const)
          : ('current' as const),
      orderId: row.order_id,
      number: row.number,
      version: row.version,
      currentVersion: row.currentVersion,
      state: orderState.parse(row.state),
      at: row.at,
      by: row.by,
    };
  },
} satisfies Partial<Handlers>;
