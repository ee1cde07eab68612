import type { OrderFile } from '../../engine/order.ts';
import { exact, exactText, type Exact } from '../../engine/notation.ts';
import type { Asked } from './orders.ts';

/** What goes wrong, on a copy of the file; the other orders are those of the other patients of the day. */
type Error = (file: OrderFile, index: number, all: readonly Asked[]) => OrderFile | null;

const times = (text: string, factor: Exact): string => {
  const [number = '', ...unit] = text.split(' ');
  return `${exactText(exact(number).mul(factor))} ${unit.join(' ')}`;
};
const LINES = ['demand', 'limit', 'basal', 'drugAmount'] as const;

/** One line of the order times a factor; null where it has none or it is zero. */
function scaled(file: OrderFile, line: (typeof LINES)[number], factor: Exact): OrderFile | null {
  const r = file.order.regimen;
  if (r.kind !== 'pca' || typeof r.basal !== 'string') return null;
  const set = (regimen: Partial<typeof r>): OrderFile => ({
    ...file,
    order: { ...file.order, regimen: { ...r, ...regimen } },
  });
  switch (line) {
    case 'demand':
      return set({ demand: times(r.demand, factor) });
    case 'basal':
      return r.basal.startsWith('0 ') ? null : set({ basal: times(r.basal, factor) });
    case 'limit':
      return r.limit.kind === 'amount'
        ? set({ limit: { ...r.limit, amount: times(r.limit.amount, factor) } })
        : null;
    case 'drugAmount': {
      const preparation = file.order.preparation;
      return {
        ...file,
        order: {
          ...file.order,
          preparation: { ...preparation, drugAmount: times(preparation.drugAmount, factor) },
        },
      };
    }
  }
}
const oneOf = (file: OrderFile, index: number, factor: Exact): OrderFile | null =>
  scaled(file, LINES[index % LINES.length]!, factor) ?? scaled(file, 'demand', factor);
const withWeight = (file: OrderFile, weight: NonNullable<OrderFile['patient']['weight']>): OrderFile => ({
  ...file,
  patient: { ...file.patient, weight },
});
const kilograms = (file: OrderFile): Exact => exact(file.patient.weight!.value.split(' ')[0]!);
const otherUnit = (text: string): string =>
  /\bmcg\b/.test(text) ? text.replace('mcg', 'mg') : text.replace('mg', 'mcg');

const PAIRS: Readonly<Record<string, string>> = {
  morphine: 'hydromorphone',
  hydromorphone: 'morphine',
  // the pair is SUFentanil, which the library does not hold
  fentanyl: 'sufentanil',
};
const SWAPPED: Readonly<Record<string, string>> = {
  'morphine 1 mg/mL': '500 mg',
  'morphine 5 mg/mL': '100 mg',
  'hydromorphone 0.2 mg/mL': '100 mg',
  'fentanyl 10 mcg/mL': '5000 mcg',
};

/** The nine kinds of error of the seeded set. */
export const KINDS: Readonly<Record<string, Error>> = {
  'tenfold up': (file, i) => oneOf(file, i, exact('10')),
  'tenfold down': (file, i) => oneOf(file, i, exact('0.1')),
  'lb entered as kg, or kg as lb': (file, i) =>
    withWeight(file, {
      ...file.patient.weight!,
      value:
        i % 2 === 0
          ? `${exactText(kilograms(file).mul(exact('2.2046226')).round(1))} kg`
          : `${exactText(kilograms(file))} lb`,
    }),
  'mcg and mg': (file, i) => {
    const r = file.order.regimen;
    if (r.kind !== 'pca' || typeof r.basal !== 'string') return null;
    const regimen = i % 2 === 0 ? { ...r, demand: otherUnit(r.demand) } : { ...r, basal: otherUnit(r.basal) };
    return { ...file, order: { ...file.order, regimen } };
  },
  'another stocked concentration in the bag': (file) => {
    const { order } = file;
    const drugAmount = SWAPPED[`${order.drug} ${order.concentration ?? ''}`];
    return drugAmount === undefined
      ? null
      : { ...file, order: { ...order, preparation: { ...order.preparation, drugAmount } } };
  },
  'lockout in hours': (file) => {
    const r = file.order.regimen;
    if (r.kind !== 'pca') return null;
    return {
      ...file,
      order: { ...file.order, regimen: { ...r, lockout: r.lockout.replace('min', 'h') } },
    };
  },
  'wrong drug of a look-alike pair': (file) => ({
    ...file,
    order: { ...file.order, drug: PAIRS[file.order.drug]! },
  }),
  'missing limit': (file) => {
    const r = file.order.regimen;
    return r.kind === 'pca'
      ? { ...file, order: { ...file.order, regimen: { ...r, limit: { kind: 'none' } } } }
      : null;
  },
  'stale weight': (file, i) =>
    withWeight(file, { ...file.patient.weight!, on: `2026-${i % 2 === 0 ? '10-23' : '02-14'}` }),
  /** Within 10 % the two weights can not be told apart, and do the same: the next one that differs by more. */
  "next patient's weight": (file, i, all) => {
    const own = kilograms(file);
    const differs = (x: Asked) => kilograms(x.file).div(own).sub(1n).abs().compare(exact('0.1')) > 0;
    const next = [...all.slice(i + 1), ...all.slice(0, i)].find(differs);
    return next ? withWeight(file, next.file.patient.weight!) : null;
  },
};
