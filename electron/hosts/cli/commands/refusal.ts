import { failureText, type Failure } from '../../../../bridge/failure.ts';
import { EXIT, Exit } from './exit.ts';

/** A failure of the dispatcher or of the engine as the end of a command: one line, and the code of what is refused. */
export const refusal = (failure: Failure): Exit =>
  new Exit(EXIT.refused, failureText(failure).replaceAll(/\s*\n\s*/g, ' '));
