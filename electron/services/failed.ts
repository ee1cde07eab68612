import type { Failure } from '../../bridge/failure.ts';

/** A failure with a name of its own in the contract, thrown from anywhere in a handler; the transaction is undone. */
export class Failed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'Failed';
    this.failure = failure;
  }
}
