import { exact, ONE, type Exact } from './notation.ts';
import { kept } from './kept.ts';
import { fail, issue, ok, unwrap, type Issue, type Result } from './result.ts';
import { tooLong } from './text-bound.ts';

/**
 * Base dimensions, in the order in which they stand in a compound name. Drug mass, body weight and body surface are
 * different dimensions: mg/kg never cancels. Getting from one to another needs a named factor (strength, potency …).
 */
export const BASES = [
  'mass',
  'volume',
  'substance',
  'equivalent',
  'activity',
  'osmole',
  'mme',
  'drop',
  'energy',
  'dose',
  'bag',
  'vial',
  'tablet',
  'session',
  'billing',
  'weight',
  'surface',
  'height',
  'age',
  'time',
] as const;
export type Base = (typeof BASES)[number];

/** A dimension's name: `mass`, `mass/volume`, `volume/time` … ; the empty string is a plain number. */
export type Dimension = string;
export type Per<A extends string, B extends string> = `${A}/${B}`;

export interface Unit<D extends Dimension = Dimension> {
  readonly code: string;
  readonly dimension: D;
  /** exact factor to the base unit of the dimension */
  readonly factor: Exact;
  /** how the unit stands in a printed derivation line, where the code alone could be read two ways (`kg drug`) */
  readonly line: string;
}

interface Row {
  readonly code: string;
  /** the code below the line, where one of it is meant: `mg/tablet` */
  readonly below: string;
  /** in a printed line; the code itself unless another reading of the same word exists */
  readonly line: string;
  readonly base: Base | '';
  readonly factor: string;
  readonly also: readonly string[];
  readonly source: string;
}

const SI = 'SI prefix';
const NIST = 'NIST Handbook 44, Appendix C (exact)';
const row = (code: string, base: Base | '', factor: string, source: string, ...also: string[]): Row => ({
  code,
  below: code,
  line: code,
  base,
  factor,
  source,
  also,
});
/** Written in the plural above the line and alone, and in the singular, which is read too, below it. */
const plural = (one: string, r: Row): Row => ({ ...r, below: one, also: [one, ...r.also] });
const marked = (mark: string, r: Row): Row => ({ ...r, line: `${r.code} ${mark}` });

/** The closed table of simple units. `also` lists spellings that are accepted as the same unit. */
export const UNITS: readonly Row[] = [
  row('mg', 'mass', '1', 'base unit of drug mass'),
  row('mcg', 'mass', '0.001', SI),
  row('ng', 'mass', '0.000001', SI),
  row('g', 'mass', '1000', SI),
  plural('grain', row('grains', 'mass', '64.79891', NIST)),
  row('oz', 'mass', '28349.523125', NIST),
  row('mL', 'volume', '1', 'base unit of volume', 'ml'),
  row('nL', 'volume', '0.000001', SI),
  row('mcL', 'volume', '0.001', SI),
  row('dL', 'volume', '100', SI, 'dl'),
  row('L', 'volume', '1000', SI),
  row('h', 'time', '1', 'base unit of time', 'hr', 'hour', 'hours'),
  row('min', 'time', '1/60', 'SI Brochure, table 8', 'minute', 'minutes'),
  row('s', 'time', '1/3600', 'SI Brochure, table 8', 'sec', 'second', 'seconds'),
  row('ms', 'time', '1/3600000', SI),
  row('day', 'time', '24', 'SI Brochure, table 8', 'days'),
  row('week', 'time', '168', '7 days', 'weeks'),
  plural('year', row('years', 'age', '1', 'completed years of age, as formulas for adults count them')),
  plural('month', row('months', 'age', '1/12', 'twelve to a year of age; never a length of time')),
  row('kg', 'weight', '1', 'base unit of body weight'),
  row('lb', 'weight', '0.45359237', NIST, 'pound', 'pounds'),
  row('cm', 'height', '1', 'base unit of height'),
  row('in', 'height', '2.54', NIST, 'inch', 'inches'),
  row('ft', 'height', '30.48', NIST, 'foot', 'feet'),
  row('m', 'height', '100', SI),
  row('m2', 'surface', '1', 'base unit of body surface', 'm²'),
  row('mmol', 'substance', '1', 'base unit of amount of substance'),
  row('mol', 'substance', '1000', SI),
  row('mcmol', 'substance', '0.001', SI, 'micromol', 'umol', 'µmol', 'μmol'),
  row('mEq', 'equivalent', '1', 'base unit of equivalents'),
  row('Eq', 'equivalent', '1000', SI),
  plural('unit', row('units', 'activity', '1', 'base unit of biological activity, per product potency')),
  plural('million unit', row('million units', 'activity', '1000000', 'definition')),
  plural('milliunit', row('milliunits', 'activity', '0.001', 'definition')),
  row('mOsm', 'osmole', '1', 'base unit of osmoles'),
  row('Osm', 'osmole', '1000', SI),
  row('MME', 'mme', '1', 'oral morphine milligram equivalent, CDC 2022'),
  row('gtt', 'drop', '1', 'drop; its volume needs the drop factor of the set', 'drop', 'drops'),
  row('kcal', 'energy', '1', 'base unit of energy'),
  plural('dose', row('doses', 'dose', '1', 'count')),
  plural('bag', row('bags', 'bag', '1', 'count')),
  plural('vial', row('vials', 'vial', '1', 'count')),
  plural('tablet', row('tablets', 'tablet', '1', 'count', 'capsule', 'capsules')),
  plural('session', row('sessions', 'session', '1', 'count')),
  plural('billing unit', row('billing units', 'billing', '1', 'HCPCS billing unit')),
  row('%', '', '0.01', 'per hundred, a plain ratio; w/v, v/v and w/w have units of their own'),
];

