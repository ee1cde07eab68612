import type { Dispatch } from '../dispatch.ts';
import type { Keychain } from '../services/keys/keeper.ts';

/** What every host calls: the dispatcher on an open data file, and its end. */
export interface Host {
  readonly dispatch: Dispatch;
  /** Resolves when nothing is under way any more and the data file is closed. */
  close(): void | Promise<void>;
}

/** Opens the data file in a folder, with what the system's keychain gives for it; throws `Refused` by name when it may not be opened. */
export type OpenHost = (folder: string, system?: () => Keychain | null) => Promise<Host>;
