import type * as z from 'zod';
import { signatureView, type OrderView } from '../../bridge/records.ts';
import type { ShownParts } from '../../bridge/shown.ts';
import { hashOf } from '../../db/canonical.ts';
import type { ChangeRow } from '../../db/library-changes.ts';
import { insertSignature } from '../../db/orders.ts';
import type { NewRow } from '../../db/schema.ts';
import type { WriteCall } from './call.ts';
import { refuseDoubtful } from './clock.ts';
import { newId } from './ids.ts';

/** What a signature says. */
export const signatureMeaning = signatureView.shape.meaning;
export type Meaning = z.infer<typeof signatureMeaning>;

/** The hash that a signature is: of its meaning, of the digests of what was shown, and of what was said with it. */
export const signatureHash = (
  meaning: Meaning,
  order: { readonly id: string; readonly version: number },
  shown: ShownParts | null,
  said: unknown,
): string =>
  hashOf({
    meaning,
    order: order.id,
    version: order.version,
    ...(shown === null ? {} : { shown }),
    signed: said,
  });

/** What stops an order waits for no clock: that its time is doubtful stands before it in the log. */
const STOPS: readonly string[] = ['hold', 'discontinue', 'void', 'stop'] satisfies readonly (
  Meaning | 'stop'
)[];

/** Writes a signature: under what, its meaning, who, when, where, what was shown, and the hash of exactly what was signed. */
async function put(
  call: WriteCall,
  signed: Pick<NewRow<'signature'>, 'subject' | 'subject_id' | 'version' | 'meaning' | 'hash' | 'shown'>,
): Promise<{ id: string; hash: string }> {
  if (!STOPS.includes(signed.meaning)) await refuseDoubtful(call.db);
  const id = newId(call.context, 'sig');
  await insertSignature(call.db, {
    ...signed,
    id,
    by_user: call.user.id,
    at: call.now,
    station: call.session.station,
  });
  return { id, hash: signed.hash };
}

/** Signs a version of an order. */
export const sign = (
  call: WriteCall,
  meaning: Meaning,
  order: { id: string; version: number },
  shown: ShownParts | null,
  said: unknown,
): Promise<{ id: string; hash: string }> =>
  put(call, {
    subject: 'order',
    subject_id: order.id,
    version: order.version,
    meaning,
    hash: signatureHash(meaning, order, shown, said),
    shown: shown === null ? null : JSON.stringify(shown),
  });

/** Signs a change of the rule set as it was proposed, and what comes of it. */
export const signChange = (
  call: WriteCall,
  meaning: 'approve' | 'decline' | 'endorse' | 'stop',
  { id, content, reason }: Pick<ChangeRow, 'id' | 'content' | 'reason'>,
  said: object,
): Promise<{ id: string; hash: string }> =>
  put(call, {
    subject: 'library-change',
    subject_id: id,
    version: 1,
    meaning,
    hash: hashOf({ meaning, change: id, signed: { content, reason, ...said } }),
    shown: null,
  });

/** The part of an order's view that its papers are made from. */
export const printedView = ({
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
