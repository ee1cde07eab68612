import type { Facts } from '../facts/facts.ts';
import {
  compare,
  div,
  quantityText,
  recorded,
  to,
  type Concentration,
  type Quantity,
} from '../number/quantity.ts';
import type { OrderReport } from './report.ts';

const LINES = [
  ['demand', 'demand dose'],
  ['lockout', 'lockout'],
  ['basal', 'basal rate'],
  ['dose', 'scheduled dose'],
  ['limit', 'limit'],
  ['loading', 'loading dose'],
  ['clinician', 'clinician bolus'],
] as const;

/** `0.2 mg, 1 mL`: an amount and the volume that holds it at a concentration. A time stands alone. */
function withVolume(text: string, concentration: Concentration): string {
  const [amount = text, ...window] = text.split(' in ');
  const q: Quantity = recorded(amount);
  if (!q.unit.dimension.startsWith('mass')) return text;
  const volume: Quantity = div(q, concentration as Quantity);
  return [
    `${amount}, ${quantityText(to(volume, q.unit.dimension === 'mass' ? 'mL' : 'mL/h'))}`,
    ...window,
  ].join(' in ');
}

/**
 * A change of concentration, side by side. In: the facts of an order. Out: each value of the order before and of this one,
 * in exact amounts with their volumes; undefined where nothing was before, or its concentration was the same.
 */
export function beforeAndNow(f: Facts): OrderReport['before'] {
  const before = f.previous?.concentration;
  if (before === undefined) return undefined;
  const [old, now] = [recorded(before, 'mass/volume'), f.preparation.concentration.result];
  if (compare(old, now) === 0) return undefined;
  const { demand, dose, lockout, basal, limit, loading, clinician } = f.regimen;
  const texts = {
    demand: demand && quantityText(demand),
    dose: dose && quantityText(dose.amount),
    lockout: lockout && quantityText(lockout),
    basal: quantityText(basal),
    limit: limit && `${quantityText(limit.amount)} in ${quantityText(to(limit.window, 'h'))}`,
    loading: loading && quantityText(loading),
    clinician: clinician && quantityText(clinician.dose),
  };
  return {
    concentration: before,
    lines: LINES.flatMap(([id, name]) => {
      const [was, is] = [f.previous?.regimen?.[id] ?? null, texts[id]];
      if (was === null && is === null) return [];
      return [
        {
          name,
          before: was === null ? null : withVolume(was, old),
          now: is === null ? null : withVolume(is, now),
        },
      ];
    }),
  };
}
