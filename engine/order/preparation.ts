import type { Accepted } from '../answers/accepted.ts';
import * as z from 'zod';
import {
  ceil,
  derive,
  minus,
  named,
  over,
  plus,
  step,
  times,
  type Derivation,
  type Expr,
  type Source,
} from '../derivation/derivation.ts';
import { exact, type Exact } from '../number/notation.ts';
import {
  add,
  compare,
  isZero,
  plain,
  quantity,
  quantityText,
  type Concentration,
  type Mass,
  type Volume,
} from '../number/quantity.ts';
import { issue, type Issue } from '../number/result.ts';
import { countField, quantityField } from '../number/fields.ts';
import { NUMBER, unit } from '../number/units.ts';

export const vial = z.strictObject({
  strength: quantityField('mass/volume'),
  volume: quantityField('volume'),
});

/** A further drug in the same container: it flows with the first one, in the proportion of their amounts. */
const alsoIn = z.strictObject({
  drug: z.string().describe('id of a drug of the formulary'),
  vial,
  amount: quantityField('mass').describe('of it in one container'),
  lineHolds: quantityField('mass/volume')
    .optional()
    .describe('its concentration in what the line still holds; 0 where that holds none of it'),
});

const common = {
  vial,
  diluent: z.string().describe('id of a diluent of the formulary, or "none" for an undiluted fill'),
  drugAmount: quantityField('mass').describe('drug in one container'),
  also: z.array(alsoIn).min(1).max(5).optional().describe('further drugs in the same container'),
  container: z.enum(['cassette', 'bag', 'syringe']),
  capacity: quantityField('volume').optional().describe('what the container can hold'),
  containers: countField(100).describe('how many are made'),
  priming: quantityField('volume').optional(),
  residual: quantityField('volume').optional(),
  storage: z.enum(['room', 'refrigerated', 'frozen']),
  lineHolds: z
    .strictObject({ volume: quantityField('volume'), concentration: quantityField('mass/volume') })
    .optional()
    .describe('what the line still holds of the container before, where it is kept and not primed anew'),
};
const bag = z.strictObject({
  nominal: quantityField('volume'),
  overfill: quantityField('volume').describe('measured, by manufacturer and lot'),
});

/**
 * How one container is made. `exact-fill`: drug and diluent measured into an empty container (calculations.md 3, mode C);
 * `add`: drug into a bag as it is (A); `replace`: drug volume out, drug in (B); `remove-overfill`: overfill and drug
 * volume out, drug in (D).
 */
export const preparation = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('exact-fill'), finalVolume: quantityField('volume'), ...common }),
  z.strictObject({ method: z.literal('add'), bag, ...common }),
  z.strictObject({ method: z.literal('replace'), bag, ...common }),
  z.strictObject({ method: z.literal('remove-overfill'), bag, ...common }),
]);
export type PreparationOrder = z.infer<typeof preparation>;

/** One drug of a container: what is drawn of it and how much of it is then in a mL. */
export interface Ingredient {
  readonly drugAmount: Mass;
  readonly strength: Concentration;
  /** drug solution to draw */
  readonly draw: Derivation<'volume'>;
  readonly concentration: Derivation<'mass/volume'>;
  readonly vials: Derivation<''>;
  readonly waste: Derivation<'volume'>;
}

/** The recipe of one container and what is then in it. */
export interface Preparation extends Ingredient {
  /** further drugs, each with its own concentration */
  readonly also: readonly (Ingredient & { readonly drug: string; readonly steps: readonly Derivation[] })[];
  /** diluent to put into an empty container; null where a bag brings its own */
  readonly diluent: Derivation<'volume'> | null;
  /** to withdraw from the bag before the drug goes in; null where nothing is */
  readonly withdraw: Derivation<'volume'> | null;
  readonly finalVolume: Derivation<'volume'>;
  readonly usable: Derivation<'volume'> | null;
  readonly containers: bigint;
  readonly steps: readonly Derivation[];
}

const DILUTION: Source = {
  id: 'USP-1160',
  title: 'USP <1160> Pharmaceutical Calculations (from general knowledge, verify)',
  section: 'mass balance; calculations.md 2 to 4',
};
const mL = unit('mL', 'volume');

/** Which unit of mass a drug of the formulary is measured in; null: it does not have the drug. */
type UnitOf = (drug: string) => string | null;

