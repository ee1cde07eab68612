import { hash } from 'node:crypto';

/**
 * One text for one value: keys sorted by code unit, no spaces, absent keys left out (RFC 8785, without its number
 * rules: a number here is a whole count, everything measured is text).
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('only whole numbers are hashed');
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} is not hashed`);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** The hash of a value, whatever the order of its keys. */
export const hashOf = (value: unknown): string => sha256(canonical(value));
