import type { Bridge, Command, Input, Output } from '../bridge/contract.ts';
import type { Failure, Reply } from '../bridge/failure.ts';
import { hostSaid } from './host-clock.ts';
import { hostAnswered, hostSilent, SILENT_MS } from './site-silent.ts';

declare global {
  interface Window {
    /** Present in the desktop window; absent where the loopback host serves this page. */
    meniscus?: Bridge;
  }
}

/** What a screen has to say when a command fails: a failure of the contract, or that no answer came at all. */
export type CallFailure = Failure | { readonly code: 'no-answer' };

export class CallFailed extends Error {
  readonly failure: CallFailure;
  constructor(failure: CallFailure) {
    super(failure.code);
    this.name = 'CallFailed';
    this.failure = failure;
  }
}

async function overHttp<C extends Command>(
  name: C,
  input: Input<C>,
  signal?: AbortSignal,
  once?: string,
  keepalive = false,
): Promise<Reply<Output<C>>> {
  const asked = Date.now();
  const answer = await fetch('/call', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, input, once }),
    credentials: 'same-origin',
    cache: 'no-store',
    signal: withinTime(name, signal),
    keepalive,
  });
  hostSaid(answer.headers.get('date'), asked, Date.now());
  const reply = (await answer.json()) as Reply<Output<C>>;
  // Put out, or never let in: what is on the screen is no longer this browser's to show.
  if (isPutOut(reply)) location.reload();
  return reply;
}

/** A machine that lost its power or its cable refuses nothing: it is the small question that must be answered soon. */
function withinTime(name: Command, signal: AbortSignal | undefined): AbortSignal | null {
  if (name !== 'live.look') return signal ?? null;
  const soon = AbortSignal.timeout(SILENT_MS);
  return signal ? AbortSignal.any([signal, soon]) : soon;
}

const isPutOut = (reply: Reply<unknown>): boolean =>
  !reply.ok &&
  reply.failure.code === 'refused' &&
  reply.failure.issues.some(({ code, path }) => path === '' && OUT.includes(code));
const OUT: readonly string[] = ['station-withdrawn', 'station-not-enrolled'];

/** Sends one command. Resolves to its value; a failure is thrown as `CallFailed`, for the query library to hold. */
export async function call<C extends Command>(
  name: C,
  input: Input<C>,
  signal?: AbortSignal,
  once?: string,
  /** sent also where the window closes at once */
  keepalive = false,
): Promise<Output<C>> {
  let reply: Reply<Output<C>>;
  try {
    reply = window.meniscus
      ? await window.meniscus.call(name, input, once)
      : await overHttp(name, input, signal, once, keepalive);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    // What is asked in every second says it; one question that was lost on its way does not.
    if (name === 'live.look') hostSilent();
    throw new CallFailed({ code: 'no-answer' });
  }
  hostAnswered();
  if (reply.ok) return reply.value;
  throw new CallFailed(reply.failure);
}

export const failureOf = (error: unknown): CallFailure =>
  error instanceof CallFailed ? error.failure : { code: 'no-answer' };
