import type { ProtocolRecord } from '../../../engine/formulary/protocols.ts';
import { amount, type Amount } from '../../ui/amount.ts';
import { withDrug, type OrderDraft } from './draft.ts';

type Line = ProtocolRecord['fields'][number]['line'];

/** Which field of the form each field of a protocol starts. */
const FIELDS: Readonly<Record<Line, (start: Amount, window: string) => Partial<OrderDraft>>> = {
  'demand dose': (demand) => ({ demand }),
  lockout: (lockout) => ({ lockout }),
  'basal rate': (basal) => ({ basal }),
  'continuous rate': (rate) => ({ rate }),
  'loading dose': (loading) => ({ loading }),
  'clinician bolus': (bolusDose) => ({ bolusDose }),
  'scheduled dose': (dose) => ({ dose }),
  'interval of doses': (doseEvery) => ({ doseEvery }),
  'pump limit': (limitAmount, window) => ({
    limitKind: 'amount',
    limitAmount,
    limitWindow: amount('h', window),
  }),
};

/** An order as a protocol starts it. Whatever the protocol says nothing of stays to be typed. */
export function fromProtocol(d: OrderDraft, p: ProtocolRecord, unit: string): OrderDraft {
  const starts = p.fields.flatMap((f) =>
    f.start === undefined ? [] : [FIELDS[f.line](amount(f.unit, f.start), f.window_h ?? '')],
  );
  return Object.assign(
    {
      ...withDrug(d, p.drug, unit),
      protocol: p.id,
      route: p.route,
      kind: p.kind,
      concentration: amount(p.concentration_unit, p.concentration),
    },
    ...starts,
  ) as OrderDraft;
}
