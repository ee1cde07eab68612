import type { Fact } from '../answers/facts.ts';
import { once } from '../derivation/lazy.ts';
import { derive, named, type Derivation } from '../derivation/derivation.ts';
import { type Exact, exactText } from '../number/notation.ts';
import { program } from '../program/program.ts';
import { div, scale, type Concentration, quantityText } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { windowText } from '../exposure/worst-case.ts';
import { stockedBesides, wrongConcentration } from '../exposure/wrong-concentration.ts';
import { failing, houseRule, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'exposure-wrong-concentration';
const SUBJECT = 'pump left at another concentration';
const LEFT: Rule = {
  ...houseRule('pump-left-at-another-concentration', 'info'),
  source: {
    id: 'ISMP-CUSTOM',
    title: 'ISMP: custom concentrations; a pump that is told a lower concentration gives more',
  },
};

/** Fields that take the order at the right concentration and not at this one: there the pump itself would stop it. */
function refusing(f: Facts, told: Derivation<'mass/volume'>): string[] {
  const wrong = program(
    f.regimen,
    { ...f.preparation, concentration: told },
    f.program.pump,
    f.order.route,
  ).fields;
  return wrong
    .filter((field) => {
      const right = f.program.fields.find((x) => x.id === field.id && x.label === field.label);
      return (
        (field.range === 'outside' && right?.range !== 'outside') ||
        (field.onGrid === 'off-grid' && right?.onGrid !== 'off-grid')
      );
    })
    .map((field) => field.label);
}

/** The limit is a volume like every dose: it lets the same number of times more through. */
function stops(f: Facts, told: Derivation<'mass/volume'>, factor: Exact): Fact {
  const fields = refusing(f, told);
  if (fields.length > 0) return { code: 'pump-refuses', fields };
  if (f.delivery.kind !== 'pca' || f.delivery.limit === null) return { code: 'no-limit-stops' };
  const { amount, window } = f.delivery.limit;
  return {
    code: 'limit-lets-through',
    told: quantityText(amount),
    through: quantityText(scale(amount, factor)),
    window: windowText(window),
  };
}

interface Left {
  readonly at: string;
  readonly factor: string;
  readonly amounts: () => readonly Derivation[];
  readonly told: Derivation<'mass/volume'>;
  readonly of: Exact;
}

function leftAt(f: Facts, other: Concentration): Left {
  const real = f.preparation.concentration.result;
  const factor = div(real, other).amount;
  return {
    at: quantityText(other),
    factor: exactText(factor),
    amounts: once(() => {
      const windows = [f.worst.hour, f.worst.fourHours];
      return wrongConcentration(
        other,
        real,
        windows.map(({ amount }) => ({ name: amount.name, amount: amount.result })),
      ).amounts;
    }),
    told: derive('told', 'concentration on the pump', named('told', other), other.unit, LEFT.source),
    of: factor,
  };
}

/** One line, however many other concentrations are stocked: the pump is compared with the bag once. */
function lineOf(f: Facts, others: readonly Left[]): Finding {
  const { hour, fourHours } = f.worst;
  const given = (x: Left) =>
    [hour, fourHours].flatMap(({ window }, i) => {
      const amount = x.amounts()[i];
      return amount ? [{ amount: quantityText(amount.result), window: windowText(window) }] : [];
    });
  const each = (of: (x: Left) => Fact): Fact => ({
    code: 'all',
    of: others.map((x) => ({ code: 'at', at: x.at, is: of(x) })),
  });
  return failing(CHECK, LEFT, {
    subject: SUBJECT,
    observed: () => each((x) => ({ code: 'times-as-much', factor: x.factor, given: given(x) })),
    limit: () => each((x) => stops(f, x.told, x.of)),
    about: 'formulation',
    derivations: () => [
      f.preparation.concentration,
      hour.amount,
      fourHours.amount,
      ...others.flatMap((x) => x.amounts()),
    ],
  });
}

export const exposureWrongConcentration: Check = {
  id: CHECK,
  asks: 'What would the patient receive if the pump were left at another stocked concentration, and would the pump itself stop it?',
  run: (f: Facts): Finding[] => {
    const subject = SUBJECT;
    if (!f.program.can) return [];
    if (!f.program.fields.some((x) => x.id === 'concentration'))
      return [pass(CHECK, LEFT, { subject, observed: { code: 'told-no-concentration' } })];
    // that a library names no standard concentration at all is said once, by its rule g-08
    if (f.drug.standard_concentrations.length === 0) return [];
    const others = stockedBesides(f.drug, f.preparation.concentration.result);
    return others.length > 0
      ? [
          lineOf(
            f,
            others.map((other) => leftAt(f, other)),
          ),
        ]
      : [pass(CHECK, LEFT, { subject, observed: { code: 'no-other-stocked' } })];
  },
};
