import type { Facts } from '../facts/facts.ts';
import { drugName, findDrug } from '../formulary/formulary.ts';
import {
  compare,
  div,
  mul,
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

interface Strengths {
  /** of the drug that the line is written in */
  readonly first: Concentration;
  /** of the drug that it is told of: the same, or a further one of the container */
  readonly own: Concentration;
}

/**
 * `0.2 mg, 1 mL`: an amount and the volume that holds it, of a further drug what that volume brings of it. A time stands
 * alone, and is said of the first drug only (null).
 */
function withVolume(text: string, { first, own }: Strengths): string | null {
  const [amount = text, ...window] = text.split(' in ');
  const q: Quantity = recorded(amount);
  if (!q.unit.dimension.startsWith('mass')) return first === own ? text : null;
  const isRate = q.unit.dimension !== 'mass';
  const volume: Quantity = div(q, first as Quantity);
  const mass = own.unit.code.replace('/mL', '');
  const told =
    first === own ? amount : quantityText(to(mul(volume, own as Quantity), isRate ? `${mass}/h` : mass));
  return [`${told}, ${quantityText(to(volume, isRate ? 'mL/h' : 'mL'))}`, ...window].join(' in ');
}

type Side = NonNullable<OrderReport['before']>['lines'][number];

/**
 * A change of concentration, side by side. In: the facts of an order. Out: each value of the order before and of this one,
 * in exact amounts with their volumes, of a mixture for each drug of it; undefined where nothing was before, or the
 * concentration of each drug was the same, and no drug was another.
 */
export function beforeAndNow(f: Facts): OrderReport['before'] {
  const before = f.previous?.concentration;
  if (before === undefined) return undefined;
  const [old, now] = [recorded(before, 'mass/volume'), f.preparation.concentration.result];
  const also = alsoOf(f);
  if (compare(old, now) === 0 && also.every((x) => isSame(x.old, x.now))) return undefined;
  const lines = linesOf(f, { first: old, own: old }, { first: now, own: now });
  if (also.length === 0) return { concentration: before, lines };
  return {
    concentration: before,
    also: also.map((x) => ({ name: x.name, before: textOf(x.old), now: textOf(x.now) })),
    lines: [
      ...lines,
      ...also.flatMap((x) =>
        linesOf(f, x.old && { first: old, own: x.old }, x.now && { first: now, own: x.now }).map((l) => ({
          ...l,
          name: `${l.name}, ${x.name}`,
        })),
      ),
    ],
  };
}

const textOf = (c: Concentration | null): string | null => c && quantityText(c);
const isSame = (a: Concentration | null, b: Concentration | null): boolean =>
  a !== null && b !== null && compare(a, b) === 0;

const told = (text: string | undefined): Concentration | null =>
  text === undefined ? null : recorded(text, 'mass/volume');

/** The further drugs of the container before and of this one; null: that one held none of it, or it was not told. */
function alsoOf(f: Facts) {
  const before = f.previous?.also ?? [];
  const gone = before.filter((x) => !f.container.includes(x.drug));
  return [
    ...f.also.map((x) => ({
      name: x.name,
      old: told(x.previous?.concentration),
      now: x.preparation.concentration.result,
    })),
    ...gone.map((x) => {
      const drug = findDrug(f.library, x.drug);
      return { name: drug ? drugName(drug) : x.drug, old: told(x.concentration), now: null };
    }),
  ];
}

function linesOf(f: Facts, old: Strengths | null, now: Strengths | null): Side[] {
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
  return LINES.flatMap(([id, line]) => {
    const [was, is] = [f.previous?.regimen?.[id] ?? null, texts[id]];
    const [before, after] = [
      was === null || old === null ? null : withVolume(was, old),
      is === null || now === null ? null : withVolume(is, now),
    ];
    return before === null && after === null ? [] : [{ name: line, before, now: after }];
  });
}
