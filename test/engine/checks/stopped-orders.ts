import type { Library } from '../../../engine/formulary/formulary.ts';
import { library, type Changes } from '../base-order.ts';

/** A site that stopped the drug of the base order, or a part of it. */
const stopping = (part: { readonly ndc?: string; readonly lot?: string }): Library => {
  const record = { drug: 'hydromorphone', why: 'recalled by the maker', ...part };
  const put = {
    collection: 'stops',
    id: 'hydromorphone',
    op: 'put' as const,
    record,
    reference: 'recalled by the maker',
    published: null,
    laxer: false,
    change: 'lch_1',
    by: 'Pam',
    approvedBy: [],
    at: '2026-11-23T10:00:00.000Z',
    until: null,
  };
  return { ...library, site: { ...library.site, records: [put] } };
};

/** Orders against what was stopped; `went` as the container's lot L1, its NDC not read. */
export const stoppedOrders = (went: (drug: object) => Changes) => ({
  'drug-stopped': {
    breaks: { changes: {}, library: stopping({}) },
    keeps: { changes: went({}), library: stopping({ lot: 'L2' }) },
  },
  'product-stopped': {
    breaks: { changes: went({}), library: stopping({ lot: 'L1' }) },
    keeps: {
      changes: went({ ndc: '00641-2341-41' }),
      library: stopping({ ndc: '00641-2341-42', lot: 'L1' }),
    },
  },
});