interface Part {
  /** `''` for the first drug, which needs no name in a formula */
  readonly drug: string;
  readonly unit: string;
  readonly amount: Mass;
  readonly strength: Concentration;
  readonly vialVolume: Volume;
}

const partOf = (drug: string, drugUnit: string, amount: string, v: PreparationOrder['vial']): Part => ({
  drug,
  unit: drugUnit,
  amount: quantity(amount, 'mass'),
  strength: quantity(v.strength, 'mass/volume'),
  vialVolume: quantity(v.volume, 'volume'),
});

/** Names and ids say which drug where there are several. */
const words = (part: Part) => ({
  id: (id: string) => (part.drug === '' ? id : `${id}-${part.drug}`),
  name: (name: string) => (part.drug === '' ? name : `${name}, ${part.drug}`),
});

function drawn(part: Part): Derivation<'volume'> {
  const { id, name } = words(part);
  return derive(
    id('draw'),
    name('drug volume to draw'),
    over(named(name('drug amount'), part.amount), named(name('strength'), part.strength)),
    mL,
    DILUTION,
  );
}

function ingredient(
  part: Part,
  draw: Derivation<'volume'>,
  finalVolume: Derivation<'volume'>,
  containers: Exact,
): Ingredient {
  const { id, name } = words(part);
  const concentration = derive(
    id('concentration'),
    name('concentration'),
    over(named(name('drug amount'), part.amount), step(finalVolume)),
    unit(`${part.unit}/mL`, 'mass/volume'),
    DILUTION,
  );
  const all = times(step(draw), named('containers', plain(containers)));
  const vialVolume = named(name('volume of a vial'), part.vialVolume);
  const vials = derive(id('vials'), name('vials needed'), ceil(over(all, vialVolume)), NUMBER, DILUTION);
  const waste = derive(
    id('waste'),
    name('left in the last vial'),
    minus(times(step(vials), vialVolume), all),
    mL,
    DILUTION,
  );
  return { drugAmount: part.amount, strength: part.strength, draw, concentration, vials, waste };
}

/**
 * Recipe of a container in exact amounts. In: the preparation order, the unit of mass of its drug, and of those mixed in.
 * Out: what is drawn, added and withdrawn, and each drug's concentration. Call after `preparationIssues`.
 */
export function prepare(p: PreparationOrder, drugUnit: string, unitOf: UnitOf = () => 'mg'): Preparation {
  const main = partOf('', drugUnit, p.drugAmount, p.vial);
  const others = (p.also ?? []).map((x) => partOf(x.drug, unitOf(x.drug) ?? 'mg', x.amount, x.vial));
  const draw = drawn(main);
  const draws = others.map(drawn);
  const { finalVolume, diluent, withdraw } = volumes(p, [draw, ...draws]);
  const containers = exact(p.containers);
  const first = ingredient(main, draw, finalVolume, containers);
  const also = others.map((part, i) => {
    const one = ingredient(part, draws[i] ?? draw, finalVolume, containers);
    return { drug: part.drug, ...one, steps: [one.draw, one.concentration, one.vials, one.waste] };
  });
  const usable =
    p.priming !== undefined && p.residual !== undefined
      ? derive(
          'usable',
          'usable volume',
          minus(
            minus(step(finalVolume), named('priming', quantity(p.priming, 'volume'))),
            named('residual', quantity(p.residual, 'volume')),
          ),
          mL,
          { id: 'CALC-9', title: 'usable = fill − priming − residual (calculations.md 9, 10)' },
        )
      : null;
  const steps = [
    ...[draw, diluent, withdraw, finalVolume, first.concentration, first.vials, first.waste, usable].filter(
      (d) => d !== null,
    ),
    ...also.flatMap((x) => x.steps),
  ];
  return { ...first, also, diluent, withdraw, finalVolume, usable, containers: containers.n, steps };
}

const millilitres = (id: string, name: string, expr: Parameters<typeof derive>[2]) =>
  derive(id, name, expr, mL, DILUTION);

