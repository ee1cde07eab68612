import { standardsFor } from '../formulary/standards.ts';
import type { Facts } from '../facts/facts.ts';
import { decimalText, exact, ONE, ZERO, type Exact } from '../number/notation.ts';
import { drugStep } from '../program/grid.ts';
import { figured, type Figure, type PumpField } from '../pumps/pump.ts';
import {
  div,
  inBase,
  isZero,
  mul,
  of,
  plain,
  quantity,
  quantityText,
  to,
  type Quantity,
} from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { textAt, type Setting } from './edit.ts';
import { parametersOf, type Parameter } from './parameters.ts';
import { fieldOf, type Field } from './reads.ts';

/** One value that a parameter could have instead. */
export interface Move {
  readonly to: string;
  readonly settings: readonly Setting[];
  /** how far it is from what was ordered: |new ÷ ordered − 1|, exact */
  readonly size: Exact;
}

/** The values of one parameter on one side of the ordered one, nearest first. */
export interface Range {
  readonly parameter: string;
  readonly label: string;
  readonly from: string;
  /** the parts of the order that its values are set in */
  readonly fields: ReadonlySet<Field>;
  readonly count: bigint;
  at(index: bigint): Move;
  /** the values that are looked at first, nearest first: a finding of two neighbours among them is one of every value between */
  readonly samples: readonly bigint[];
  /** `ordered`: the values between the samples can be halved; `listed`: each value stands for itself */
  readonly kind: 'ordered' | 'listed';
  readonly side: 'safer' | 'other';
}

interface Skipped {
  readonly parameter: string;
  readonly label: string;
  readonly missing: string;
}

/** A dose by body weight as the amount for this patient; a plain count as it is. */
export function absolute(f: Facts, text: string): Quantity {
  if (!text.includes(' ')) return plain(text);
  const q = quantity(text);
  if (!q.unit.dimension.includes('/weight')) return q;
  if (!f.weight) throw new Error('a dose by weight without a weight was refused before');
  const code = q.unit.code.replace('/kg', '');
  return to(mul(q, f.weight), unit(code));
}

/** The smallest multiple of a step that can be written as a decimal: a third of a milligram can not be typed. */
function writable(step: Exact): Exact {
  let d = step.d;
  while (d % 2n === 0n) d /= 2n;
  while (d % 5n === 0n) d /= 5n;
  return step.mul(d);
}

/** A step or bound in the unit of the value: through the concentration where one is a volume and the other drug. */
function inUnitOf(f: Facts, figure: Figure, like: Quantity): Quantity {
  if (like.unit.dimension === '') return plain(figure.value);
  const read = quantity(figure.value);
  if (like.unit.dimension.startsWith('volume') && read.unit.dimension.startsWith('mass'))
    return to(div(read, f.preparation.concentration.result as Quantity), like.unit);
  return drugStep(figure, like, f.preparation.concentration.result);
}

interface Grid {
  readonly step: Exact;
  readonly low: Exact;
  readonly high: Exact;
}

const STAND = { id: 'PRIZM-5', title: 'scroll table of the CADD-Prizm PCS II' };

/** House rule: without a bound of the pump, a value is sought up to ten times the ordered one. */
const REACH = 10n;

function gridOf(f: Facts, p: Parameter, ordered: Quantity): Grid | null {
  const field: PumpField | undefined = (f.program.pump.modes[f.program.therapy] ?? []).find(
    (x) => x.id === p.field,
  );
  const at = { value: ordered, concentration: f.preparation.concentration.result, route: f.order.route };
  const stand: Figure | null =
    p.stand === null ? null : { value: p.stand, provenance: 'house rule', source: STAND };
  const figure = field ? (figured(field.step, at) ?? stand) : null;
  const step = p.step !== null ? absolute(f, p.step) : figure === null ? null : inUnitOf(f, figure, ordered);
  if (step === null || isZero(step)) return null;
  const bound = (which: 'min' | 'max'): Exact | null => {
    const found = field && p.bounded ? figured(field[which], at) : null;
    return found ? to(inUnitOf(f, found, ordered), ordered.unit).amount : null;
  };
  return {
    step: writable(to(step, ordered.unit).amount),
    low: bound('min') ?? ZERO,
    high: bound('max') ?? ordered.amount.mul(REACH),
  };
}

const relative = (now: Exact, ordered: Exact): Exact => now.div(ordered).sub(ONE).abs();

function moveTo(p: Parameter, value: Exact, ordered: Quantity): Move {
  const size = relative(value, ordered.amount);
  if (value.n === 0n && typeof p.zero === 'object') {
    const gone = [p.zero.removes, ...(p.zero.with === undefined ? [] : [p.zero.with])];
    return { to: 'none', settings: gone.map((path) => ({ path, value: null })), size };
  }
  const text = quantityText(of(value, ordered.unit));
  return { to: text, settings: [{ path: p.path, value: text }], size };
}

/** Values of a parameter above or below the ordered one, on the pump's grid. */
function sideOf(p: Parameter, ordered: Quantity, g: Grid, direction: 'down' | 'up'): Range {
  const steps = ordered.amount.div(g.step);
  const [first, last] =
    direction === 'down'
      ? [steps.ceil().sub(ONE), lowest(p, g)]
      : [steps.floor().add(ONE), g.high.div(g.step).floor()];
  const span = direction === 'down' ? first.sub(last) : last.sub(first);
  const count = span.s < 0n ? 0n : span.n + 1n;
  return {
    parameter: p.id,
    label: p.label,
    from: quantityText(ordered),
    fields: new Set([fieldOf(p)]),
    count,
    at: (i) => moveTo(p, (direction === 'down' ? first.sub(i) : first.add(i)).mul(g.step), ordered),
    samples: count > 0n ? samplesOf(first.n * first.s, count, direction) : [],
    kind: 'ordered',
    side: direction === p.safer ? 'safer' : 'other',
  };
}

