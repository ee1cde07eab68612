import { exact } from '../../number/notation.ts';
import type { Accepted } from '../../answers/accepted.ts';
import { compare, of, quantityText } from '../../number/quantity.ts';
import { issue, type Issue } from '../../number/result.ts';
import { readUnit, unit } from '../../number/units.ts';
import { findDrug, type Library } from '../formulary.ts';
import { findPump, pumpsOf } from '../pumps-of-site.ts';
import { outsideWords } from '../range-words.ts';
import { KIND_WORDS } from '../regimen-kinds.ts';
import {
  PROTOCOL_LINES,
  protocolRecord,
  type Protocol,
  type ProtocolBag,
  type ProtocolField,
  type ProtocolRecord,
} from '../protocols.ts';
import { figuresOf, inList, isSame, together, type Bearing, type Collection } from './collection.ts';
import { unknownDiluents, unknownDrugs, unknownRoutes } from './fields.ts';

/** The figures of a field from the least to the most: none may lie beyond the next. */
const UPWARDS = ['hard_least', 'soft_least', 'start', 'soft_most', 'hard_most'] as const;
type Figure = (typeof UPWARDS)[number];

const valueOf = (f: ProtocolField, figure: Figure) => {
  const amount = f[figure];
  const dimension = PROTOCOL_LINES[f.line];
  return amount === undefined || !readUnit(f.unit, dimension).ok
    ? null
    : of(exact(amount), unit(f.unit, dimension));
};

const crossed = (low: Figure, high: Figure): string => {
  if (low === 'start' || high === 'start') return 'start-outside-range';
  return low.slice(0, 4) === high.slice(0, 4) ? 'low-above-high' : 'soft-outside-hard';
};

function figures(f: ProtocolField, path: string): Issue[] {
  const dimension = PROTOCOL_LINES[f.line];
  if (!readUnit(f.unit, dimension).ok)
    return [
      issue('limit-dimension', f.unit, { code: 'unit-of-kind', dimensions: [dimension] }, `${path}.unit`),
    ];
  const given = UPWARDS.filter((x) => f[x] !== undefined);
  if (given.length === 0)
    return [issue('field-without-figures', f.line, { code: 'a-figure-of-field' }, `${path}.start`)];
  const isLimit = f.line === 'pump limit';
  if (isLimit !== (f.window_h !== undefined) || (isLimit && exact(f.window_h ?? '0').n === 0n))
    return [
      issue(
        'window-of-limit',
        f.window_h ?? null,
        { code: isLimit ? 'hours-of-window' : 'no-window' },
        `${path}.window_h`,
      ),
    ];
  return given.flatMap((low, i) =>
    given
      .slice(i + 1)
      .filter((high) => exact(f[low] ?? '0').compare(exact(f[high] ?? '0')) > 0)
      .slice(0, 1)
      .map((high) =>
        issue(
          crossed(low, high),
          f[low] ?? null,
          { code: 'at-most-value', value: f[high] ?? '' },
          `${path}.${low}`,
        ),
      ),
  );
}

const twice = (fields: readonly ProtocolField[]): Issue[] =>
  fields.flatMap((f, i) =>
    fields.findIndex((x) => x.line === f.line && x.window_h === f.window_h) < i
      ? [issue('field-twice', f.line, { code: 'each-field-once' }, `fields.${i}.line`)]
      : [],
  );

/** One bound beside another: what was let through before and is not now is stricter. */
function ofBound(
  before: ProtocolField | undefined,
  after: ProtocolField | undefined,
  figure: Figure,
): Bearing {
  const [a, b] = [before && valueOf(before, figure), after && valueOf(after, figure)];
  if (!a || !b) return a ? 'laxer' : b ? 'stricter' : 'same';
  const by = compare(b, a);
  if (by === 0) return 'same';
  return by < 0 === figure.endsWith('most') ? 'stricter' : 'laxer';
}

const sameField = (list: readonly ProtocolField[], f: ProtocolField) =>
  list.find((x) => x.line === f.line && x.window_h === f.window_h);
/** For whom and with what a protocol is. */
const scopeOf = (record: ProtocolRecord) => ({ ...record, fields: [] });

function bearing(before: ProtocolRecord | null, after: ProtocolRecord | null): Bearing {
  if (before === null) return after === null ? 'same' : 'stricter';
  // or what two supervisors have to let pass would be withdrawn and entered anew
  if (after === null) return 'laxer';
  if (!isSame(scopeOf(before), scopeOf(after))) return 'untold';
  const all = [...before.fields, ...after.fields.filter((f) => !sameField(before.fields, f))];
  const bounds = all.flatMap((f) =>
    UPWARDS.filter((x) => x !== 'start').map((x) =>
      ofBound(sameField(before.fields, f), sameField(after.fields, f), x),
    ),
  );
  const found = together(bounds);
  return found === 'same' && !isSame(before, after) ? 'untold' : found;
}

const fieldWords = (f: ProtocolField): string => {
  const [soft, hard] = [outsideWords(f.soft_least, f.soft_most), outsideWords(f.hard_least, f.hard_most)];
  const parts = [
    ...(f.start === undefined ? [] : [`starts at ${f.start}`]),
    ...(soft === null ? [] : [`asked about ${soft}`]),
    ...(hard === null ? [] : [`stopped ${hard}`]),
  ];
  const window = f.window_h === undefined ? '' : ` in ${f.window_h} h`;
  return `${f.line} in ${f.unit}${window} ${parts.join(', ')}`;
};