function volumes(
  p: PreparationOrder,
  draws: readonly [Derivation<'volume'>, ...Derivation<'volume'>[]],
): Pick<Preparation, 'finalVolume' | 'diluent' | 'withdraw'> {
  const [first, ...rest] = draws;
  const drugs = rest.reduce<Expr>((sum, d) => plus(sum, step(d)), step(first));
  if (p.method === 'exact-fill') {
    const fill = millilitres(
      'final-volume',
      'final volume',
      named('exact fill', quantity(p.finalVolume, 'volume')),
    );
    return {
      finalVolume: fill,
      diluent: millilitres('diluent', 'diluent to add', minus(step(fill), drugs)),
      withdraw: null,
    };
  }
  const nominal = named('nominal volume', quantity(p.bag.nominal, 'volume'));
  const overfill = named('overfill', quantity(p.bag.overfill, 'volume'));
  if (p.method === 'add')
    return {
      finalVolume: millilitres('final-volume', 'final volume', plus(plus(nominal, overfill), drugs)),
      diluent: null,
      withdraw: null,
    };
  if (p.method === 'replace')
    return {
      finalVolume: millilitres('final-volume', 'final volume', plus(nominal, overfill)),
      diluent: null,
      withdraw: millilitres('withdraw', 'withdraw from the bag', drugs),
    };
  return {
    finalVolume: millilitres('final-volume', 'final volume', nominal),
    diluent: null,
    withdraw: millilitres('withdraw', 'withdraw from the bag', plus(overfill, drugs)),
  };
}

/** Contradictions that keep a recipe from being computed. */
export function preparationIssues(
  p: PreparationOrder,
  units: readonly string[],
  diluents: readonly string[],
  unitOf: UnitOf = () => 'mg',
): Issue[] {
  const found: Issue[] = [];
  const say = (path: string, code: string, given: string, accepted: Accepted) =>
    found.push(issue(code, given, accepted, path));
  const positive: [string, string][] = [
    ['drugAmount', p.drugAmount],
    ['vial.strength', p.vial.strength],
    ['vial.volume', p.vial.volume],
  ];
  if (p.lineHolds)
    positive.push(
      ['lineHolds.volume', p.lineHolds.volume],
      ['lineHolds.concentration', p.lineHolds.concentration],
    );
  if (p.method === 'exact-fill') positive.push(['finalVolume', p.finalVolume]);
  else positive.push(['bag.nominal', p.bag.nominal]);
  for (const [path, text] of positive)
    if (isZero(quantity(text))) say(path, 'amount-zero', text, { code: 'above-zero', what: 'amount' });
  if (!units.includes(quantity(p.drugAmount).unit.code))
    say('drugAmount', 'unit-not-used-for-drug', p.drugAmount, { code: 'one-unit-of-drug', units });
  if (p.diluent !== 'none' && !diluents.includes(p.diluent))
    say('diluent', 'diluent-not-in-formulary', p.diluent, { code: 'diluent-of-formulary', diluents });
  (p.also ?? []).forEach((x, i) => {
    for (const [path, text] of [
      ['amount', x.amount],
      ['vial.strength', x.vial.strength],
      ['vial.volume', x.vial.volume],
    ] as const)
      if (isZero(quantity(text)))
        say(`also.${i}.${path}`, 'amount-zero', text, { code: 'above-zero', what: 'amount' });
    const allowed = unitOf(x.drug);
    if (allowed !== null && quantity(x.amount).unit.code !== allowed)
      say(`also.${i}.amount`, 'unit-not-used-for-drug', x.amount, {
        code: 'one-unit-of-drug',
        units: [allowed],
      });
  });
  if (found.length > 0) return found;
  const made = prepare(p, units[0] ?? 'mg', unitOf);
  const drawnTogether = made.also.reduce((sum, x) => add(sum, x.draw.result), made.draw.result);
  if (compare(drawnTogether, made.finalVolume.result) > 0)
    say(
      p.method === 'exact-fill' ? 'finalVolume' : 'bag',
      'final-volume-below-drug-volume',
      p.method === 'exact-fill' ? p.finalVolume : p.bag.nominal,
      { code: 'at-least-drug-volume', value: quantityText(drawnTogether) },
    );
  if (p.diluent === 'none' && made.diluent !== null && !isZero(made.diluent.result))
    say('diluent', 'diluent-missing', p.diluent, {
      code: 'diluent-needed',
      value: quantityText(made.diluent.result),
    });
  if (p.capacity !== undefined && compare(made.finalVolume.result, quantity(p.capacity, 'volume')) > 0)
    say('capacity', 'container-too-small', p.capacity, {
      code: 'container-for',
      value: quantityText(made.finalVolume.result),
    });
  if (made.usable && made.usable.result.amount.s < 0n)
    say('priming', 'priming-and-residual-above-fill', `${p.priming ?? ''} and ${p.residual ?? ''}`, {
      code: 'together-less-than',
      value: quantityText(made.finalVolume.result),
    });
  return found;
}
