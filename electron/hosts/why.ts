import { refusalText } from '../../words/refusal.ts';
import { Refused } from '../../engine/number/result.ts';

/** Why something did not start, in one line for a person. */
export function whyText(error: unknown): string {
  if (error instanceof Refused) return error.issues.map(refusalText).join('; ');
  return error instanceof Error ? error.message : String(error);
}
