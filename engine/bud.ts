import { instantText, parseDate, type Minute } from './calendar.ts';
import { derive, min, named, type Derivation, type Source } from './derivation.ts';
import type { Library, StabilityRow } from './formulary.ts';
import type { OrderContent } from './order.ts';
import { compare, inBase, of, quantity, recorded, type Time } from './quantity.ts';
import { exact } from './notation.ts';
import { issue, Refused, unwrap } from './result.ts';
import { sameContents, type Contents } from './studied.ts';
import { unit } from './units.ts';

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

/**
 * The stability row that was studied for exactly these drugs and concentrations, diluent, container and storage, if there
 * is one; of several the shortest (compounding.md 2). A row of one drug says nothing of a mixture.
 */
export function stabilityRow(order: OrderContent, contents: Contents, lib: Library): StabilityRow | null {
  const p = order.preparation;
  const studied = lib.stability.filter(
    (r) =>
      sameContents(r, contents) &&
      r.diluents.includes(p.diluent) &&
      r.containers.includes(p.container) &&
      r.storage === p.storage,
  );
  const [first, ...others] = studied;
  if (!first) return null;
  return others.reduce((a, b) => (exact(b.days).compare(exact(a.days)) < 0 ? b : a), first);
}

/** What a stability row was studied of, in words. */
export const studiedText = (r: StabilityRow): string =>
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

/** Every limit that does not depend on the lots: category row and stability row. */
export function knownLimits(order: OrderContent, contents: Contents, lib: Library): BudLimit[] {
  const row = stabilityRow(order, contents, lib);
  const category = categoryLimit(order, lib);
  return [
    ...(category ? [category] : []),
    ...(row
      ? [
          {
            what: `stability: ${studiedText(row)}, ${row.temperature}, ${row.days} days`,
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
 * The beyond-use date of a prepared container: the last instant at which administration may start.
 * In: order, the concentrations of its container as text, library, instant of compounding, expiry dates of the components. Out: the instant,
 * what binds, and the derivation in hours from compounding. Refuses a storage without a <797> row, and a component that
 * is expired. A component expires at the end of its day (UTC), the later reading being caught by the wall clock of the
 * site. Source: USP <797> 2023; compounding.md 2.
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
        'a storage for which the site has a USP <797> row',
        'preparation.storage',
      ),
    );
  const minute = unit('h', 'time');
  const components = expiries.map(({ name, expiry }) => {
    const left = (unwrap(parseDate(expiry)) + 1) * 1440 - compoundedAt;
    if (left <= 0)
      throw new Refused(issue('ingredient-expired', expiry, 'a component that is not expired', name));
    return {
      what: `${name} expires ${expiry}`,
      within: of(exact(BigInt(left)).div(60n), minute),
      source: MINUTE,
    };
  });
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

export const budText = (at: Minute): string => instantText(at);
