import type { BigNumber } from 'mathjs';
import type { Coded } from '../answers/accepted.ts';
import type { PrintedDerivation } from './derivation.ts';
import { big, divide, isUnit, multiply, nameUnit, numbers, together, unitOf, type Value } from './scalars.ts';
import { fail, issue, ok, type Result } from '../number/result.ts';

/**
 * The second opinion. It reads the *printed* derivation line back with a parser of its own and evaluates it with mathjs
 * (BigNumber, 64 digits) on units that are defined here a second time, from base units chosen differently (seconds,
 * nanograms), so that a slip in the first table, in the printing or in the arithmetic shows as a difference.
 */

// Each base unit is its own dimension, so body weight never cancels against drug mass.
const BASES = [
  'ng',
  'mcL',
  's',
  'gBody',
  'mm',
  'm2',
  'mcmol',
  'mEq',
  'unit',
  'mOsm',
  'MME',
  'gtt',
  'kcal',
  'dose',
  'bag',
  'vial',
  'tablet',
  'session',
  'billing',
  'months',
];
const DERIVED: Readonly<Record<string, readonly [string, string]>> = {
  mcg: ['1000', 'ng'],
  mg: ['1000000', 'ng'],
  g: ['1000000000', 'ng'],
  kgDrug: ['1000000000000', 'ng'],
  gr: ['64798910', 'ng'],
  oz: ['28349523125', 'ng'],
  lbDrug: ['453592370000', 'ng'],
  nL: ['0.001', 'mcL'],
  mL: ['1000', 'mcL'],
  dL: ['100000', 'mcL'],
  L: ['1000000', 'mcL'],
  ms: ['0.001', 's'],
  min: ['60', 's'],
  h: ['3600', 's'],
  day: ['86400', 's'],
  week: ['604800', 's'],
  kg: ['1000', 'gBody'],
  lb: ['453.59237', 'gBody'],
  ozBody: ['28.349523125', 'gBody'],
  cm: ['10', 'mm'],
  in: ['25.4', 'mm'],
  ft: ['304.8', 'mm'],
  m: ['1000', 'mm'],
  mmol: ['1000', 'mcmol'],
  mol: ['1000000', 'mcmol'],
  Eq: ['1000', 'mEq'],
  million: ['1000000', 'unit'],
  milliunit: ['0.001', 'unit'],
  Osm: ['1000', 'mOsm'],
  years: ['12', 'months'],
};
const own = (name: string): string => `q${name}`;
for (const name of BASES) nameUnit(own(name));
for (const [name, [factor, base]] of Object.entries(DERIVED)) nameUnit(own(name), unitOf(factor, own(base)));

const WORDS: Readonly<Record<string, string>> = {
  ng: 'ng',
  mcg: 'mcg',
  mg: 'mg',
  g: 'g',
  grain: 'gr',
  grains: 'gr',
  oz: 'oz',
  nL: 'nL',
  mcL: 'mcL',
  mL: 'mL',
  dL: 'dL',
  L: 'L',
  s: 's',
  ms: 'ms',
  min: 'min',
  h: 'h',
  day: 'day',
  week: 'week',
  kg: 'kg',
  lb: 'lb',
  cm: 'cm',
  in: 'in',
  ft: 'ft',
  m: 'm',
  m2: 'm2',
  mmol: 'mmol',
  mol: 'mol',
  mcmol: 'mcmol',
  mEq: 'mEq',
  Eq: 'Eq',
  units: 'unit',
  'million units': 'million',
  milliunits: 'milliunit',
  mOsm: 'mOsm',
  Osm: 'Osm',
  MME: 'MME',
  gtt: 'gtt',
  kcal: 'kcal',
  'kg drug': 'kgDrug',
  'lb drug': 'lbDrug',
  'g body': 'gBody',
  'oz body': 'ozBody',
  years: 'years',
  months: 'months',
  doses: 'dose',
  bags: 'bag',
  vials: 'vial',
  tablets: 'tablet',
  sessions: 'session',
  'billing units': 'billing',
  // below a line one of each is meant
  unit: 'unit',
  'million unit': 'million',
  milliunit: 'milliunit',
  year: 'years',
  month: 'months',
  dose: 'dose',
  bag: 'bag',
  vial: 'vial',
  tablet: 'tablet',
  session: 'session',
  'billing unit': 'billing',
};