/** Each half, or double, of the nearest value, and the farthest: what asks about a value allows more than twofold. */
function samplesOf(first: bigint, count: bigint, direction: 'down' | 'up'): bigint[] {
  const found: bigint[] = [];
  for (let steps = first; ; steps = direction === 'down' ? steps / 2n : steps * 2n) {
    const index = direction === 'down' ? first - steps : steps - first;
    if (index >= count - 1n) return [...found, count - 1n];
    found.push(index);
  }
}

function lowest(p: Parameter, g: Grid): Exact {
  const least = g.low.div(g.step).ceil();
  if (p.zero !== 'never') return ZERO;
  return least.n === 0n ? ONE : least;
}

/** Every way in which the numbers of an order can be moved on its own pump, and what could not be moved for want of a fact. */
export function rangesOf(f: Facts): { ranges: readonly Range[]; skipped: readonly Skipped[] } {
  const ranges: Range[] = [];
  const skipped: Skipped[] = [];
  for (const p of parametersOf(f.order)) {
    const text = textAt(f.order, p.path);
    if (text === undefined) continue;
    const ordered = absolute(f, text);
    if (isZero(ordered)) continue;
    const grid = gridOf(f, p, ordered);
    if (grid === null)
      skipped.push({ parameter: p.id, label: p.label, missing: `the step of the pump for the ${p.label}` });
    else ranges.push(sideOf(p, ordered, grid, 'down'), sideOf(p, ordered, grid, 'up'));
  }
  ranges.push(...concentrations(f), ...newLimits(f));
  return { ranges: ranges.filter((r) => r.count > 0n), skipped };
}

const listed = (about: Pick<Range, 'parameter' | 'label' | 'from'>, moves: readonly Move[]): Range => ({
  ...about,
  fields: new Set(moves.flatMap((m) => m.settings.map(fieldOf))),
  count: BigInt(moves.length),
  at: (i) => {
    const move = moves.find((_, at) => BigInt(at) === i);
    if (!move) throw new Error('no such value');
    return move;
  },
  samples: moves.map((_, at) => BigInt(at)),
  kind: 'listed',
  side: 'safer',
});

/** The concentrations that the library calls standard: the same container with more or less drug in it. */
function concentrations(f: Facts): Range[] {
  const made = f.preparation.concentration.result;
  const moves = standardsFor(f.drug, f.order.route).flatMap((c): Move[] => {
    const wanted = to(of(exact(c.value), unit(c.unit, 'mass/volume')), made.unit);
    const amount = drugFor(f, inBase(wanted));
    const text = amount && decimalText(to(amount, f.preparation.drugAmount.unit).amount);
    if (text === null || wanted.amount.compare(made.amount) === 0) return [];
    return [
      {
        to: quantityText(wanted),
        settings: [
          { path: 'preparation.drugAmount', value: `${text} ${f.preparation.drugAmount.unit.code}` },
        ],
        size: relative(wanted.amount, made.amount),
      },
    ];
  });
  const nearest = moves.toSorted((a, b) => a.size.compare(b.size));
  const apart = nearest.filter((m, i) => nearest.findIndex((x) => x.to === m.to) === i);
  return [listed({ parameter: 'concentration', label: 'concentration', from: quantityText(made) }, apart)];
}

/** The drug that gives a concentration in the container as it is made; a bag with drug added on top grows by the drug's volume. */
function drugFor(f: Facts, concentration: Exact): Quantity<'mass'> | null {
  const p = f.order.preparation;
  const mg = unit('mg', 'mass');
  const volume =
    p.method === 'add'
      ? inBase(quantity(p.bag.nominal)).add(inBase(quantity(p.bag.overfill)))
      : inBase(f.preparation.finalVolume.result);
  if (p.method !== 'add') return of(concentration.mul(volume).div(mg.factor), mg);
  const left = ONE.sub(concentration.div(inBase(f.preparation.strength)));
  return left.s <= 0n || left.n === 0n ? null : of(concentration.mul(volume).div(left).div(mg.factor), mg);
}

/** An order without a pump limit may be given one, over the windows that library rules speak of (house rule: 4 h and 1 h). */
function newLimits(f: Facts): Range[] {
  if (textAt(f.order, 'regimen.limit.kind') !== 'none' || f.program.pump.limit.kind !== 'amount') return [];
  const like = parametersOf(f.order).find((p) => p.id === 'limit.amount');
  if (!like) return [];
  return (['fourHours', 'hour'] as const).flatMap((key): Range[] => {
    const worst = f.worst[key];
    const grid = gridOf(f, like, worst.amount.result);
    if (grid === null || isZero(worst.amount.result)) return [];
    const window = quantityText(to(worst.window, 'h'));
    const side = sideOf(like, worst.amount.result, grid, 'down');
    return [
      {
        ...side,
        parameter: `limit in ${window}`,
        label: `new pump limit in ${window}`,
        from: 'none',
        at: (i) => {
          const { to: amount, size } = side.at(i);
          return {
            to: `${amount} in ${window}`,
            size,
            settings: [
              { path: 'regimen.limit.kind', value: 'amount' },
              { path: 'regimen.limit.amount', value: amount },
              { path: 'regimen.limit.window', value: window },
            ],
          };
        },
      },
    ];
  });
}
