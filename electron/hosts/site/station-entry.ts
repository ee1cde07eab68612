import type { Reply } from '../../../bridge/failure.ts';
import { refusalWords } from '../../../words/refusal.ts';
import type { Dispatch } from '../../dispatch.ts';
import { attemptsOf } from '../loopback/attempts.ts';
import type { Entry } from '../loopback/entry.ts';
import { type Refusal, refusal, tooMany } from '../loopback/guard.ts';
import { issue, keyOf, Windows, type Issued } from '../loopback/sessions.ts';
import { enrolFile } from './enrol-page.ts';

/** House rule: windows of one station that are open at a time. */
const WINDOWS = 32;
/** House rule: wrong codes at once, then one every so many seconds: of each address, and of all together. */
const GUESSES = { burst: 5, seconds: 60 };
const GUESSES_IN_ALL = { burst: 20, seconds: 15 };
/** As long as browsers keep one at most, from each visit on: 400 days. */
const KEPT_SECONDS = 34_560_000;

const STATION = '-station';
const WINDOW = '';

/**
 * The way in at a site: from a browser that carries what its station was given when it was enrolled. Which stations there
 * are is asked of the dispatcher, each time: what a supervisor withdrew is out with the next request.
 */
export function stationEntry(dispatch: Dispatch, now: () => number = () => performance.now()): Entry {
  const windows = new Map<string, Windows>();
  const attempt = attemptsOf(GUESSES, GUESSES_IN_ALL, now);
  const windowsOf = (enrolled: string): Windows => {
    const own = windows.get(enrolled) ?? new Windows(WINDOWS);
    windows.set(enrolled, own);
    return own;
  };

  const asked = (enrolled: string) => dispatch({ key: enrolled, station: '-', enrolled }, 'session.me', {});

  /** In words, where it is one that was withdrawn. */
  async function withdrawn(enrolled: string): Promise<string | null> {
    const reply = await asked(enrolled);
    if (reply.ok || reply.failure.code !== 'refused') return null;
    const found = reply.failure.issues.find(({ code }) => code === 'station-withdrawn');
    return found === undefined ? null : refusalWords(found);
  }

  async function isEnrolled(enrolled: string): Promise<boolean> {
    const reply = await asked(enrolled);
    if (reply.ok || !isStation(reply)) return true;
    windows.delete(enrolled);
    return false;
  }

  return {
    refusal: async (door, request) => {
      const [carried] = door.cookies(request, STATION);
      const reply = carried === undefined ? NOT_ENROLLED.reply : await asked(keyOf(carried));
      return !reply.ok && isStation(reply) ? { status: 401, reply } : NOT_ENROLLED;
    },
    page: async (pathname, door, request) => {
      const [carried] = pathname === '/' ? door.cookies(request, STATION) : [];
      return enrolFile(pathname, carried === undefined ? null : await withdrawn(keyOf(carried)));
    },
    asks: ['code', 'name'],
    enter: async (door, request, input) => {
      const address = request.socket.remoteAddress ?? '-';
      const tried = attempt(networkOf(address));
      if (!tried.ok) return tooMany(tried.waitSeconds);
      const given = issue();
      const reply = await dispatch(
        { key: given.key, station: address, enrolled: given.key },
        'station.enrol',
        input,
      );
      if (!reply.ok) return refused(reply);
      tried.succeeded();
      return { cookies: [door.setCookie(STATION, given.cookie, KEPT_SECONDS)] };
    },
    find: async (door, request, route) => {
      const [carried] = door.cookies(request, STATION);
      if (carried === undefined) return undefined;
      const enrolled = keyOf(carried);
      const key = windows.get(enrolled)?.find(door.cookies(request, WINDOW), carried);
      // A command is refused by the dispatcher, inside its transaction; a page is a file, and has none.
      if ((key === undefined || route === 'file') && !(await isEnrolled(enrolled))) return undefined;
      const kept = windowsOf(enrolled);
      const opened = key === undefined ? kept.add(issue(carried)) : null;
      const current = key ?? opened?.key ?? '';
      const set = ({ cookie }: Issued) => door.setCookie(WINDOW, cookie);
      return {
        session: { key: current, station: '-', enrolled },
        cookies: opened === null ? [] : [door.setCookie(STATION, carried, KEPT_SECONDS), set(opened)],
        next: issue(carried),
        enter: (next) => {
          kept.replace(current, next);
          return set(next);
        },
      };
    },
  };
}

const NOT_ENROLLED = refusal(
  401,
  'station-not-enrolled',
  'a station that is enrolled, at the address of the site',
);

const isStation = (reply: Reply<unknown>): boolean =>
  !reply.ok &&
  reply.failure.code === 'refused' &&
  reply.failure.issues.some(({ code }) => code === 'station-not-enrolled' || code === 'station-withdrawn');

const refused = (reply: Reply<never>): Refusal => ({ status: 403, reply });

/** Of an IPv6 address the half that names a network: whoever has one has the other half to themselves. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':');
}
