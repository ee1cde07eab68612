import type { OrderFile } from '../../engine/order/order.ts';
import { exact, exactText, type Exact } from '../../engine/number/notation.ts';
import { NONE_STATED } from '../../engine/order/asked-lists.ts';
import type { Asked } from './orders.ts';

/** A file with a slip in it, and how whoever reads a finding recognises the field that it is in. */
export interface Slip {
  readonly file: OrderFile;
  readonly names: RegExp;
}
/** What goes wrong, on a copy of the file; the other orders are those of the other patients of the day. */
export type Kind = (file: OrderFile, index: number, all: readonly Asked[]) => Slip | null;
type Json = { [key: string]: unknown };

/** The same file with one field changed, by its path; `undefined` leaves it out. */
export function changed(file: OrderFile, path: string, value: unknown): OrderFile {
  const copy = structuredClone(file) as unknown as Json;
  const keys = path.split('.');
  const last = keys.pop()!;
  const holder = keys.reduce<Json>((at, key) => (at[key] ??= {}) as Json, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  const patient = copy['patient'] as Json;
  for (const [list, none] of Object.entries(NONE_STATED))
    if ((patient[list] as unknown[]).length > 0) delete patient[none];
  return copy as unknown as OrderFile;
}

const times = (text: string, factor: Exact): string => {
  const [number = '', ...unit] = text.split(' ');
  return `${exactText(exact(number).mul(factor))} ${unit.join(' ')}`;
};

/** A line of the order that holds an amount: where it stands, what it says, and how findings call it. */
interface Amount {
  readonly path: string;
  readonly text: string;
  readonly names: RegExp;
}
/** What the pump does is one sum: a finding on the worst case opens into the lines that it is made of. */
const WORST = 'worst case|expected use|per hour|in any';

const at = (path: string, text: string, words: string): Amount => ({
  path: `order.regimen.${path}`,
  text,
  names: new RegExp(`${words}|${WORST}`, 'i'),
});

function amounts({ order }: OrderFile): Amount[] {
  const r = order.regimen;
  const bag: Amount = {
    path: 'order.preparation.drugAmount',
    text: order.preparation.drugAmount,
    names: /concentration|formulation|container|diluent|flow|rate|volume|dose/i,
  };
  switch (r.kind) {
    case 'pca':
      return [
        at('demand', r.demand, 'demand|bolus'),
        ...(r.limit.kind === 'amount' ? [at('limit.amount', r.limit.amount, 'limit')] : []),
        ...(typeof r.basal === 'string' && !r.basal.startsWith('0 ')
          ? [at('basal', r.basal, 'basal|continuous|rate')]
          : []),
        bag,
      ];
    case 'intermittent':
      return [at('dose', r.dose, 'dose|order unit'), bag];
    case 'continuous':
      return [at('rate', typeof r.rate === 'string' ? r.rate : r.rate.day, 'rate'), bag];
    case 'nerve-block':
      return [
        at('rate', r.rate, 'rate|flow'),
        ...(r.bolus ? [at('bolus.dose', r.bolus.dose, 'bolus|dose')] : []),
        bag,
      ];
    case 'taper':
      return [at('steps.0.rate', r.steps[0]!.rate, 'rate|step'), bag];
  }
}

const oneOf = (file: OrderFile, index: number, factor: Exact): Slip => {
  const all = amounts(file);
  const { path, text, names } = all[index % all.length]!;
  return { file: changed(file, path, times(text, factor)), names };
};

const kilograms = (file: OrderFile): Exact => exact(file.patient.weight!.value.split(' ')[0]!);
const WEIGHT = /weight|kg/i;
const withWeight = (file: OrderFile, weight: object): Slip => ({
  file: changed(file, 'patient.weight', { ...file.patient.weight, ...weight }),
  names: WEIGHT,
});
const otherUnit = (text: string): string =>
  /\bmcg\b/.test(text) ? text.replace('mcg', 'mg') : text.replace('mg', 'mcg');

/** Look-alike pairs: ISMP list of confused drug names. */
const PAIRS: Readonly<Record<string, string>> = {
  morphine: 'hydromorphone',
  hydromorphone: 'morphine',
  // the pair is SUFentanil, which the library does not hold
  fentanyl: 'sufentanil',
  bupivacaine: 'ropivacaine',
  ropivacaine: 'bupivacaine',
  ketamine: 'ketorolac',
  ketorolac: 'ketamine',
};
/** Other concentrations that the library lists as standard ones, as a factor to the one of the clean order. */
const SWAPPED: Readonly<Record<string, string>> = {
  'morphine 1 mg/mL': '5',
  'morphine 5 mg/mL': '0.2',
  'hydromorphone 0.2 mg/mL': '5',
  'fentanyl 10 mcg/mL': '5',
  'ketamine 1 mg/mL': '2',
};

/** The kinds of error of the seeded set. */
export const KINDS: Readonly<Record<string, Kind>> = {
  'tenfold up': (file, i) => oneOf(file, i, exact('10')),
  'tenfold down': (file, i) => oneOf(file, i, exact('0.1')),
  'lb entered as kg, or kg as lb': (file, i) =>
    withWeight(file, {
      value:
        i % 2 === 0
          ? `${exactText(kilograms(file).mul(exact('2.2046226')).round(1))} kg`
          : `${exactText(kilograms(file))} lb`,
    }),
  'mcg and mg': (file, i) => {
    const dosed = amounts(file).filter((a) => /\bmc?g\b/.test(a.text) && !a.path.endsWith('drugAmount'));
    const line = dosed[i % Math.max(1, dosed.length)];
    return line ? { file: changed(file, line.path, otherUnit(line.text)), names: line.names } : null;
  },
  'another stocked concentration in the bag': (file) => {
    const { order } = file;
    const [amount = '', unit = ''] = [order.preparation.drugAmount, ''];
    const p = order.preparation;
    if (p.method !== 'exact-fill') return null;
    const made = `${exactText(exact(amount.split(' ')[0]!).div(exact(p.finalVolume.split(' ')[0]!)))} ${amount.split(' ')[1]}/mL`;
    const factor = SWAPPED[`${order.drug} ${made}`];
    return factor === undefined
      ? null
      : {
          file: changed(file, 'order.preparation.drugAmount', times(amount, exact(factor)) + unit),
          names: /concentration|formulation/i,
        };
  },
  'lockout in hours': (file) => {
    const r = file.order.regimen;
    return r.kind === 'pca' && r.lockout.endsWith('min')
      ? { file: changed(file, 'order.regimen.lockout', r.lockout.replace('min', 'h')), names: /lockout/i }
      : null;
  },
  'wrong drug of a look-alike pair': (file) => {
    const other = PAIRS[file.order.drug];
    return other === undefined
      ? null
      : {
          file: changed(file, 'order.drug', other),
          names: new RegExp(`drug|${other}|dose|worst case|rate|vial|concentration|route`, 'i'),
        };
  },
  'missing limit': (file) => {
    const r = file.order.regimen;
    return r.kind === 'pca' && r.limit.kind !== 'none'
      ? { file: changed(file, 'order.regimen.limit', { kind: 'none' }), names: /limit/i }
      : null;
  },
  'stale weight': (file, i) => withWeight(file, { on: `2026-${i % 2 === 0 ? '10-23' : '02-14'}` }),
  /** Within 10 % the two weights can not be told apart, and do the same: the next one that differs by more. */
  "next patient's weight": (file, i, all) => {
    if (!file.patient.earlierWeight) return null;
    const own = kilograms(file);
    const differs = (x: Asked) => kilograms(x.file).div(own).sub(1n).abs().compare(exact('0.1')) > 0;
    const next = [...all.slice(i + 1), ...all.slice(0, i)].find(differs);
    return next ? withWeight(file, next.file.patient.weight!) : null;
  },
};