/** The same word, read as drug mass or as body weight where the other reading does not fit. */
const OTHER_READINGS: readonly Row[] = [
  marked('drug', row('kg', 'mass', '1000000', SI)),
  marked('drug', row('lb', 'mass', '453592.37', NIST, 'pound', 'pounds')),
  marked('body', row('g', 'weight', '0.001', SI)),
  marked('body', row('oz', 'weight', '0.028349523125', NIST)),
];

/** Named compounds with a factor of their own. */
const COMPOUNDS: readonly { code: string; dimension: Dimension; factor: string; source: string }[] = [
  { code: '% w/v', dimension: 'mass/volume', factor: '10', source: 'g per 100 mL, USP <1160>' },
  { code: '% v/v', dimension: '', factor: '0.01', source: 'mL per 100 mL, USP <1160>' },
  { code: '% w/w', dimension: '', factor: '0.01', source: 'g per 100 g, USP <1160>' },
  { code: 'ppm', dimension: 'mass/volume', factor: '0.001', source: 'mg per L in water, USP <1160>' },
  { code: 'ppb', dimension: 'mass/volume', factor: '0.000001', source: 'mcg per L in water, USP <1160>' },
];

/** Spellings that are refused, with what to write instead. Source: ISMP List of Error-Prone Abbreviations. */
const REFUSED: Readonly<Record<string, string>> = {
  U: 'units',
  u: 'units',
  IU: 'units',
  iu: 'units',
  µg: 'mcg',
  μg: 'mcg',
  ug: 'mcg',
  mgs: 'mg',
  MG: 'mg',
  Mg: 'mg',
  gm: 'g',
  gr: 'g, or grains where grains are meant',
  Kg: 'kg',
  KG: 'kg',
  kgs: 'kg',
  lbs: 'lb',
  cc: 'mL',
  ML: 'mL',
  µL: 'mcL',
  μL: 'mcL',
  uL: 'mcL',
  d: 'day',
  D: 'day',
  H: 'h',
  Hr: 'h',
  hrs: 'h',
  mins: 'min',
  MIN: 'min',
  MU: 'million units',
  meq: 'mEq',
  MEQ: 'mEq',
  mM: 'mmol/L',
  M: 'mol/L',
  mU: 'milliunits',
  l: 'L',
  mls: 'mL',
  mLs: 'mL',
  gtts: 'gtt',
  mcgtt: 'gtt, with the drop factor of the set, 60 gtt/mL',
  yr: 'years',
  yrs: 'years',
  y: 'years',
  mo: 'months',
  wk: 'week',
  // household and apothecary measures hold what the kitchen or the century says: the metric amount is written instead
  tsp: 'mL (a teaspoonful is 5 mL)',
  tbsp: 'mL (a tablespoonful is 15 mL)',
  'fl oz': 'mL',
  pt: 'mL',
  qt: 'mL',
  gal: 'L',
  dr: 'mL',
};

type Vector = readonly number[];
const nothing: Vector = BASES.map(() => 0);
const vectorOf = (base: Base | ''): Vector => BASES.map((b) => (b === base ? 1 : 0));
const combine = (a: Vector, b: Vector, sign: 1 | -1): Vector => a.map((x, i) => x + sign * (b[i] ?? 0));

