import { exact, aboutText, type Exact } from '../notation.ts';
import {
  add,
  compare,
  div,
  mul,
  of,
  quantity,
  recorded,
  scale,
  shownText,
  type Quantity,
} from '../quantity.ts';
import type { Finding } from '../report.ts';
import { unit } from '../units.ts';
import { failing, houseRule, pass, type Check, type Facts, type PreviousLine, type Rule } from './check.ts';
import { ratioOf, slipOf } from './slips.ts';

const CHECK = 'order-plausibility';
const BEFORE = houseRule(
  'far-from-last-order',
  'soft',
  'Far from the last order: is the number meant?',
  'errors.md 2 (DEC10)',
);
const INITIAL = houseRule(
  'far-from-initial-value',
  'soft',
  "Far from the library's initial value: is the number meant?",
  'errors.md 1, 2 (HM1, DEC10)',
);
const LOCKOUT = houseRule(
  'lockout-looks-like-hours',
  'soft',
  'A lockout this long: were minutes meant?',
  'errors.md 7 (PCALC)',
);
const LIMIT = houseRule(
  'limit-out-of-proportion',
  'soft',
  'The limit is out of proportion to what the lockout allows in its window: is the number meant?',
  'errors.md 7 (PCALC)',
);
type Lines = Readonly<Record<PreviousLine, readonly [name: string, value: Quantity | null]>>;

const linesOf = (f: Facts): Lines => ({
  demand: ['demand dose', f.regimen.demand],
  lockout: ['lockout', f.regimen.lockout],
  basal: ['basal rate', f.regimen.basal],
  loading: ['loading dose', f.regimen.loading],
  clinician: ['clinician bolus', f.regimen.clinician?.dose ?? null],
  limit: ['pump limit', f.regimen.limit && div(f.regimen.limit.amount, f.regimen.limit.window)],
});

/** The number asked about, in the words of the slip that it looks like. */
function asked(
  rule: Rule,
  f: Facts,
  name: string,
  value: Quantity,
  yardstick: Quantity,
  told: string,
): Finding[] {
  const ratio = ratioOf(value, yardstick);
  if (ratio === null) return [];
  const slip = slipOf(f.library.site.plausibility, f.drug.id, ratio);
  const answer = { subject: name, observed: shownText(value), limit: told };
  if (slip === null) return [pass(CHECK, rule, answer)];
  const message = `${rule.message} ${times(ratio)}: ${slip}.`;
  return [failing(CHECK, rule, { ...answer, message })];
}

const times = (ratio: Exact): string =>
  ratio.compare(1n) >= 0 ? `${aboutText(ratio, 3)} times` : `One ${aboutText(ratio.inverse(), 3)}th`;

/** `4 mg in 4 h`, as reports give a limit, per hour; other lines as they are. */
function before(text: string): Quantity {
  const [amount = '', window] = text.split(' in ');
  return window === undefined ? recorded(text) : div(recorded(amount, 'mass'), recorded(window, 'time'));
}

function againstBefore(f: Facts): Finding[] {
  const known = f.previous?.regimen;
  if (!known) return [];
  return (Object.entries(linesOf(f)) as [PreviousLine, Lines[PreviousLine]][]).flatMap(
    ([id, [name, value]]) => {
      const text = known[id];
      if (value === null || text === null || text === undefined) return [];
      return asked(BEFORE, f, name, value, before(text), `${text} in the last order`);
    },
  );
}

/** Tolerant patients get what they need: only for the others is the starting dose of the library a yardstick. */
function againstInitial(f: Facts): Finding[] {
  const rule = f.drug.rules.find(
    (r) => r.context === 'PCA demand, first order' && r.routes.includes(f.order.route),
  );
  const { demand } = f.regimen;
  if (!rule || demand === null || f.patient.opioidStatus === 'tolerant' || f.previous?.regimen?.demand)
    return [];
  const initial = of(exact(rule.amount), unit(rule.unit));
  const cited: Rule = { ...INITIAL, source: rule.source };
  return [
    ...asked(cited, f, 'demand dose', demand, initial, `initial value ${shownText(initial)}`),
    ...limitAgainstLibrary(f),
  ];
}

/** Far below what the library allows in 4 h; above it the rule itself speaks. */
function limitAgainstLibrary(f: Facts): Finding[] {
  const rule = f.drug.rules.find(
    (r) => r.kind === '4_hourly' && r.per === 'none' && r.routes.includes(f.order.route),
  );
  const { limit: ordered } = f.regimen;
  if (!rule || !ordered) return [];
  const allowed = of(exact(rule.amount), unit(rule.unit, 'mass'));
  const [perHour, most] = [div(ordered.amount, ordered.window), div(allowed, quantity('4 h', 'time'))];
  if (compare(perHour, most) > 0) return [];
  const told = `${shownText(allowed)} in 4 h in the library`;
  return asked({ ...INITIAL, source: rule.source }, f, 'pump limit', perHour, most, told);
}

function lockout(f: Facts): Finding[] {
  const value = f.regimen.lockout;
  if (value === null) return [];
  const long = quantity(f.library.site.plausibility.longLockout, 'time');
  const answer = { subject: 'lockout', observed: shownText(value), limit: `less than ${shownText(long)}` };
  return [compare(value, long) >= 0 ? failing(CHECK, LOCKOUT, answer) : pass(CHECK, LOCKOUT, answer)];
}

function limit(f: Facts): Finding[] {
  const { limit: ordered, demand, lockout: wait, basal } = f.regimen;
  if (!ordered || demand === null || wait === null) return [];
  const doses = scale(demand, div(ordered.window, wait).amount.ceil());
  const allowed = add(doses, mul(basal, ordered.window));
  const ratio = ratioOf(ordered.amount, allowed);
  if (ratio === null) return [];
  const answer = {
    subject: 'pump limit',
    observed: `${shownText(ordered.amount)} in ${shownText(ordered.window)}`,
    limit: `the lockout allows ${shownText(allowed)}`,
  };
  const { least, most } = f.library.site.plausibility.limitProportion;
  const fits = ratio.compare(exact(least)) >= 0 && ratio.compare(exact(most)) <= 0;
  return [fits ? pass(CHECK, LIMIT, answer) : failing(CHECK, LIMIT, answer)];
}

export const orderPlausibility: Check = {
  id: CHECK,
  asks: 'Is each number near the last order or the initial value of the library, or does it look like a slip: tenfold, a thousandfold, another drug, hours for minutes?',
  run: (f) => [...againstBefore(f), ...againstInitial(f), ...lockout(f), ...limit(f)],
};
