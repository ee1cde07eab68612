import type { OrderStart } from '../../../bridge/order-start.ts';
import type { ProtocolRecord } from '../../../engine/formulary/protocols.ts';
import { amount, amountOf, type Amount } from '../../ui/amount.ts';
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

type Started = NonNullable<OrderStart['protocol']>;

/** The bag of a protocol; the drug in it was worked out by the host. */
function bagOf({ preparation: p, unit }: Started): Partial<OrderDraft> {
  if (p?.method !== 'exact-fill') return {};
  return {
    method: p.method,
    strength: amountOf(p.vial.strength, `${unit}/mL`),
    vialVolume: amountOf(p.vial.volume, 'mL'),
    drugAmount: amountOf(p.drugAmount, unit),
    finalVolume: amountOf(p.finalVolume, 'mL'),
    diluent: p.diluent,
    container: p.container,
    capacity: amountOf(p.capacity, 'mL'),
    containers: p.containers,
    storage: p.storage,
    priming: amountOf(p.priming, 'mL'),
    residual: amountOf(p.residual, 'mL'),
  };
}

/** An order as a protocol starts it. Whatever the protocol says nothing of stays to be typed. */
export function fromProtocol(d: OrderDraft, started: Started): OrderDraft {
  const { record: p, unit } = started;
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
      ...bagOf(started),
      ...(p.sessions && {
        duration: amount('h', p.sessions.duration_h),
        every: amount('h', p.sessions.every_h),
        count: p.sessions.count ?? '',
      }),
      ...(p.pump !== undefined && { pump: p.pump }),
    },
    ...starts,
  ) as OrderDraft;
}