const vectors = new Map<Dimension, Vector>();
function dimensionOf(vector: Vector): Dimension {
  const named = (sign: 1 | -1) =>
    BASES.flatMap((b, i) => Array.from({ length: Math.max(0, sign * (vector[i] ?? 0)) }, () => b as string));
  const [over, under] = [named(1), named(-1)];
  const name =
    over.length === 0 && under.length > 0 ? ['1', ...under].join('/') : [over.join('·'), ...under].join('/');
  kept(vectors, name, () => vector);
  return name;
}
/** A dimension by its name, whether or not a unit of it was read before. */
function vectorNamed(dimension: Dimension): Vector {
  const known = vectors.get(dimension);
  if (known) return known;
  const [above = '', ...below] = dimension.split('/');
  const words = [
    ...above.split('·').map((word) => [word, 1] as const),
    ...below.map((word) => [word, -1] as const),
  ];
  let vector = nothing;
  for (const [word, sign] of words) {
    const base = BASES.find((b) => b === word);
    if (base) vector = combine(vector, vectorOf(base), sign);
    else if (word !== '1') throw new Error(`unknown dimension ${dimension}`);
  }
  if (dimensionOf(vector) !== dimension) throw new Error(`unknown dimension ${dimension}`);
  return vector;
}
const BASE_ROWS = new Map<string, Row>(UNITS.filter((u) => u.factor === '1').map((u) => [u.base, u]));
const readings = new Map<string, readonly Row[]>();
for (const u of [...UNITS, ...OTHER_READINGS])
  for (const word of [u.code, ...u.also]) readings.set(word, [...(readings.get(word) ?? []), u]);

const interned = new Map<string, Unit>();
function intern(code: string, dimension: Dimension, factor: Exact, line: string = code): Unit {
  return kept(interned, `${code}|${dimension}|${line}`, () => ({ code, dimension, factor, line }));
}

for (const b of ['', ...BASES] as const) dimensionOf(b === '' ? nothing : vectorOf(b));

/** The plain number: dimension `''`, factor 1. */
export const NUMBER = intern('', '', ONE) as Unit<''>;

/** No dose, rate or factor of the field has more words above and below its lines, nor a longer text (house rule). */
const MOST_WORDS = 8;
const LONGEST_UNIT = 60;

/** All readings of a unit text: `kg` is a body weight or a drug mass, `mcg/kg/min` has a body weight below the line. */
function allReadings(text: string): Result<readonly Unit[]> {
  const compound = COMPOUNDS.find((c) => c.code === text);
  if (compound) {
    const vector = compound.dimension === '' ? nothing : combine(vectorOf('mass'), vectorOf('volume'), -1);
    return ok([intern(text, dimensionOf(vector), exact(compound.factor))]);
  }
  let open: Open[] = [{ codes: [], lines: [], vector: nothing, factor: ONE }];
  const words = text.split('/').map((part, i) => ({ part, sign: i === 0 ? (1 as const) : (-1 as const) }));
  if (words.length + text.split('·').length - 1 > MOST_WORDS)
    return fail(issue('unit-of-many-words', text, { code: 'unit-of-few-words', most: MOST_WORDS }));
  if (words.length > 1 && words[0]?.part === '1') {
    words.shift();
    open = open.map((o) => ({ ...o, codes: ['1'], lines: ['1'] }));
  }
  for (const { part, sign } of words) {
    const factors = part.split('·');
    for (const [i, word] of factors.entries()) {
      const rows = readings.get(word);
      if (!rows) return fail(unknownWord(word, text));
      open = onePerDimension(open.flatMap((o) => rows.map((r) => times(o, r, sign, i > 0))));
    }
  }
  return ok(open.map((o) => intern(o.codes.join('/'), dimensionOf(o.vector), o.factor, o.lines.join('/'))));
}

interface Open {
  readonly codes: readonly string[];
  readonly lines: readonly string[];
  readonly vector: Vector;
  readonly factor: Exact;
}

/** The first reading of each dimension, so that every further word adds to their number and never multiplies it. */
function onePerDimension(open: readonly Open[]): Open[] {
  if (open.length < 2) return [...open];
  const first = new Map<string, Open>();
  for (const o of open) kept(first, o.vector.join(), () => o);
  return [...first.values()];
}

