import type { Command, Input, Output } from '../bridge/contract.ts';
import type { Failure, Reply } from '../bridge/failure.ts';
import type { Bridge, Told } from '../bridge/window.ts';
import type { Refusal } from '../words/refusal.ts';
import { hostSaid } from './host-clock.ts';
import { hostAnswered, hostSilent, standBy } from './site-silent.ts';

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
  signal: AbortSignal | undefined,
  once: string | undefined,
  keepalive: boolean,
): Promise<Reply<Output<C>>> {
  const sent = Date.now();
  const answer = await fetch('/call', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, input, once }),
    credentials: 'same-origin',
    cache: 'no-store',
    signal: signal ?? null,
    keepalive,
  });
  hostSaid(answer.headers.get('date'), sent, Date.now());
  return (await answer.json()) as Reply<Output<C>>;
}

async function overBridge<C extends Command>(
  bridge: Bridge,
  name: C,
  input: Input<C>,
  once: string | undefined,
): Promise<Told<Output<C>>> {
  const sent = Date.now();
  const told = await bridge.call(name, input, once);
  if (told.date !== undefined) hostSaid(told.date, sent, Date.now());
  return told;
}

/** Refused for the window as a whole, and for none of what was asked. */
const refusedAs = (reply: Reply<unknown>, codes: readonly string[]): Refusal | undefined =>
  !reply.ok && reply.failure.code === 'refused'
    ? reply.failure.issues.find(({ code, path }) => path === '' && codes.includes(code))
    : undefined;
const OUT: readonly string[] = ['station-withdrawn', 'station-not-enrolled'];
/** Of a site that this computer does not speak to any more: it is as if no answer came, and why is known. */
const NOT_OURS: readonly string[] = [
  'site-certificate-changed',
  'site-certificate-expired',
  'site-certificate-not-yet-valid',
  'site-of-another-name',
  'site-not-meniscus',
  'site-version-differs',
];

function asked<C extends Command>(
  name: C,
  input: Input<C>,
  signal?: AbortSignal,
  once?: string,
  keepalive = false,
): Promise<Reply<Output<C>>> {
  return window.meniscus
    ? overBridge(window.meniscus, name, input, once)
    : overHttp(name, input, signal, once, keepalive);
}

/** Is the host there, whatever it is busy with? */
async function bell(soon: AbortSignal): Promise<void> {
  if (window.meniscus) return window.meniscus.alive();
  await fetch('/alive', { credentials: 'omit', cache: 'no-store', signal: soon });
}

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
    reply = await (name === 'live.look' && !keepalive
      ? standBy((given) => asked(name, input, signal ? AbortSignal.any([signal, given]) : given), bell)
      : asked(name, input, signal, once, keepalive));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    // What is asked in every second says it; one question that was lost on its way does not.
    if (name === 'live.look') hostSilent();
    throw new CallFailed({ code: 'no-answer' });
  }
  const why = refusedAs(reply, NOT_OURS);
  if (why === undefined) hostAnswered();
  else hostSilent(why);
  if (reply.ok) return reply.value;
  // Put out, or never let in: what is on the screen is no longer this browser's to show.
  if (refusedAs(reply, OUT)) location.reload();
  throw new CallFailed(reply.failure);
}

export const failureOf = (error: unknown): CallFailure =>
  error instanceof CallFailed ? error.failure : { code: 'no-answer' };
