import { text } from '../answers/subjects.ts';
import type { Fact, Study } from '../answers/facts.ts';
import { nameOfDiluent, prepared } from './prepared.ts';
import {
  categoryLimit,
  componentLimits,
  earliest,
  knownLimits,
  stabilityRow,
  studiedText,
  studiesBesides,
} from '../order/beyond-use-date.ts';
import { wallClock } from '../time/local-time.ts';
import { exact, exactText, ZERO, type Exact } from '../number/notation.ts';
import { inBase, isZero, of, scale, type Time } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { contentsOf, coverageOf } from '../order/stability-match.ts';
import { unit } from '../number/units.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'preparation-bud';
const USP: Rule = {
  ...houseRule('bud-category', 'hard'),
  source: { id: 'USP-BUDTAB', title: 'USP <797> 2023 beyond-use table (copy)' },
  provenance: 'sourced',
};
const STABLE = houseRule('stability-row', 'soft');
const BEYOND = houseRule('sessions-beyond-bud', 'soft');

const FIRST = houseRule('bud-before-first-session', 'hard');

/** The start of the session with this number, the first being 0, counted from the instant of the check. */
function startOf(f: Facts, session: Exact): Time {
  const wait = of(exact(BigInt(Math.max(0, f.schedule.start - f.at))).div(60n), unit('h', 'time'));
  const rest = scale(f.schedule.every, session);
  return of(inBase(wait).add(inBase(rest)), wait.unit);
}

/** How many sessions start after so long. */
function startsAfter(f: Facts, within: Time): Exact {
  const { every, count } = f.schedule;
  const room = inBase(within).sub(inBase(startOf(f, ZERO)));
  if (room.s < 0n) return count;
  if (isZero(every)) return ZERO;
  const inTime = room.div(inBase(every)).floor().add(1n);
  return inTime.compare(count) > 0 ? ZERO : count.sub(inTime);
}

/** So long after the instant of the check, as the site's clock shows it. */
const clockAfter = (f: Facts, within: Time): string =>
  wallClock(f.at + parseInt(inBase(within).mul(60n).floor().n.toString(), 10), f.library.site.timeZone); // count: minutes

const starts = (f: Facts, start: Time) => ({ code: 'starts-at', at: clockAfter(f, start) }) as const;

/** Another order of the drug that begins before the first session that is too late: its container is for those sessions. */
const isFollowed = (f: Facts, late: Exact): boolean => {
  const first = inBase(scale(f.schedule.every, f.schedule.count.sub(late)))
    .mul(60n)
    .add(BigInt(f.schedule.start));
  return f.others.some(
    (o) =>
      o.drug.id === f.drug.id &&
      o.schedule.start > f.schedule.start &&
      first.compare(BigInt(o.schedule.start)) >= 0,
  );
};

export const preparationBud: Check = {
  id: CHECK,
  asks: 'What bounds the beyond-use date, and do all sessions start before it?',
  run: (f: Facts): Finding[] => {
    const contents = contentsOf(f.order.drug, f.preparation);
    const category = categoryLimit(f.order, f.library);
    const storage = f.order.preparation.storage;
    const found: Finding[] = [
      category
        ? pass(
            CHECK,
            { ...USP, source: category.source },
            { subject: 'storage', observed: text(category.what) },
          )
        : failing(CHECK, USP, { subject: 'storage', observed: { code: 'storage', storage } }),
    ];
    const row = stabilityRow(f.order, contents, f.library);
    const coverage = row && coverageOf(row, contents);
    const studied = {
      subject: 'stability',
      observed: prepared(f, contents, 'storage'),
    } as const;
    const besides = studiesBesides(f.order, contents, f.library).map(
      ({ temperature, days, shownOnly, ...r }): Study => ({
        studied: studiedText(r),
        in: r.studiedIn ?? r.containers,
        diluents: r.diluents.map((id) => nameOfDiluent(f, id)),
        temperature,
        days,
        ...(shownOnly !== undefined && { why: shownOnly }),
      }),
    );
    found.push(
      row
        ? pass(
            CHECK,
            {
              ...STABLE,
              source: row.source,
              // between two tested strengths a date is taken by a rule of the house
              provenance: coverage?.kind === 'bracketed' ? 'house rule' : row.provenance,
            },
            { ...studied, limit: { code: 'studied-for', days: row.days, ...coverage } },
          )
        : notDone(
            CHECK,
            STABLE,
            { code: 'stability-record' },
            {
              ...studied,
              about: 'formulation',
              ...(besides.length > 0 && { limit: { code: 'studies', besides } }),
            },
          ),
    );
    const went = f.made ? componentLimits(f.made.record.ingredients, f.made.at, f.library.site.timeZone) : [];
    const bud = earliest([...knownLimits(f.order, contents, f.library), ...went]);
    if (!bud) return found;
    const within = bud.derivation.result;
    const late = startsAfter(f, within);
    const answer = {
      limit: (): Fact => ({ code: f.made ? 'use-by' : 'use-by-if-made-now', at: clockAfter(f, within) }),
      derivations: [bud.derivation],
    } as const;
    // an order that is entered weeks ahead is made later: only what is made already is too old
    if (f.made && late.compare(f.schedule.count) === 0)
      return [
        ...found,
        failing(CHECK, FIRST, {
          ...answer,
          subject: 'first session',
          observed: () => starts(f, startOf(f, ZERO)),
        }),
      ];
    const last = { ...answer, subject: 'last session' } as const;
    const observed = () => starts(f, startOf(f, f.schedule.count.sub(1n)));
    const beyond = (): Fact => ({ ...observed(), late: exactText(late), of: exactText(f.schedule.count) });
    found.push(
      late.n === 0n
        ? pass(CHECK, BEYOND, { ...last, observed })
        : failing(CHECK, BEYOND, {
            ...last,
            observed: beyond,
            ...(f.made && !isFollowed(f, late) && { severity: 'hard' as const }),
          }),
    );
    return found;
  },
};
