/**
 * Has a figure still to be compared with its document? In: its provenance, as the library words it. Out: true of what was
 * written from general knowledge, stands in no source, or in a listing that is out of date.
 */
export const isUnverified = (provenance: string): boolean =>
  provenance.includes('general knowledge') ||
  provenance.startsWith('unsourced') ||
  provenance.startsWith('historic');
