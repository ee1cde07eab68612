import type { OrderView } from '../../bridge/records.ts';
import { hashOf } from '../../db/canonical.ts';
import { insertSignature } from '../../db/orders.ts';
import type { WriteCall } from '../handlers/handler.ts';
import { newId } from './ids.ts';

type Meaning = OrderView['signatures'][number]['meaning'];

/** Writes a signature: its meaning, who, when, where, and the hash of exactly what was signed. */
export function sign(
  call: WriteCall,
  meaning: Meaning,
  order: { id: string; version: number },
  signed: unknown,
): { id: string; hash: string } {
  const id = newId(call.context, 'sig');
  const hash = hashOf({ meaning, order: order.id, version: order.version, signed });
  insertSignature(call.db, {
    id,
    subject: 'order',
    subject_id: order.id,
    version: order.version,
    meaning,
    by_user: call.user.id,
    at: call.now,
    station: call.session.station,
    hash,
  });
  return { id, hash };
}

/** The part of an order's view that verification, final check and release put a name under. */
export const signedView = ({
  id,
  number,
  rx,
  version,
  patient,
  prescriber,
  content,
  report,
  resolutions,
  preparation,
  releaseCode,
}: OrderView) => ({
  id,
  number,
  rx,
  version,
  patient,
  prescriber,
  content,
  report,
  resolutions,
  preparation,
  releaseCode,
});
