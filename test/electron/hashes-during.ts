import { createHook } from 'node:async_hooks';

/** How often a password is hashed while this runs: what a stopwatch outside would see, whatever else the machine does. */
export async function hashesDuring(run: () => Promise<unknown>): Promise<number> {
  let hashes = 0;
  const hook = createHook({ init: (_id, type) => void (hashes += type === 'SCRYPTREQUEST' ? 1 : 0) });
  hook.enable();
  try {
    await run();
  } finally {
    hook.disable();
  }
  return hashes;
}
