import type { Dispatch } from './dispatch.ts';

/** What every host calls: the dispatcher on an open data file, and its end. */
export interface Host {
  readonly dispatch: Dispatch;
  close(): void;
}

/** Opens the data file in a folder; throws `Refused` by name when it may not be opened. */
export type OpenHost = (folder: string) => Promise<Host>;