/** Contradictions of a bag, as of a preparation: what could never be made is refused before it is a start. */
function bagIssues(p: ProtocolRecord, library: Library): Issue[] {
  const { bag } = p;
  if (!bag) return [];
  const at = (key: keyof ProtocolBag, code: string, accepted: Accepted) =>
    issue(code, bag[key] ?? null, accepted, `bag.${key}`);
  const zero = (['vial_strength', 'vial_mL', 'fill_mL'] as const).filter((key) => exact(bag[key]).n === 0n);
  if (zero.length > 0) return zero.map((key) => at(key, 'not-above-zero', { code: 'number-above-zero' }));
  const fill = exact(bag.fill_mL);
  const weaker = exact(bag.vial_strength).compare(exact(p.concentration));
  const behind = exact(bag.priming_mL ?? '0').add(exact(bag.residual_mL ?? '0'));
  return [
    ...unknownDiluents(library, [bag.diluent], 'bag').map((i) => ({
      ...i,
      path: 'bag.diluent',
    })),
    ...(weaker < 0
      ? [
          at('vial_strength', 'product-below-concentration', {
            code: 'at-least-value',
            value: p.concentration,
          }),
        ]
      : []),
    ...(weaker > 0 && bag.diluent === 'none'
      ? [
          at('diluent', 'diluent-missing', {
            code: 'diluent-needed',
            value: quantityText(
              of(
                fill.sub(fill.mul(exact(p.concentration)).div(exact(bag.vial_strength))),
                unit('mL', 'volume'),
              ),
            ),
          }),
        ]
      : []),
    ...(bag.capacity_mL !== undefined && exact(bag.capacity_mL).compare(fill) < 0
      ? [at('capacity_mL', 'container-too-small', { code: 'container-for', value: `${bag.fill_mL} mL` })]
      : []),
    ...(behind.compare(fill) > 0
      ? [
          at('priming_mL', 'priming-and-residual-above-fill', {
            code: 'together-less-than',
            value: `${bag.fill_mL} mL`,
          }),
        ]
      : []),
  ];
}

/** Sessions that can not be, and a pump that the library does not have. */
function startIssues(p: ProtocolRecord, library: Library): Issue[] {
  const { sessions: s, pump } = p;
  const length = exact(s?.duration_h ?? '1');
  return [
    ...(length.n === 0n
      ? [
          issue(
            'session-duration-zero',
            s?.duration_h ?? null,
            { code: 'above-zero', what: 'duration' },
            'sessions.duration_h',
          ),
        ]
      : []),
    ...(s && exact(s.every_h).compare(length) < 0
      ? [
          issue(
            'sessions-overlap',
            s.every_h,
            { code: 'every-session-after-the-last', duration: `${s.duration_h} h` },
            'sessions.every_h',
          ),
        ]
      : []),
    ...(pump === undefined || findPump(library, pump)
      ? []
      : [
          issue(
            'pump-not-known',
            pump,
            { code: 'one-of', options: pumpsOf(library).map((x) => x.id) },
            'pump',
          ),
        ]),
  ];
}

const bagWords = ({ bag, concentration_unit }: ProtocolRecord): string[] =>
  bag
    ? [
        `${bag.container} of ${bag.fill_mL} mL in ${bag.diluent} from ${bag.vial_strength} ${concentration_unit}, ${bag.storage}`,
      ]
    : [];
const sessionWords = ({ sessions: s }: ProtocolRecord): string[] =>
  s
    ? [
        `${s.count === undefined ? 'sessions' : `${s.count} sessions`} of ${s.duration_h} h, one every ${s.every_h} h`,
      ]
    : [];
const startWords = (r: ProtocolRecord): string => {
  const all = [...bagWords(r), ...sessionWords(r), ...(r.pump === undefined ? [] : [`on ${r.pump}`])];
  return all.length === 0 ? '' : `; orders start with ${all.join(', ')}`;
};

/** What orders start from: profile, therapy, qualifier, drug and concentration, as pump libraries have it. */
export const protocols: Collection<ProtocolRecord> = {
  id: 'protocols',
  title: 'Protocols',
  one: 'protocol',
  schema: protocolRecord,
  says: (r) =>
    `${r.profile}, ${KIND_WORDS[r.kind]}, ${r.route}, ${r.qualifier}, ${r.concentration} ${r.concentration_unit}: ${r.fields.map(fieldWords).join('; ')}${startWords(r)}`,
  ...inList<ProtocolRecord, Protocol>({
    list: (library) => library.protocols,
    withList: (library, list) => ({ ...library, protocols: [...list] }),
    key: (r) => r.id,
    recordOf: figuresOf,
    stored: (record, mark, before) => ({
      ...record,
      source: mark.source ?? before?.source ?? { id: 'HOUSE', title: 'house rule' },
      provenance: mark.provenance,
    }),
    origin: ({ source, provenance }) => ({ source, provenance }),
    drugs: (r) => [r.drug],
  }),
  bearing,
  issues: (record, { library }) => {
    const read = readUnit(record.concentration_unit, 'mass/volume');
    const d = findDrug(library, record.drug);
    return [
      ...unknownDrugs(library, [{ drug: record.drug, path: 'drug' }]),
      ...(d ? unknownRoutes(library, record.drug, [record.route]).map((i) => ({ ...i, path: 'route' })) : []),
      ...(read.ok ? [] : [{ ...read.failure, path: 'concentration_unit' }]),
      ...(exact(record.concentration).n === 0n
        ? [issue('not-above-zero', record.concentration, { code: 'number-above-zero' }, 'concentration')]
        : []),
      ...record.fields.flatMap((f, i) => figures(f, `fields.${i}`)),
      ...twice(record.fields),
      ...bagIssues(record, library),
      ...startIssues(record, library),
    ];
  },
};
