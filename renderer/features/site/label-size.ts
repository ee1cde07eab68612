import type { SiteSettings } from '../../../bridge/records.ts';
import type { Refusal } from '../../../words/refusal.ts';

type Size = NonNullable<SiteSettings['ownLabel']>;
const INCHES = /^(\d{1,2})(?:\.(\d{1,2}))?$/;

/** Inches as they are typed, such as `3.5`, in whole hundredths; null where it is not plainly that. */
export function hundredths(text: string): number | null {
  const [, whole, part = ''] = INCHES.exec(text) ?? [];
  // count: hundredths of an inch of paper, no amount
  return whole === undefined ? null : parseInt(`${whole}${part.padEnd(2, '0')}`, 10);
}

export const inches = (count: number): string => {
  const digits = String(count).padStart(3, '0');
  const part = digits.slice(-2).replace(/0+$/, '');
  return `${digits.slice(0, -2)}${part === '' ? '' : `.${part}`}`;
};

/** The size that was typed. Both empty: none. What does not read becomes 0, which the site's rules refuse at its field. */
export const sizeOf = (width: string, height: string): Size | null =>
  width === '' && height === '' ? null : { width: hundredths(width) ?? 0, height: hundredths(height) ?? 0 };

/** Refusals of a side in the inches that were typed: the contract counts in hundredths. */
export const inInches = (issues: readonly Refusal[], side: keyof Size, given: string): readonly Refusal[] =>
  issues.map((i) => ({
    ...i,
    code: 'label-side',
    given,
    accepted: `from 1 to ${side === 'width' ? '8.5' : '11'} in, with two decimals at most, such as 3.5`,
  }));
