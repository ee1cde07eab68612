import { aboutText, exact } from '../../engine/number/notation.ts';

/** A deviation as the host gives it, an exact fraction, for reading: `-0.0625` as `−6.25 %`. */
export function percentText(fraction: string): string {
  const percent = exact(fraction).mul(100n);
  const sign = percent.s < 0n ? '−' : percent.n === 0n ? '' : '+';
  return `${sign}${aboutText(percent.abs(), 3)} %`;
}
