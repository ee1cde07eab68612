import { aboutText, decimalText, exact } from '../engine/number/notation.ts';

const NUMBER = /^\d+(?:\.\d+)?(?:\/\d+)?$/;

/**
 * An exact amount for a person: at most four significant digits, never a fraction; `about` stands before what was
 * shortened. `0.4 mg` stays, `1/18 mL/h` is `about 0.05556 mL/h`. What is not a number and a unit stays as it is.
 */
export function shown(text: string, digits = 4): string {
  const [number = '', ...unit] = text.split(' ');
  if (!NUMBER.test(number)) return text;
  const value = exact(number);
  const about = aboutText(value, digits);
  const words = unit.map((u) => (u === 'day' && !value.equals(1n) ? 'days' : u));
  const short = [about, ...words].join(' ');
  return decimalText(value) === about ? short : `about ${short}`;
}

/** A plain ratio, shortened without saying so: `4`, `0.333`. */
export const ratioShown = (text: string, digits = 3): string => aboutText(exact(text), digits);

/** A signed deviation as per cent: `+2.5 %`, `−10 %`. */
export function percentShown(deviation: string): string {
  const p = exact(deviation).mul(100n);
  return `${p.n === 0n ? '' : p.s > 0n ? '+' : '−'}${aboutText(p.abs(), 4)} %`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const listed = (all: readonly string[], none = 'none'): string =>
  all.length > 0 ? all.join(', ') : none;
