import * as z from 'zod';
import { policySettings, type PolicySettings } from '../../bridge/people.ts';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { policyNow } from '../../db/policies.ts';

/** House rules, until a supervisor sets others. */
export const DEFAULT_POLICY: PolicySettings = {
  idleMinutes: 10,
  freeTries: 3,
  firstWaitSeconds: 5,
  longestWaitSeconds: 900,
  pinTries: 3,
  secondFactor: 'nobody',
};

/** A version from before a setting existed says nothing of it. */
const keptSettings = z.preprocess(
  (said: unknown) => ({ ...DEFAULT_POLICY, ...Object(said) }),
  policySettings,
);

let known: { readonly content: string; readonly settings: PolicySettings } | undefined;

/** What the site has decided about its windows; version 0 before it has. */
export async function policyIn(
  db: Read,
): Promise<{ readonly version: number; readonly settings: PolicySettings }> {
  const row = await policyNow(db);
  if (!row) return { version: 0, settings: DEFAULT_POLICY };
  if (known?.content !== row.content)
    known = {
      content: row.content,
      settings: kept(keptSettings, row.content, 'policy', row.version),
    };
  return { version: row.version, settings: known.settings };
}
