import type { Accepted, Thing } from '../../answers/accepted.ts';
import { derive, named, step, times, type Derivation, type Source } from '../../derivation/derivation.ts';
import {
  isZero,
  of,
  quantity,
  quantityText,
  to,
  type Mass,
  type MassRate,
  type Quantity,
  type Weight,
} from '../../number/quantity.ts';
import { ZERO } from '../../number/notation.ts';
import { issue, type Issue } from '../../number/result.ts';
import { quantityField } from '../../number/fields.ts';
import { unit, type Unit } from '../../number/units.ts';
import type { Regimen, RegimenKind, RegimenLine } from './resolved.ts';

/** What turns an ordered dose into drug: the patient's weight, and what is in a mL of the container. */
export interface Basis {
  readonly weight: Weight | null;
  /** null while the preparation itself is refused */
  readonly concentration: Derivation<'mass/volume'> | null;
  readonly drugUnit: string;
  /** several drugs share the container: only a volume says what is given of all of them */
  readonly mixture: boolean;
}

/** A dose as it is ordered: drug, drug by body weight, or volume. */
export const doseField = () => quantityField('mass', 'mass/weight', 'volume');
/** A rate as it is ordered: drug, drug by body weight, or volume, over time. */
export const rateField = () => quantityField('mass/time', 'mass/weight/time', 'volume/time');

const BY_WEIGHT: Source = {
  id: 'WT-DOSE',
  title: 'dose by body weight = dose per kg × weight (calculations.md 8)',
};
const BY_VOLUME: Source = {
  id: 'CALC-8',
  title: 'dose = volume × concentration; drug rate = flow × concentration (calculations.md 8)',
};

/** Gathers what is wrong with a regimen, each with its path. */
export interface Say {
  readonly found: Issue[];
  (path: string, code: string, given: string, accepted: Accepted): void;
}
/** An empty gathering of what is wrong with a regimen. */
export function collector(): Say {
  const found: Issue[] = [];
  return Object.assign(
    (path: string, code: string, given: string, accepted: Accepted) =>
      void found.push(issue(code, given, accepted, path)),
    { found },
  );
}

/** One unit for one drug; a dose by weight needs the weight; a volume is drug through the concentration. */
export function amountIssues(say: Say, b: Basis, texts: readonly (readonly [string, string | undefined])[]) {
  const allowed = [b.drugUnit, `${b.drugUnit}/h`, 'mL', 'mL/h'];
  for (const [path, text] of texts) {
    if (text === undefined) continue;
    const { dimension, code } = quantity(text).unit;
    if (dimension.includes('/weight')) {
      if (b.weight === null) say(path, 'weight-missing', text, { code: 'dated-weight' });
    } else if (!allowed.includes(code))
      say(path, 'unit-not-used-for-drug', text, {
        code: 'one-unit-of-drug',
        units: allowed.slice(0, 2),
        volume: true,
      });
  }
}

/** Amounts and times that would make a line mean nothing. `what` has to be above zero. */
export function zeroIssues(
  say: Say,
  texts: readonly (readonly [string, string, string | undefined, Thing])[],
) {
  for (const [path, code, text, what] of texts)
    if (text !== undefined && isZero(quantity(text))) say(path, code, text, { code: 'above-zero', what });
}

/** Turns ordered texts into exact amounts of drug, keeping the way to each and the line as it was written. */
export class Resolver {
  readonly steps: Derivation[] = [];
  readonly lines: RegimenLine[] = [];
  readonly massUnit: Unit<'mass'>;
  readonly rateUnit: Unit<'mass/time'>;
  readonly basis: Basis;
  constructor(basis: Basis) {
    this.basis = basis;
    this.massUnit = unit(basis.drugUnit, 'mass');
    this.rateUnit = unit(`${basis.drugUnit}/h`, 'mass/time');
  }
  dose = (id: string, name: string, text: string): Mass => this.amount(id, name, text, this.massUnit);
  rate = (id: string, name: string, text: string): MassRate => this.amount(id, name, text, this.rateUnit);
  optionalDose = (id: string, name: string, text: string | undefined): Mass | null =>
    text === undefined ? null : this.dose(id, name, text);
  /** A line that is no amount of drug: a time, a count, a choice of words. */
  says(id: string, name: string, ordered: string, exact = ordered): void {
    this.lines.push({ id, name, ordered, exact });
  }
  private amount<D extends string>(id: string, name: string, text: string, target: Unit<D>): Quantity<D> {
    const result = this.drug(id, name, quantity(text), target);
    this.says(id, name, text, quantityText(result));
    return result;
  }
  private drug<D extends string>(id: string, name: string, q: Quantity, target: Unit<D>): Quantity<D> {
    const { weight } = this.basis;
    const { dimension } = q.unit;
    if (!dimension.includes('/weight') && !dimension.startsWith('volume'))
      return to(q as Quantity<D>, target);
    if (dimension.startsWith('volume')) {
      const { concentration } = this.basis;
      if (concentration === null) throw new Error('a volume is resolved after the preparation');
      const d = derive(
        id,
        name,
        times(named(`${name} as volume`, q), step(concentration)),
        target,
        BY_VOLUME,
      );
      this.steps.push(d);
      return d.result;
    }
    if (weight === null) throw new Error('resolve before regimenIssues');
    const d = derive(id, name, times(named(`${name} per kg`, q), named('weight', weight)), target, BY_WEIGHT);
    this.steps.push(d);
    return d.result;
  }
  /** A rate of nothing, in the drug's own unit. */
  none = (): MassRate => of(ZERO, this.rateUnit);
  /** The regimen of a kind: what it has, and nothing for the rest. */
  regimen(kind: RegimenKind, has: Partial<Regimen>): Regimen {
    return {
      kind,
      lines: this.lines,
      demand: null,
      lockout: null,
      basal: this.none(),
      basalName: 'basal rate',
      dayNight: null,
      dose: null,
      taper: [],
      loading: null,
      clinician: null,
      alsoLimit: null,
      limit: null,
      doseLimits: [],
      titration: null,
      tolerance: null,
      steps: this.steps,
      ...has,
    };
  }
}

/** Can amounts be computed yet? A weight or a concentration may still be missing, and is named elsewhere. */
export const resolvable = (say: Say, b: Basis, texts: readonly (string | undefined)[]): boolean =>
  say.found.length === 0 &&
  (b.concentration !== null ||
    !texts.some((t) => t !== undefined && quantity(t).unit.dimension.startsWith('volume')));
