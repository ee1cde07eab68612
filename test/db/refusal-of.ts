import { Refused } from '../../engine/number/result.ts';

/** The name by which something is refused, or nothing if it was done. */
export async function code(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.issues[0]?.code;
    throw error;
  }
}
