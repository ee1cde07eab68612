import type { Command } from './contract.ts';
import type { Part } from './parts.ts';

const CHECKED = ['order', 'patient', 'findings', 'program', 'answers'] as const satisfies readonly Part[];
const ALL = [...CHECKED, 'preparation', 'papers'] as const satisfies readonly Part[];
/** Whoever stops an order must know whether there is a bag of it by now; nothing else keeps them from stopping it. */
const STOPPED = ['order', 'preparation'] as const satisfies readonly Part[];

/**
 * What each signature about an order is put under. Each of these commands names the digests of what its window showed;
 * if one of these parts is another by the time of signing, nothing is signed. A blind double check shows nothing.
 */
export const SIGNS = {
  // of the order, or of its container as it was made
  'order.resolve': [...CHECKED, 'preparation'],
  'order.verify': CHECKED,
  'order.final-check': ALL,
  'order.release': ALL,
  'order.hold': STOPPED,
  'order.resume': ALL,
  'order.discontinue': STOPPED,
  'order.void': STOPPED,
  'waste.record': ['order', 'preparation'],
} as const satisfies { readonly [C in Command]?: readonly Part[] };
export type Signs = keyof typeof SIGNS;

export const signs = (name: Command): name is Signs => Object.hasOwn(SIGNS, name);
