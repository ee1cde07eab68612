import { parseDate, type Minute } from '../time/calendar.ts';
import { endOfLocalDay } from '../time/local-time.ts';
import { derive, min, named, type Derivation, type Source } from '../derivation/derivation.ts';
import type { Library } from '../formulary/formulary.ts';
import type { StabilityRow } from '../formulary/studied.ts';
import { findPump } from '../formulary/pumps-of-site.ts';
import type { OrderContent } from './order.ts';
import { isSameFormulation } from '../formulary/site-answer.ts';
import type { SiteFormulation } from '../formulary/site-knowledge.ts';
import { compare, inBase, of, quantity, quantityText, recorded, type Time } from '../number/quantity.ts';
import { exact } from '../number/notation.ts';
import { issue, Refused, unwrap } from '../number/result.ts';
import { coverageOf, sameContents, type Contents } from './stability-match.ts';
import { unit } from '../number/units.ts';

export interface BudLimit {
  readonly what: string;
  readonly within: Time;
  readonly source: Source;
}

const STORAGE = {
  room: 'controlled_room_temperature',
  refrigerated: 'refrigerator',
  frozen: 'freezer',
} as const;
const MINUTE = {
  id: 'BUD-MIN',
  title: 'BUD = earliest of the <797> row, the stability row, component expiry (compounding.md 2)',
};

/** What holds the drug: an elastomeric device is a container of its own, whatever else is filled into it. */
const containerOf = (order: OrderContent, lib: Library): SiteFormulation['container'] =>
  findPump(lib, order.pump)?.flow ? 'elastomeric' : order.preparation.container;

/**
 * The stability row that was studied for these drugs, diluent, container and storage, at exactly these concentrations or
 * else between two that were tested; of several the shortest (compounding.md 2). A row of one drug says nothing of a
 * mixture, and nothing is taken from beyond the ends of a study.
 */
export function stabilityRow(order: OrderContent, contents: Contents, lib: Library): StabilityRow | null {
  const p = order.preparation;
  const container = containerOf(order, lib);
  const studied = lib.stability.filter(
    (r) =>
      r.shownOnly === undefined &&
      r.storage === p.storage &&
      r.diluents.includes(p.diluent) &&
      r.containers.includes(container) &&
      sameContents(r, contents),
  );
  const exactly = studied.filter((r) => coverageOf(r, contents).kind === 'exact');
  const [first, ...others] = exactly.length > 0 ? exactly : studied;
  if (!first) return null;
  return others.reduce((a, b) => (exact(b.days).compare(exact(a.days)) < 0 ? b : a), first);
}

/**
 * What was studied of the same drugs without answering for this preparation: the three studies that have most in common
 * with it, as evidence for whoever has to decide.
 */
export function studiesBesides(order: OrderContent, contents: Contents, lib: Library): StabilityRow[] {
  const p = order.preparation;
  const container = containerOf(order, lib);
  const inCommon = (r: StabilityRow): number =>
    [
      sameContents(r, contents),
      r.diluents.includes(p.diluent),
      r.containers.includes(container),
      r.storage === p.storage,
    ].filter(Boolean).length;
  return lib.stability
    .filter(
      (r) =>
        1 + (r.also?.length ?? 0) === contents.length &&
        contents.every((x) => r.drug === x.drug || r.also?.some((also) => also.drug === x.drug) === true),
    )
    .map((row) => ({ row, has: inCommon(row) }))
    .toSorted((a, b) => b.has - a.has)
    .slice(0, 3)
    .map(({ row }) => row);
}

/** What a stability row was studied of, in words. */
export const studiedText = (r: Pick<StabilityRow, 'drug' | 'concentrations' | 'also'>): string =>
  [r, ...(r.also ?? [])]
    .map((x) => `${r.also ? `${x.drug} ` : ''}${x.concentrations.join(', ')}`)
    .join(' with ');

/** The USP <797> row that the site works to, for the storage of the order; null where that storage is not allowed. */
export function categoryLimit(order: OrderContent, lib: Library): BudLimit | null {
  const { category, method, sterilityTest, startingComponents } = lib.site.bud;
  const row = lib.bud.find(
    (r) =>
      r.category === category &&
      r.method === method &&
      r.sterility_test === sterilityTest &&
      r.starting_components === startingComponents,
  );
  const figure = row?.[STORAGE[order.preparation.storage]];
  if (!row || !figure) return null;
  const hours = figure.unit === 'h' ? exact(figure.value) : exact(figure.value).mul(24n);
  return {
    what: `USP <797> Category ${row.category}, ${row.method}, ${order.preparation.storage}: ${figure.value} ${figure.unit}`,
    within: of(hours, unit('h', 'time')),
    source: row.source,
  };
}

