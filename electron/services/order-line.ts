import * as z from 'zod';
import { kept } from '../../db/kept.ts';
import { drugName, findDrug, type Library } from '../../engine/formulary/formulary.ts';
import { Refused } from '../../engine/number/result.ts';
import { drugsOfOrder, orderContent } from '../../engine/order/order.ts';
import { regimenSummary } from '../../engine/order/regimen/summary.ts';

const listed = z.looseObject({
  regimen: orderContent.shape.regimen,
  sessions: orderContent.shape.sessions,
  preparation: z.looseObject({ also: z.array(z.looseObject({ drug: z.string() })).optional() }),
});

/** What a list says of an order's content. One that does not read says so in its line, and holds up no other. */
export function lineOf(
  library: Library,
  {
    id,
    version,
    drug,
    content,
  }: { readonly id: string; readonly version: number; readonly drug: string; readonly content: string },
) {
  const named = (drugId: string) => {
    const known = findDrug(library, drugId);
    return known ? drugName(known) : drugId;
  };
  try {
    const { regimen, sessions, preparation } = kept(listed, content, 'order_version', id, version);
    return {
      drug: drugsOfOrder({ drug, preparation }).map(named).join(' with '),
      summary: regimenSummary(regimen),
      start: sessions.start,
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {
      drug: named(drug),
      summary: 'The record of this order does not read: tell a supervisor.',
      start: '',
    };
  }
}
