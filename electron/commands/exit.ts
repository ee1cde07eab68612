import type { Failure } from '../../bridge/failure.ts';
import { failureText } from '../../bridge/failure.ts';

/** Exit codes that scripts can use. */
export const EXIT = { ok: 0, blocked: 1, refused: 2 } as const;

/** Ends a command: one line on stderr, with the path of the field that is wrong, and the code for it. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number, line: string) {
    super(line);
    this.code = code;
  }
}

export const refusal = (failure: Failure): Exit =>
  new Exit(EXIT.refused, failureText(failure).replaceAll(/\s*\n\s*/g, ' '));