/** What the site answered of this formulation from its own reference; null where it was not asked yet. */
export function answeredFormulation(
  order: OrderContent,
  contents: Contents,
  lib: Library,
): SiteFormulation | null {
  const { diluent, storage } = order.preparation;
  const own = {
    contents: contents.map((x) => ({ drug: x.drug, concentration: quantityText(x.concentration) })),
    diluent,
    container: containerOf(order, lib),
    storage,
  };
  return lib.site.formulations.find((x) => isSameFormulation(x, own)) ?? null;
}

/** Every limit that does not depend on the lots: category row, stability row, and what the site's reference says. */
export function knownLimits(order: OrderContent, contents: Contents, lib: Library): BudLimit[] {
  const row = stabilityRow(order, contents, lib);
  const category = categoryLimit(order, lib);
  const own = answeredFormulation(order, contents, lib);
  return [
    ...(category ? [category] : []),
    ...(own && own.days !== null
      ? [
          {
            what: `stability by the pharmacy's reference: ${own.days} days`,
            within: quantity(`${own.days} day`, 'time'),
            source: { id: 'SITE', title: own.reference },
          },
        ]
      : []),
    ...(row
      ? [
          {
            what: `stability${coverageOf(row, contents).kind === 'exact' ? '' : ', bracketed'}: ${studiedText(row)}, ${row.temperature}, ${row.days} days`,
            within: quantity(`${row.days} day`, 'time'),
            source: row.source,
          },
        ]
      : []),
  ];
}

/** The earliest of some limits, with its derivation. */
export function earliest(
  limits: readonly BudLimit[],
): { derivation: Derivation<'time'>; binds: string } | null {
  const [first] = limits;
  if (!first) return null;
  const binding = limits.reduce((a, b) => (compare(b.within, a.within) < 0 ? b : a));
  const expr =
    limits.length === 1
      ? named(first.what, first.within)
      : min(...limits.map((l) => named(l.what, l.within)));
  return {
    derivation: derive('bud', 'time to BUD', expr, unit('h', 'time'), {
      ...MINUTE,
      section: binding.source.id,
    }),
    binds: binding.what,
  };
}

/**
 * How long after compounding each component still is within its expiry, which ends with its day where the site is. In: the
 * expiries, the instant of compounding and the site's time zone. Refuses an expired one.
 */
export function componentLimits(
  expiries: readonly { readonly name: string; readonly expiry: string }[],
  compoundedAt: Minute,
  zone: string,
): BudLimit[] {
  return expiries.map(({ name, expiry }) => {
    const left = endOfLocalDay(unwrap(parseDate(expiry)), zone) - compoundedAt;
    if (left < 0)
      throw new Refused(issue('ingredient-expired', expiry, { code: 'component-not-expired' }, name));
    return {
      what: `${name} expires ${expiry}`,
      within: of(exact(BigInt(left)).div(60n), unit('h', 'time')),
      source: MINUTE,
    };
  });
}

/**
 * The beyond-use date of a prepared container: the last instant at which administration may start.
 * In: order, the concentrations of its container as text, library, instant of compounding, expiry dates of the components. Out: the instant,
 * what binds, and the derivation in hours from compounding. Refuses a storage without a <797> row, and a component that
 * is expired. A component expires with the last minute of its day where the site is. Source: USP <797> 2023; compounding.md 2.
 */
export function beyondUse(
  order: OrderContent,
  report: {
    readonly preparation: {
      readonly concentration: string;
      readonly also?: readonly { readonly id: string; readonly concentration: string }[];
    };
  },
  lib: Library,
  compoundedAt: Minute,
  expiries: readonly { readonly name: string; readonly expiry: string }[],
): { bud: Minute; binds: string; derivation: Derivation<'time'> } {
  if (!categoryLimit(order, lib))
    throw new Refused(
      issue(
        'storage-without-bud',
        order.preparation.storage,
        { code: 'storage-with-usp-row' },
        'preparation.storage',
      ),
    );
  const components = componentLimits(expiries, compoundedAt, lib.site.timeZone);
  const { concentration, also = [] } = report.preparation;
  const contents = [{ id: order.drug, concentration }, ...also].map((x) => ({
    drug: x.id,
    concentration: recorded(x.concentration, 'mass/volume'),
  }));
  const found = earliest([...knownLimits(order, contents, lib), ...components]);
  if (!found) throw new Error('no BUD limit');
  const minutes = inBase(found.derivation.result).mul(60n).floor();
  return {
    bud: (compoundedAt + parseInt(minutes.n.toString(), 10)) as Minute,
    binds: found.binds,
    derivation: found.derivation,
  };
}
