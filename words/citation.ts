import type { Source } from '../engine/derivation/derivation.ts';
import { citations } from './en/citations.ts';

/** Where a figure, a limit or a formula comes from, as a pharmacist knows it. Never a file of ours. */
export const citation = (s: Pick<Source, 'id' | 'title'>): string =>
  Object.hasOwn(citations, s.id) ? (citations[s.id] ?? s.title) : s.title;

/** What a reader has to know of a figure beside its source. The library's notes on how it was read stay in the library. */
const caveatOf = (provenance: string): string =>
  provenance.includes('general knowledge') || provenance.startsWith('unsourced')
    ? 'not yet verified in the source'
    : provenance.startsWith('house')
      ? 'house rule'
      : provenance.startsWith('of this pharmacy')
        ? 'decided by this pharmacy'
        : provenance.startsWith('laxer')
          ? 'laxer than published'
          : '';

/** The citation with what a reader has to know of it: that it is a house rule, or still to be verified. */
export function cited(s: Pick<Source, 'id' | 'title'>, provenance: string): string {
  const source = citation(s);
  const caveat = caveatOf(provenance);
  return caveat === '' || source.toLowerCase().includes(caveat) || s.id === 'GK'
    ? source
    : `${source} (${caveat})`;
}