/** One more word; `joined` by a dot to the one before it (`mg·kg`), otherwise after a stroke. */
function times(o: Open, r: Row, sign: 1 | -1, joined: boolean): Open {
  const append = (list: readonly string[], word: string) =>
    joined ? [...list.slice(0, -1), `${list.at(-1) ?? ''}·${word}`] : [...list, word];
  const code = sign === 1 ? r.code : r.below;
  return {
    codes: append(o.codes, code),
    lines: append(o.lines, `${code}${r.line.slice(r.code.length)}`),
    vector: combine(o.vector, vectorOf(r.base), sign),
    factor: sign === 1 ? o.factor.mul(exact(r.factor)) : o.factor.div(exact(r.factor)),
  };
}

function unknownWord(word: string, text: string): Issue {
  const better = Object.hasOwn(REFUSED, word) ? REFUSED[word] : undefined;
  if (better !== undefined) return issue('unit-refused', text, { code: 'better-unit', better, word });
  return issue('unit-unknown', text, { code: 'unit-of-table', units: UNITS.map((u) => u.code) });
}

const readingCache = new Map<string, Result<readonly Unit[]>>();
function readingsOf(text: string): Result<readonly Unit[]> {
  const long = tooLong(text, LONGEST_UNIT);
  return long ? fail(long) : kept(readingCache, text, () => allReadings(text));
}

/**
 * Reads a unit. In: text such as `mg/mL`, and the dimension that is asked for, if any. Out: the unit.
 * Refuses: unknown and error-prone spellings by name, and a unit of another dimension than the one asked for.
 */
export function readUnit<D extends Dimension>(text: string, wanted?: D): Result<Unit<D>> {
  const found = readingsOf(text);
  if (!found.ok) return found;
  // a plain ratio is never reached through the other reading of a word: mg/kg does not cancel
  const fits =
    wanted === undefined || wanted === ''
      ? found.value.slice(0, 1).find((u) => wanted === undefined || u.dimension === '')
      : found.value.find((u) => u.dimension === wanted);
  if (fits) return ok(fits as Unit<D>);
  return fail(
    issue('unit-of-other-dimension', text, {
      code: 'unit-of',
      dimension: wanted ?? '',
      such: baseUnit(wanted ?? '').code,
    }),
  );
}

/** A unit that stands in our own code or data; an unknown one is a defect and throws. */
export const unit = <D extends Dimension>(text: string, wanted?: D): Unit<D> =>
  unwrap(readUnit(text, wanted));

/** Pairs of readings of two unit texts that have one dimension, the first pair first; undefined if there is none. */
export function commonReading(a: string, b: string): Result<readonly [Unit, Unit] | undefined> {
  const left = readingsOf(a);
  if (!left.ok) return left;
  const right = readingsOf(b);
  if (!right.ok) return right;
  for (const u of left.value)
    for (const v of right.value)
      if (
        u.dimension === v.dimension &&
        (u.dimension !== '' || (u === left.value[0] && v === right.value[0]))
      )
        return ok([u, v] as const);
  return ok(undefined);
}

const baseUnits = new Map<Dimension, Unit>();
/** The unit with factor 1 of a dimension, named from the base units: `mg/mL`, `mL/h`. */
export function baseUnit<D extends Dimension>(dimension: D): Unit<D> {
  return kept(baseUnits, dimension, () => {
    const vector = vectorNamed(dimension);
    const codes = (sign: 1 | -1) =>
      BASES.flatMap((b, i) => {
        const code = BASE_ROWS.get(b)?.[sign === 1 ? 'code' : 'below'] ?? b;
        return Array.from({ length: Math.max(0, sign * (vector[i] ?? 0)) }, () => code);
      });
    const [over, under] = [codes(1), codes(-1)];
    return intern([over.join('·') || (under.length > 0 ? '1' : ''), ...under].join('/'), dimension, ONE);
  }) as Unit<D>;
}

const products = new Map<string, Dimension>();
/** The dimension of a product (`sign` 1) or quotient (`sign` −1) of two dimensions. */
export function combined(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  return kept(products, `${a}|${sign}|${b}`, () =>
    dimensionOf(combine(vectorNamed(a), vectorNamed(b), sign)),
  );
}

type Targets = Map<Dimension, Map<Dimension, Unit>>;
const targets: Record<'product' | 'quotient', Targets> = { product: new Map(), quotient: new Map() };

/** The base unit of a product or quotient, kept per pair: every multiplication asks for it. */
export function combinedUnit(a: Dimension, b: Dimension, sign: 1 | -1): Unit {
  const table = sign === 1 ? targets.product : targets.quotient;
  const found = table.get(a)?.get(b);
  if (found) return found;
  return kept(
    kept(table, a, () => new Map<Dimension, Unit>()),
    b,
    () => baseUnit(combined(a, b, sign)),
  );
}
