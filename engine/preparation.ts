import * as z from 'zod';
import {
  ceil,
  derive,
  minus,
  named,
  over,
  plus,
  printed,
  step,
  times,
  type Derivation,
  type PrintedDerivation,
  type Source,
} from './derivation.ts';
import { exact } from './notation.ts';
import {
  compare,
  isZero,
  plain,
  quantity,
  shownText,
  sub,
  type Concentration,
  type Mass,
  type Volume,
} from './quantity.ts';
import { issue, type Issue } from './result.ts';
import { countField, quantityField } from './schema.ts';
import { NUMBER, unit } from './units.ts';

const vial = z.strictObject({ strength: quantityField('mass/volume'), volume: quantityField('volume') });

const common = {
  vial,
  diluent: z.string().describe('id of a diluent of the formulary, or "none" for an undiluted fill'),
  drugAmount: quantityField('mass').describe('drug in one container'),
  container: z.enum(['cassette', 'bag', 'syringe']),
  capacity: quantityField('volume').optional().describe('what the container can hold'),
  containers: countField(100).describe('how many are made'),
  priming: quantityField('volume').optional(),
  residual: quantityField('volume').optional(),
  storage: z.enum(['room', 'refrigerated', 'frozen']),
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

/** The recipe of one container and what is then in it. */
export interface Preparation {
  readonly drugAmount: Mass;
  readonly strength: Concentration;
  /** drug solution to draw */
  readonly draw: Derivation<'volume'>;
  /** diluent to put into an empty container; null where a bag brings its own */
  readonly diluent: Derivation<'volume'> | null;
  /** to withdraw from the bag before the drug goes in; null where nothing is */
  readonly withdraw: Derivation<'volume'> | null;
  readonly finalVolume: Derivation<'volume'>;
  readonly concentration: Derivation<'mass/volume'>;
  readonly vials: Derivation<''>;
  readonly waste: Derivation<'volume'>;
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

/** Recipe of a container in exact amounts. In: the preparation order, its unit of mass. Call after `preparationIssues`. */
export function prepare(p: PreparationOrder, drugUnit: string): Preparation {
  const drugAmount = quantity(p.drugAmount, 'mass');
  const strength = quantity(p.vial.strength, 'mass/volume');
  const vialVolume = named('volume of a vial', quantity(p.vial.volume, 'volume'));
  const draw = derive(
    'draw',
    'drug volume to draw',
    over(named('drug amount', drugAmount), named('strength', strength)),
    mL,
    DILUTION,
  );
  const { finalVolume, diluent, withdraw } = volumes(p, draw);
  const concentration = derive(
    'concentration',
    'concentration',
    over(named('drug amount', drugAmount), step(finalVolume)),
    unit(`${drugUnit}/mL`, 'mass/volume'),
    DILUTION,
  );
  const containers = exact(p.containers);
  const all = times(step(draw), named('containers', plain(containers)));
  const vials = derive('vials', 'vials needed', ceil(over(all, vialVolume)), NUMBER, DILUTION);
  const waste = derive(
    'waste',
    'left in the last vial',
    minus(times(step(vials), vialVolume), all),
    mL,
    DILUTION,
  );
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
  const steps = [draw, diluent, withdraw, finalVolume, concentration, vials, waste, usable].filter(
    (d) => d !== null,
  );
  return {
    drugAmount,
    strength,
    draw,
    diluent,
    withdraw,
    finalVolume,
    concentration,
    vials,
    waste,
    usable,
    containers: containers.n,
    steps,
  };
}

const millilitres = (id: string, name: string, expr: Parameters<typeof derive>[2]) =>
  derive(id, name, expr, mL, DILUTION);

function volumes(
  p: PreparationOrder,
  draw: Derivation<'volume'>,
): Pick<Preparation, 'finalVolume' | 'diluent' | 'withdraw'> {
  if (p.method === 'exact-fill') {
    const fill = millilitres(
      'final-volume',
      'final volume',
      named('exact fill', quantity(p.finalVolume, 'volume')),
    );
    return {
      finalVolume: fill,
      diluent: millilitres('diluent', 'diluent to add', minus(step(fill), step(draw))),
      withdraw: null,
    };
  }
  const nominal = named('nominal volume', quantity(p.bag.nominal, 'volume'));
  const overfill = named('overfill', quantity(p.bag.overfill, 'volume'));
  if (p.method === 'add')
    return {
      finalVolume: millilitres('final-volume', 'final volume', plus(plus(nominal, overfill), step(draw))),
      diluent: null,
      withdraw: null,
    };
  if (p.method === 'replace')
    return {
      finalVolume: millilitres('final-volume', 'final volume', plus(nominal, overfill)),
      diluent: null,
      withdraw: millilitres('withdraw', 'withdraw from the bag', step(draw)),
    };
  return {
    finalVolume: millilitres('final-volume', 'final volume', nominal),
    diluent: null,
    withdraw: millilitres('withdraw', 'withdraw from the bag', plus(overfill, step(draw))),
  };
}

/** Contradictions that keep a recipe from being computed. */
export function preparationIssues(
  p: PreparationOrder,
  units: readonly string[],
  diluents: readonly string[],
): Issue[] {
  const found: Issue[] = [];
  const say = (path: string, code: string, given: string, accepted: string) =>
    found.push(issue(code, given, accepted, path));
  const positive: [string, string][] = [
    ['drugAmount', p.drugAmount],
    ['vial.strength', p.vial.strength],
    ['vial.volume', p.vial.volume],
  ];
  if (p.method === 'exact-fill') positive.push(['finalVolume', p.finalVolume]);
  else positive.push(['bag.nominal', p.bag.nominal]);
  for (const [path, text] of positive)
    if (isZero(quantity(text))) say(path, 'amount-zero', text, 'an amount above zero');
  if (!units.includes(quantity(p.drugAmount).unit.code))
    say('drugAmount', 'unit-not-used-for-drug', p.drugAmount, `${units.join(' or ')}: one unit for one drug`);
  if (p.diluent !== 'none' && !diluents.includes(p.diluent))
    say('diluent', 'diluent-not-in-formulary', p.diluent, `none, ${diluents.join(', ')}`);
  if (found.length > 0) return found;
  const made = prepare(p, units[0] ?? 'mg');
  if (compare(made.concentration.result, made.strength) > 0)
    say(
      p.method === 'exact-fill' ? 'finalVolume' : 'bag',
      'final-volume-below-drug-volume',
      p.method === 'exact-fill' ? p.finalVolume : p.bag.nominal,
      `at least the drug volume, ${shownText(made.draw.result)}`,
    );
  if (p.diluent === 'none' && made.diluent !== null && !isZero(made.diluent.result))
    say(
      'diluent',
      'diluent-missing',
      p.diluent,
      `a diluent: ${shownText(made.diluent.result)} of it is needed`,
    );
  if (p.capacity !== undefined && compare(made.finalVolume.result, quantity(p.capacity, 'volume')) > 0)
    say(
      'capacity',
      'container-too-small',
      p.capacity,
      `a container for ${shownText(made.finalVolume.result)}`,
    );
  if (made.usable && made.usable.result.amount.s < 0n)
    say(
      'priming',
      'priming-and-residual-above-fill',
      `${p.priming ?? ''} and ${p.residual ?? ''}`,
      `together less than ${shownText(made.finalVolume.result)}`,
    );
  return found;
}

export const printedSteps = (p: Preparation): PrintedDerivation[] => p.steps.map(printed);

/** How much volume a patient can use of one container, where priming and residual were entered. */
export const usableVolume = (p: Preparation): Volume =>
  p.usable?.result ?? sub(p.finalVolume.result, quantity('0 mL', 'volume'));
