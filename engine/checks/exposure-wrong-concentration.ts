import { derive, named, type Derivation } from '../derivation.ts';
import { aboutText, type Exact } from '../notation.ts';
import { program } from '../program.ts';
import { div, scale, shownText, type Concentration } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { windowText } from '../worst.ts';
import { stockedBesides, wrongConcentration } from '../wrong-concentration.ts';
import { failing, houseRule, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'exposure-wrong-concentration';
const LEFT: Rule = {
  ...houseRule(
    'pump-left-at-another-concentration',
    'info',
    'If the pump is left at another stocked concentration, every dose and its own limit change by the same factor: confirm the concentration on the pump against the bag.',
  ),
  source: {
    id: 'ISMP-CUSTOM',
    title: 'ISMP: custom concentrations; a pump that is told a lower concentration gives more',
    section: 'errors.md 4 (CONC-MIN); incidents.json INC01, INC25',
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
function stops(f: Facts, told: Derivation<'mass/volume'>, factor: Exact): string {
  const fields = refusing(f, told);
  if (fields.length > 0) return `the pump does not take the order at it: ${fields.join(', ')}`;
  if (f.delivery.kind !== 'pca' || f.delivery.limit === null) return 'no limit of the pump stops it';
  const { amount, window } = f.delivery.limit;
  return `the pump's limit does not stop it: ${shownText(amount)} as told lets ${shownText(scale(amount, factor))} through in ${windowText(window)}`;
}

function one(f: Facts, other: Concentration): Finding {
  const told = derive('told', 'concentration on the pump', named('told', other), other.unit, LEFT.source);
  const real = f.preparation.concentration.result;
  const { hour, fourHours } = f.worst;
  const windows = [hour, fourHours].map(({ amount }) => ({ name: amount.name, amount: amount.result }));
  const { amounts } = wrongConcentration(other, real, windows);
  const factor = div(real, other).amount;
  const less = factor.compare(1n) < 0 ? ' (less: the pain is not treated)' : '';
  const given = [hour, fourHours].map(({ window }, i) => {
    const amount = amounts[i];
    return amount ? `${shownText(amount.result)} in any ${windowText(window)}` : '';
  });
  return failing(CHECK, LEFT, {
    subject: `pump left at ${shownText(other)}`,
    observed: `${aboutText(factor, 4)} times${less}: ${given.join(', ')}`,
    limit: stops(f, told, factor),
    derivations: [f.preparation.concentration, hour.amount, fourHours.amount, ...amounts],
  });
}

export const exposureWrongConcentration: Check = {
  id: CHECK,
  asks: 'What would the patient receive if the pump were left at another stocked concentration, and would the pump itself stop it?',
  run: (f: Facts): Finding[] => {
    const subject = 'pump left at another concentration';
    if (!f.program.can) return [];
    if (!f.program.fields.some((x) => x.id === 'concentration'))
      return [pass(CHECK, LEFT, { subject, observed: 'the pump is told no concentration' })];
    // that a library names no standard concentration at all is said once, by its rule g-08
    if (f.drug.standard_concentrations.length === 0) return [];
    const others = stockedBesides(f.drug, f.preparation.concentration.result);
    return others.length > 0
      ? others.map((other) => one(f, other))
      : [pass(CHECK, LEFT, { subject, observed: 'no other concentration is stocked' })];
  },
};
