import * as z from 'zod';
import type { Output } from '../../../../bridge/contract.ts';
import type { Reply } from '../../../../bridge/failure.ts';
import type { FoundCertificate } from '../../../../bridge/place.ts';
import type { Told } from '../../../../bridge/window.ts';
import { issue, Refused } from '../../../../engine/number/result.ts';
import { refusalsOf } from '../../../../words/refusal.ts';
import type { Dispatch } from '../../../dispatch.ts';
import { refuse } from '../../../services/refusal.ts';
import { VERSION } from '../../../services/version.ts';
import { PinnedSite, type Heard, type SiteAddress } from './pinned.ts';

/** House rules: so long a site has to say that it is there, and to let a station in. */
const ALIVE_MS = 5_000;
const ENTER_MS = 20_000;

/** A site as this computer may ask it: by the certificate that a person has compared, and with what its station carries. */
export interface SiteHost {
  readonly dispatch: Dispatch;
  alive(): Promise<void>;
  /** why nothing can be done there now, refused by name; ready where it answers nothing */
  ready(): Promise<void>;
  close(): void;
}

/** What the certificate is held against. */
export const pinnedTo =
  (
    pin: string,
    code: 'site-certificate-changed' | 'site-certificate-unlike',
    seen?: (it: FoundCertificate) => void,
  ) =>
  (found: FoundCertificate): void => {
    if (found.fingerprint === pin) return;
    seen?.(found);
    throw new Refused(issue(code, found.fingerprint, `the certificate with the fingerprint ${pin}`));
  };

/** A window as the site knows it: by a cookie that it gave, at a version that was compared. */
interface Seat {
  cookie: string | null;
  opening: Promise<Reply<unknown>> | null;
}

const COOKIE = /^(__Host-meniscus(-station)?-\d+=[\w-]+)/;
const answered = z.looseObject({ ok: z.boolean() });

/** The same dispatcher at the other end of a pinned connection. What can not be asked throws, and is no answer. */
export function siteHost(
  address: SiteAddress,
  station: string,
  site: PinnedSite,
  version: string = VERSION,
): SiteHost {
  const seats = new Map<string, Seat>();

  async function post(seat: Seat, command: object): Promise<Told<unknown>> {
    const heard = await site.ask({
      method: 'POST',
      path: '/call',
      headers: {
        origin: address.origin,
        cookie: seat.cookie === null ? station : `${station}; ${seat.cookie}`,
      },
      body: JSON.stringify(command),
    });
    for (const set of heard.headers['set-cookie'] ?? []) {
      const [, pair, ofStation] = COOKIE.exec(set) ?? [];
      if (pair !== undefined && ofStation === undefined) seat.cookie = pair;
    }
    const { date } = heard.headers;
    return { ...replyIn(heard, address), ...(date !== undefined && { date }) };
  }

  /** A window's first word: whether the site lets this station in, and is of this version. */
  async function first(seat: Seat): Promise<Told<unknown>> {
    const status = (await post(seat, { name: 'system.status', input: {} })) as Told<Output<'system.status'>>;
    return status.ok && status.value.version !== version
      ? refuse('site-version-differs', `version ${version} on both: the site has ${status.value.version}`)
      : status;
  }

  const dispatch: Dispatch = async ({ key }, name, input, once) => {
    const seat: Seat = seats.get(key) ?? { cookie: null, opening: null };
    seats.set(key, seat);
    try {
      // One after the other only for the first: each would be given a window of its own.
      seat.opening ??= first(seat);
      const opened = await seat.opening;
      if (!opened.ok) {
        seat.opening = null;
        return opened;
      }
      const before = seat.cookie;
      const reply = await post(seat, { name, input, once });
      // A site that was started anew, maybe at another version, knows no window of before.
      if (seat.cookie !== before && name !== 'session.sign-in' && name !== 'system.first-run')
        seat.opening = null;
      return reply;
    } catch (error) {
      seat.opening = null;
      if (error instanceof Refused)
        return { ok: false, failure: { code: 'refused', issues: refusalsOf(error.issues) } };
      throw error;
    }
  };

  return {
    dispatch,
    alive: async () => {
      try {
        await site.ask({ method: 'GET', path: '/alive', signal: AbortSignal.timeout(ALIVE_MS) });
      } catch (error) {
        site.cut();
        throw error;
      }
    },
    ready: async () => {
      const reply = (await dispatch({ key: '', station: '-' }, 'system.status', {})) as Reply<unknown>;
      if (reply.ok) return;
      throw new Refused(
        ...(reply.failure.code === 'refused'
          ? reply.failure.issues
          : [issue('site-not-meniscus', address.origin, NO_SITE)]),
      );
    },
    close: () => site.cut(),
  };
}

const NO_SITE = 'the address of a site, as `meniscus serve` prints it';

function replyIn({ status, body }: Heard, { origin }: SiteAddress): Reply<unknown> {
  let found: unknown = null;
  try {
    found = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (!answered.safeParse(found).success) throw new Refused(issue('site-not-meniscus', origin, NO_SITE));
  if (status === 421)
    throw new Refused(issue('site-of-another-name', origin, 'the address that `meniscus serve` prints'));
  return found as Reply<unknown>;
}

/** What stands at an address, for a person to compare. Nothing is sent but the question whether a site is there. */
export async function findSite(address: SiteAddress, now: () => Date): Promise<FoundCertificate> {
  let found: FoundCertificate | null = null;
  const site = new PinnedSite(address, (it) => (found = it), now);
  try {
    const heard = await site.ask({
      method: 'GET',
      path: '/alive',
      signal: AbortSignal.timeout(ENTER_MS),
    });
    if (heard.status === 421)
      throw new Refused(
        issue('site-of-another-name', address.origin, 'the address that `meniscus serve` prints'),
      );
    if (heard.status !== 204 || found === null)
      throw new Refused(issue('site-not-meniscus', address.origin, NO_SITE));
    return found;
  } finally {
    site.cut();
  }
}

/** Has this computer enrolled as a station of the site; answers what it carries from then on. */
export async function enrolAt(
  address: SiteAddress,
  site: PinnedSite,
  asked: { readonly code: string; readonly name: string },
): Promise<Reply<string>> {
  const heard = await site.ask({
    method: 'POST',
    path: '/enter',
    headers: { origin: address.origin },
    body: JSON.stringify(asked),
    signal: AbortSignal.timeout(ENTER_MS),
  });
  const reply = replyIn(heard, address);
  if (!reply.ok) return reply;
  const pairs = (heard.headers['set-cookie'] ?? []).flatMap((set) => {
    const [, pair, ofStation] = COOKIE.exec(set) ?? [];
    return pair !== undefined && ofStation !== undefined ? [pair] : [];
  });
  const [pair] = pairs;
  if (pair === undefined) throw new Refused(issue('site-not-meniscus', address.origin, NO_SITE));
  return { ok: true, value: pair };
}

/** Why a site could not be asked, by name: what is not ours to name goes on as it is. */
export function unreached(error: unknown, { origin }: SiteAddress): Refused {
  if (error instanceof Refused) return error;
  const { code = '', name } = error as NodeJS.ErrnoException;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return new Refused(issue('site-not-tls', origin, 'a site that is served with a certificate'));
  return new Refused(
    issue(
      'site-unreachable',
      `${origin} (${code === '' ? name : code})`,
      'a site that is served, on a network that leads there',
    ),
  );
}
