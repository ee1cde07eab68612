import type { Reply } from '../../../bridge/failure.ts';
import type { Issue } from '../../../engine/number/result.ts';
import type { Keychain } from '../../services/keys/keeper.ts';
import type { HostSession } from '../../dispatch.ts';

/** What the main process tells the service process: first the folder, then commands, at last to end. */
export type ToService =
  | { readonly open: string; readonly system: Keychain | null }
  | {
      readonly ask: number;
      readonly session: HostSession;
      readonly name: unknown;
      readonly input: unknown;
      readonly once: unknown;
    }
  | { readonly end: true };

/** What the service process tells: that the data file is open or why not, answers, and that all of it is closed. */
export type FromService =
  | { readonly opened: true }
  | { readonly refused: readonly Issue[] }
  | { readonly broken: string }
  | { readonly answer: number; readonly reply: Reply<unknown> }
  | { readonly ended: true };
