import { entryFile } from './entry-page.ts';
import type { Entry } from './entry.ts';
import { refusal } from './guard.ts';
import { issue, Token, Windows } from './sessions.ts';

/** House rule: so many windows of one run. */
const MOST = 1_000;

/** The way in on this machine: the token that was printed, once; whoever has the browser is who started the program. */
export function tokenEntry(station: string, entered: () => void): Entry & { readonly token: string } {
  const token = new Token();
  const windows = new Windows(MOST);
  return {
    token: token.text,
    refusal: () => refusal(401, 'no-session', 'the address printed at start, once'),
    page: entryFile,
    asks: ['token'],
    enter: async (door, _, body) => {
      if (!token.use(body['token']))
        return refusal(401, 'token', 'the one-time token of this run, not used before');
      entered();
      return { cookies: [door.setCookie('', windows.add(issue()).cookie)] };
    },
    find: async (door, request) => {
      const key = windows.find(door.cookies(request, ''));
      return key === undefined
        ? undefined
        : {
            session: { key, station },
            cookies: [],
            next: issue(),
            enter: (issued) => {
              windows.replace(key, issued);
              return door.setCookie('', issued.cookie);
            },
          };
    },
  };
}
