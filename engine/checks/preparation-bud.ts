import { categoryLimit, earliest, knownLimits, stabilityRow } from '../bud.ts';
import { exact } from '../notation.ts';
import { inBase, of, scale, shownText, to, type Time } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { contentsOf, contentsText } from '../studied.ts';
import { unit } from '../units.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'preparation-bud';
const USP: Rule = {
  ...houseRule('bud-category', 'hard', 'The site has no USP <797> row for this storage.'),
  source: { id: 'USP-BUDTAB', title: 'USP <797> 2023 beyond-use table (copy)' },
  provenance: 'sourced',
};
const STABLE = houseRule(
  'stability-row',
  'soft',
  'No stability row was studied for exactly this concentration, diluent, container and storage: only the <797> row bounds the BUD.',
  'compounding.md 2: a literature record is asked for',
);
const BEYOND = houseRule(
  'sessions-beyond-bud',
  'soft',
  'Sessions start after the BUD of what is made now: they need a second delivery.',
  'calculations.md 11',
);

/** The last session's start, counted from the instant of the check. */
function lastStart(f: Facts): Time {
  const wait = of(exact(BigInt(Math.max(0, f.schedule.start - f.at))).div(60n), unit('h', 'time'));
  const rest = scale(f.schedule.every, f.schedule.count.sub(1n));
  return of(inBase(wait).add(inBase(rest)), wait.unit);
}

export const preparationBud: Check = {
  id: CHECK,
  asks: 'What bounds the beyond-use date, and do all sessions start before it?',
  run: (f: Facts): Finding[] => {
    const contents = contentsOf(f.order.drug, f.preparation);
    const category = categoryLimit(f.order, f.library);
    const storage = f.order.preparation.storage;
    const found: Finding[] = [
      category
        ? pass(CHECK, { ...USP, source: category.source }, { subject: 'storage', observed: category.what })
        : failing(CHECK, USP, { subject: 'storage', observed: storage }),
    ];
    const row = stabilityRow(f.order, contents, f.library);
    const studied = {
      subject: 'stability',
      observed: `${contentsText(contents)}, ${f.order.preparation.diluent}, ${f.order.preparation.container}, ${storage}`,
    };
    found.push(
      row
        ? pass(
            CHECK,
            { ...STABLE, source: row.source, provenance: row.provenance },
            { ...studied, limit: `${row.days} days` },
          )
        : notDone(CHECK, STABLE, 'a stability record for this preparation', studied),
    );
    const bud = earliest(knownLimits(f.order, contents, f.library));
    if (!bud) return found;
    const last = lastStart(f);
    const answer = {
      subject: 'last session',
      observed: `starts in ${shownText(to(last, 'day'), 3)}`,
      limit: shownText(to(bud.derivation.result, 'day'), 3),
      derivations: [bud.derivation],
    };
    const late = inBase(last).compare(inBase(bud.derivation.result)) > 0;
    found.push(late ? failing(CHECK, BEYOND, answer) : pass(CHECK, BEYOND, answer));
    return found;
  },
};
