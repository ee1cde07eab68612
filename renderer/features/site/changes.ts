import type { SiteSettings } from '../../../bridge/records.ts';
import { inches } from './label-size.ts';

const list = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '));

/** The settings in words, each on a line of its own, so that two of them can be compared. */
const wordsOf = ({ pharmacy, timeZone, ownLabel, doubleCheck, printing }: SiteSettings) => ({
  Name: pharmacy?.name ?? '',
  Address: pharmacy?.address ?? '',
  Telephone: pharmacy?.phone ?? '',
  'Time zone': timeZone,
  'Own label stock': ownLabel ? `${inches(ownLabel.width)} by ${inches(ownLabel.height)} in` : 'none',
  'Blind double check': list(doubleCheck?.drugs ?? []),
  'Network printers': list(printing?.hosts ?? []),
  'Folders for labels': list(printing?.folders ?? []),
});

/** What a signature is put under: each setting that differs, from what to what. */
export function changesOf(known: SiteSettings, next: SiteSettings): (readonly [string, string])[] {
  const before = wordsOf(known);
  return Object.entries(wordsOf(next))
    .filter(([name, value]) => before[name as keyof typeof before] !== value)
    .map(([name, value]) => {
      const from = before[name as keyof typeof before];
      return [name, from === '' ? value : `${from} → ${value}`];
    });
}