const TOLERANCE = big('1e-30');

/** Whole-number functions forgive an error far below the tolerance, so that 24.000…01 is 24 and not 25. */
function whole(v: Value, up: boolean): Value {
  if (isUnit(v)) throw new Error('floor and ceil want a plain number');
  const near = v.round();
  if (v.minus(near).abs().lt(TOLERANCE)) return near;
  return up ? v.ceil() : v.floor();
}

/** Kept per unit text: reading a mathjs unit takes longer than the arithmetic of a line. */
const units = new Map<string, Value>();
function unitValue(text: string): Value {
  const known = units.get(text);
  if (known !== undefined) return known;
  const made = readUnitValue(text);
  if (units.size < 2000) units.set(text, made);
  return made;
}

function readUnitValue(text: string): Value {
  if (text === '%') return big('0.01');
  if (text === '% w/v') return divide(unitOf('10', own('mg')), unitOf('1', own('mL')));
  if (text === '% v/v' || text === '% w/w') return big('0.01');
  if (text === 'ppm') return divide(unitOf('1', own('mg')), unitOf('1', own('L')));
  if (text === 'ppb') return divide(unitOf('1', own('mcg')), unitOf('1', own('L')));
  const [above = '', ...below] = text.split('/');
  return below.reduce<Value>((value, words) => divide(value, productOf(words)), productOf(above));
}

const productOf = (words: string): Value =>
  words
    .split('·')
    .map(wordValue)
    .reduce((a, b) => multiply(a, b));

function wordValue(word: string): Value {
  if (word === '1') return big('1');
  const known = WORDS[word];
  if (known === undefined) throw new Error(`unit ${word} is not known to the second opinion`);
  return unitOf('1', own(known));
}

const WORD = String.raw`(?:million units?|billing units?|(?:kg|lb) drug|(?:g|oz) body|[A-Za-z][A-Za-z0-9]*)`;
const UNIT_WORD = new RegExp(
  String.raw`^(?:% (?:w\/v|v\/v|w\/w)|%|pp[mb]|(?:1|${WORD}(?:·${WORD})*)(?:\/${WORD}(?:·${WORD})*)*)`,
);

/** Recursive descent over the printed line; knows nothing of the expression that printed it. */
class Reader {
  private rest: string;
  constructor(text: string) {
    this.rest = text;
  }
  private take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.rest);
    if (!found) return undefined;
    this.rest = this.rest.slice(found[0].length);
    return found[0];
  }
  end(): void {
    if (this.rest !== '') throw new Error(`unread: ${this.rest}`);
  }
  sum(): Value {
    let value = this.product();
    for (let sign = this.take(/^ [+−] /); sign !== undefined; sign = this.take(/^ [+−] /)) {
      const next = this.product();
      value = together(value, next, (x, y) => (sign === ' + ' ? x.plus(y) : x.minus(y)));
    }
    return value;
  }
  private product(): Value {
    let value = this.factor();
    for (let sign = this.take(/^ [×÷] /); sign !== undefined; sign = this.take(/^ [×÷] /)) {
      const next = this.factor();
      value = sign === ' × ' ? multiply(value, next) : divide(value, next);
    }
    return value;
  }
  private factor(): Value {
    const call = this.take(/^(?:min|max|floor|ceil|sqrt|pow|exp|ln)\(/);
    if (call !== undefined) return this.call(call.slice(0, -1));
    const ratio = this.take(/^\(-?\d+\/\d+\)/);
    if (ratio !== undefined) {
      const [n = '', d = ''] = ratio.slice(1, -1).split('/');
      return this.withUnit(divide(big(n), big(d)));
    }
    if (this.take(/^\(/) !== undefined) {
      const inner = this.sum();
      if (this.take(/^\)/) === undefined) throw new Error(`a bracket is not closed before: ${this.rest}`);
      return inner;
    }
    const digits = this.take(/^-?\d+(?:\.\d+)?/);
    if (digits === undefined) throw new Error(`no number at: ${this.rest}`);
    return this.withUnit(big(digits));
  }
  private withUnit(value: Value): Value {
    if (!/^ [A-Za-z%1]/.test(this.rest)) return value;
    this.rest = this.rest.slice(1);
    const text = this.take(UNIT_WORD);
    if (text === undefined) throw new Error(`no unit at: ${this.rest}`);
    return multiply(value, unitValue(text));
  }
  private call(name: string): Value {
    const args = [this.sum()];
    while (this.take(/^; /) !== undefined) args.push(this.sum());
    if (this.take(/^\)/) === undefined) throw new Error(`${name}( is not closed before: ${this.rest}`);
    const [first] = args;
    if (first === undefined) throw new Error(`${name} of nothing`);
    if (name === 'floor' || name === 'ceil') return whole(first, name === 'ceil');
    if (name !== 'min' && name !== 'max') return transcendental(name, args);
    return args.reduce((a, b) => (isSmaller(b, a) === (name === 'min') ? b : a));
  }
}

