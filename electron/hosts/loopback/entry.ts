import type { IncomingMessage } from 'node:http';
import type { HostSession } from '../../dispatch.ts';
import type { RendererFile } from '../renderer-files.ts';
import type { OpenDoor } from './door.ts';
import type { Refusal, Route } from './guard.ts';
import type { Issued } from './sessions.ts';

/** A window that is in: what the dispatcher knows it by, and what it is told to keep. */
export interface Window {
  readonly session: HostSession;
  readonly cookies: readonly string[];
  /** the one that it becomes when somebody signs in */
  readonly next: Issued;
  /** lets that one in; answers its cookie */
  readonly enter: (next: Issued) => string;
}

/** How a window comes in by a door: with the one-time token of a run, or from a station that is enrolled. */
export interface Entry {
  /** what a browser gets that is not in */
  page(
    pathname: string,
    door: OpenDoor,
    request: IncomingMessage,
  ): Promise<RendererFile | undefined> | RendererFile | undefined;
  /** exactly the keys of what it posts to come in */
  readonly asks: readonly string[];
  /** the cookies of whoever is let in */
  enter(
    door: OpenDoor,
    request: IncomingMessage,
    body: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly cookies: readonly string[] } | Refusal>;
  find(door: OpenDoor, request: IncomingMessage, route: Route): Promise<Window | undefined>;
  /** of a window that is not in */
  refusal(door: OpenDoor, request: IncomingMessage): Promise<Refusal> | Refusal;
}
