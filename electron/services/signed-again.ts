import type { Part } from '../../bridge/parts.ts';
import { shownParts } from '../../bridge/shown.ts';
import { doubleChecksOf } from '../../db/double-checks.ts';
import type { Read } from '../../db/handle.ts';
import { kept, keptValue } from '../../db/kept.ts';
import { resolutionsUnder, signaturesUnder } from '../../db/orders.ts';
import { madeResolutionsOf } from '../../db/preparations.ts';
import { wasteRows } from '../../db/waste.ts';
import type { Order } from './loaded-order.ts';
import { saidOfDoubleCheck, saidOfResolution, saidOfWaste } from './said.ts';
import { shownIn } from './shown.ts';
import { signatureHash, signatureMeaning } from './signing.ts';

/** What an order can not lose or change any more once it was signed; papers are printed and patients change afterwards. */
const STAYS: Readonly<Record<'verify' | 'final-check' | 'release', readonly Part[]>> = {
  verify: ['order', 'findings', 'program', 'answers'],
  'final-check': ['order', 'findings', 'program', 'answers', 'preparation'],
  release: ['order', 'findings', 'program', 'answers', 'preparation'],
};
/** What was said at a signature that ended, stopped or went on with an order stands in its event alone. */
const SAID_IN_EVENT: readonly string[] = ['hold', 'resume', 'discontinue', 'void'];
const stays = (of: string): readonly Part[] => (of in STAYS ? STAYS[of as keyof typeof STAYS] : []);

/**
 * Computes the hashes of an order's signatures again, from what is kept of what was shown and said with them, and holds
 * what was shown against what is there. Answers the signatures that come out otherwise, with the parts that do. Those of
 * before it was kept what was shown are vouched for by the digests of their rows alone.
 */
export async function signedOtherwise(
  db: Read,
  order: Order,
): Promise<{ id: string; differs: readonly string[] }[]> {
  const { id, version } = { id: order.row.id, version: order.version.version };
  const now = order.row.version === version ? await shownIn(db, order) : null;
  const said = new Map<string, unknown>([
    ...[...(await resolutionsUnder(db, id, version)), ...(await madeResolutionsOf(db, id, version))].map(
      (r) => [r.signature_id, saidOfResolution(r)] as const,
    ),
    ...(await doubleChecksOf(db, id, version)).map((c) => [c.signature_id, saidOfDoubleCheck(c)] as const),
    ...(await wasteRows(db, id, version)).flatMap((w) =>
      [w.signature_id, w.witness_signature_id].map((s) => [s, saidOfWaste(w)] as const),
    ),
  ]);
  return (await signaturesUnder(db, id, version)).flatMap((s) => {
    const of = keptValue(signatureMeaning, s.meaning, 'signature', s.id);
    if (s.shown === null && of !== 'double-check') return [];
    const shown = s.shown === null ? null : kept(shownParts, s.shown, 'signature', s.id);
    const differs =
      !SAID_IN_EVENT.includes(of) &&
      signatureHash(of, { id, version }, shown, said.get(s.id) ?? null) !== s.hash
        ? ['hash']
        : [];
    const moved = now === null ? [] : stays(of).filter((part) => shown?.[part] !== now[part]);
    return differs.length + moved.length > 0 ? [{ id: s.id, differs: [...differs, ...moved] }] : [];
  });
}
