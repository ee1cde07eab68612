import type { Output } from '../../../bridge/contract.ts';

/** A printer as it is kept, with its id. */
export type Stored = Output<'printer.list'>[number];
