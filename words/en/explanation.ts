import type { Explanation } from '../../engine/explain/explanation.ts';

/** What stays out of reach is named beside it, and never said to pass. */
const every = (e: Pick<Explanation, 'outOfReach'>): string =>
  e.outOfReach.length > 0 ? 'every other check' : 'every check';

const STATES: Readonly<Record<Explanation['state'], (e: Pick<Explanation, 'outOfReach'>) => string>> = {
  passes: () => 'Nothing to change: no check fails. That is no promise that the order is safe.',
  'one-change': (e) => `One of these alone makes ${every(e)} pass. Smallest first, applied nowhere:`,
  'two-changes': (e) => `No single change does. The smallest pair that makes ${every(e)} pass:`,
  none: (e) => `No change of one or two numbers makes ${every(e)} pass.`,
  stopped: () => 'The search took too long and was stopped. Found until then:',
};

/** What the search for a change that makes an order pass came to, before the changes themselves. */
export const explanationWords = (e: Pick<Explanation, 'state' | 'outOfReach'>): string => STATES[e.state](e);
