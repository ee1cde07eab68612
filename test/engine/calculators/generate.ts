import { convert } from '../../../engine/calculators/convert.ts';
import type { Calculator } from '../../../engine/calculators/calculator.ts';
import type { Field, Fields } from '../../../engine/calculators/field.ts';
import { cases } from './cases.ts';

/** Seeded, so that a failing input is found again. mulberry32. */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
type Random = () => number;
type Texts = Record<string, unknown>;
const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

/** A plain decimal text of one to four digits near a size: no exponent, no trailing zero. */
function decimalNear(size: number, random: Random, whole = false): string {
  const scaled = size * 10 ** (random() * 1.4 - 0.7);
  if (whole) return String(Math.max(1, Math.round(scaled)));
  const digits = 1 + Math.floor(random() * 4);
  const places = Math.max(0, Math.min(12, digits - 1 - Math.floor(Math.log10(scaled))));
  const text = scaled.toFixed(places);
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

const sizes = new Map<string, number>();
/** About how large a seed is in another unit of its dimension; kept, since the seeds are few. */
function sizeIn(seed: string, unit: string): number | undefined {
  const key = `${seed}|${unit}`;
  const known = sizes.get(key);
  if (known !== undefined) return known;
  const into = convert(seed, unit);
  if (!into.ok) return undefined;
  const [n, d = '1'] = into.value.exact.split('/');
  const size = Number(n) / Number(d);
  sizes.set(key, size);
  return size;
}

function quantityNear(seed: string, units: readonly string[], random: Random): string {
  const unit = random() < 0.5 ? seed.split(' ').slice(1).join(' ') : pick(units, random);
  const size = /^\S+ \S/.test(seed) && unit !== '' ? sizeIn(seed, unit) : undefined;
  if (size === undefined || size === 0)
    return random() < 0.5 ? seed : `${decimalNear(1, random)} ${pick(units, random)}`;
  return `${decimalNear(size, random)} ${unit}`;
}

const day = (random: Random, from = 2024): string =>
  `${from + Math.floor(random() * 3)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
const minuteOf = (random: Random): string =>
  `2026-03-0${1 + Math.floor(random() * 4)}T${String(Math.floor(random() * 24)).padStart(2, '0')}:${String(Math.floor(random() * 60)).padStart(2, '0')}Z`;

/** A text for a field from its description, near a seed where there is one. */
function textFor(f: Field, seed: unknown, random: Random): unknown {
  switch (f.kind) {
    case 'quantity':
      if (f.zero && random() < 0.1) return `0 ${f.units[0]}`;
      return typeof seed === 'string'
        ? quantityNear(seed, f.units, random)
        : `${decimalNear(5, random)} ${pick(f.units, random)}`;
    case 'number': {
      const size =
        typeof seed === 'string'
          ? Number(seed.split(' ')[0])
          : f.least === undefined
            ? 3
            : Number(f.least) * 1.5;
      return decimalNear(size || 1, random, f.whole);
    }
    case 'expiry':
      return typeof seed === 'string' && random() < 0.5 ? seed : minuteOf(random);
    case 'choice':
      return random() < 0.4 && typeof seed === 'string' ? seed : pick(f.options, random);
    case 'date':
      return typeof seed === 'string' && random() < 0.3 ? seed : day(random);
    case 'instant':
      return minuteOf(random);
    case 'temperature':
      return `${random() < 0.2 ? '-' : ''}${decimalNear(20, random)} ${pick(['C', 'F', 'C'], random)}`;
    case 'words':
      return seed ?? 'words';
    case 'list': {
      const rows = Array.isArray(seed) ? (seed as Texts[]) : [];
      const length = Math.max(f.least, Math.min(f.most, 1 + Math.floor(random() * 5)));
      return Array.from({ length }, () => inputFrom(f.of, rows.length > 0 ? pick(rows, random) : {}, random));
    }
  }
}

function inputFrom(fields: Fields, seed: Texts, random: Random): Texts {
  const entries = Object.entries(fields).flatMap(([name, f]): [string, unknown][] => {
    const given = seed[name];
    const taken =
      given !== undefined ? f.optional !== true || random() < 0.95 : f.optional !== true || random() < 0.12;
    return taken ? [[name, textFor(f, given, random)]] : [];
  });
  return Object.fromEntries(entries);
}

const seedsOf = new Map<string, Texts[]>();
function seeds(c: Calculator): Texts[] {
  const known = seedsOf.get(c.id);
  if (known) return known;
  const made = [
    c.example.input,
    ...cases()
      .filter((x) => x.id === c.id)
      .map((x) => x.input),
  ];
  seedsOf.set(c.id, made);
  return made;
}

const ROUNDINGS = [
  'nearest 3 significant digits',
  'nearest whole',
  'up to whole',
  'down to half',
  'nearest 0.05',
  'nearest 7 significant digits',
];

/** A random input for a calculator, mostly valid: near one of its worked cases, by the description of its fields. */
export function randomInput(c: Calculator, random: Random): Texts {
  const input = inputFrom(c.fields, pick(seeds(c), random), random);
  return random() < 0.2 ? { ...input, rounding: pick(ROUNDINGS, random) } : input;
}
