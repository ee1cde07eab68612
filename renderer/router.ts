import { useSyncExternalStore } from 'react';

/** Where the window is. Only ids stand in the address: no name, no number, no date of a patient. */
export type Place =
  | { readonly at: 'work'; readonly state: string | null }
  | { readonly at: 'order'; readonly id: string }
  | {
      readonly at: 'new-order';
      readonly patientId: string | null;
      readonly protocol?: string;
      readonly last?: true;
    }
  | { readonly at: 'patient'; readonly id: string | null }
  | { readonly at: 'merge'; readonly one: string; readonly other: string | null }
  | { readonly at: 'product'; readonly id: string }
  | { readonly at: 'calculators'; readonly id: string | null }
  | { readonly at: 'double-check'; readonly id: string | null }
  | { readonly at: 'drug'; readonly id: string }
  | { readonly at: 'library'; readonly collection: string | null }
  | { readonly at: List };

const LISTS = [
  'patients',
  'prescribers',
  'users',
  'policy',
  'stations',
  'formulary',
  'protocols',
  'products',
  'log',
  'signals',
  'printing',
  'printers',
  'batch',
  'exports',
  'backups',
  'site',
  'account',
] as const;
type List = (typeof LISTS)[number];

/** As last time; no name of a protocol begins with a sign. */
const LAST = '=last';

export function placeOf(hash: string): Place {
  const [room = '', id, other] = hash.replace(/^#\/?/, '').split('/');
  if (room === 'order' && id) return { at: 'order', id };
  if (room === 'product' && id) return { at: 'product', id };
  if (room === 'new-order')
    return {
      at: 'new-order',
      patientId: id || null,
      ...(other === LAST ? { last: true } : other && { protocol: other }),
    };
  if (room === 'patient') return { at: 'patient', id: id === undefined || id === 'new' ? null : id };
  if (room === 'merge' && id) return { at: 'merge', one: id, other: other || null };
  if (room === 'double-check') return { at: 'double-check', id: id || null };
  if (room === 'drug' && id) return { at: 'drug', id };
  if (room === 'library') return { at: 'library', collection: id || null };
  if (room === 'calculators') return { at: 'calculators', id: id || null };
  const list = LISTS.find((l) => l === room);
  if (list) return { at: list };
  return { at: 'work', state: room === 'work' && id ? id : null };
}

export function hashOf(place: Place): string {
  switch (place.at) {
    case 'work':
      return place.state === null ? '#/work' : `#/work/${place.state}`;
    case 'order':
      return `#/order/${place.id}`;
    case 'product':
      return `#/product/${place.id}`;
    case 'new-order':
      return [
        '#/new-order',
        place.patientId ?? '',
        ...(place.last ? [LAST] : place.protocol ? [place.protocol] : []),
      ]
        .join('/')
        .replace(/\/$/, '');
    case 'patient':
      return `#/patient/${place.id ?? 'new'}`;
    case 'merge':
      return `#/merge/${place.one}${place.other === null ? '' : `/${place.other}`}`;
    case 'drug':
      return `#/drug/${place.id}`;
    case 'library':
      return place.collection === null ? '#/library' : `#/library/${place.collection}`;
    case 'double-check':
    case 'calculators':
      return place.id === null ? `#/${place.at}` : `#/${place.at}/${place.id}`;
    default:
      return `#/${place.at}`;
  }
}

export const go = (place: Place): void => {
  window.location.hash = hashOf(place);
};

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/** The hash as text: one value until it changes, whatever renders. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => window.location.hash);
