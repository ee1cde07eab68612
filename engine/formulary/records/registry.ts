import { compatibility, stability } from './studies.ts';
import type { Collection } from './collection.ts';
import { confirmationsOf } from './confirmations.ts';
import { diluents } from './diluents.ts';
import { drugs } from './drugs.ts';
import { interactions } from './interactions.ts';
import { limits } from './limits.ts';
import { protocols } from './protocols.ts';
import { stops } from './stops.ts';
import { trustedKeys } from './trusted-keys.ts';
import { vials } from './vials.ts';

const OF_THE_LIBRARY: readonly Collection[] = [
  diluents,
  drugs,
  vials,
  limits,
  stability,
  compatibility,
  interactions,
  protocols,
];

/**
 * Every collection of records of the library, in the order in which a site's records are laid over what is published: what
 * others speak of comes first. A new one is a file beside this one and a line here.
 */
export const collections: readonly Collection[] = [
  ...OF_THE_LIBRARY,
  stops,
  confirmationsOf(OF_THE_LIBRARY),
  trustedKeys,
];

/** A collection by its id; undefined where there is none. */
export const collectionOf = (id: string): Collection | undefined => collections.find((c) => c.id === id);