function transcendental(name: string, args: readonly Value[]): Value {
  const [a, b] = args;
  if (a === undefined || args.some(isUnit)) throw new Error(`${name} wants plain numbers`);
  const [x, y] = [a, b] as [BigNumber, BigNumber | undefined];
  if (name === 'pow') {
    if (y === undefined) throw new Error('pow wants a base and an exponent');
    return x.pow(y);
  }
  return name === 'sqrt' ? x.sqrt() : name === 'exp' ? x.exp() : x.ln();
}

function isSmaller(a: Value, b: Value): boolean {
  const both = numbers(a, b);
  if (both === undefined) throw new Error('min and max want one dimension');
  return both[0].lt(both[1]);
}

function close(a: Value, b: Value, tolerance: BigNumber): boolean {
  const both = numbers(a, b);
  if (both === undefined) return false;
  const [x, y] = both;
  const difference = x.minus(y).abs();
  return difference.isZero() || difference.lte(y.abs().times(tolerance));
}

/**
 * Recomputes one printed derivation. In: the derivation as printed. Out: ok, or a failure `second-opinion-differs` that
 * names the line. The left side must agree with the right within 1e-30 relative; the `result` text must be the right side
 * word for word (but for the marks that tell drug mass from body weight), and `about` the same number shortened.
 */
export function recheck(d: PrintedDerivation): Result<true> {
  const differs = (accepted: Coded) => fail(issue('second-opinion-differs', d.line, accepted, d.id));
  const sides = d.line.split(/ [=≈] /);
  const [left, right] = sides;
  if (sides.length !== 2 || left === undefined || right === undefined)
    return differs({ code: 'one-equation' });
  try {
    const [a, b] = [read(left), read(right)];
    if (!close(a, b, TOLERANCE)) return differs({ code: 'sides-equal', left: a.toString() });
    if (bracketed(d.result) !== right.replaceAll(/ (?:drug|body)\b/g, ''))
      return differs({ code: 'result-as-line', result: d.result });
    const about = d.about === null ? b : read(marked(bracketed(d.about), right));
    if (!close(about, b, SHORTENED)) return differs({ code: 'about-as-result', about: d.about ?? '' });
    return ok(true);
  } catch (error) {
    return differs({
      code: 'line-that-reads',
      why: error instanceof Error ? error.message : String(error),
    });
  }
}

function read(text: string): Value {
  const reader = new Reader(text);
  const value = reader.sum();
  reader.end();
  return value;
}

/** Half a unit of the sixth significant digit, relative. */
const SHORTENED = big('0.000005');
const bracketed = (result: string): string => result.replace(/^(-?\d+\/\d+)/, '($1)');
/** A shortened number carries the unit of the line, marks included. */
const marked = (about: string, right: string): string =>
  `${about.split(' ')[0] ?? ''}${/ .*$/.exec(right)?.[0] ?? ''}`;

/** Rechecks a list; the failures, none if all agree. */
export const recheckAll = (list: readonly PrintedDerivation[]) =>
  list.flatMap((d) => {
    const r = recheck(d);
    return r.ok ? [] : [r.failure];
  });
