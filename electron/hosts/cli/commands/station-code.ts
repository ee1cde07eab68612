import { signedIn } from './asks.ts';
import { askedPassword, openContext } from './sign-in.ts';

export interface StationCodeOptions {
  readonly data?: string;
  readonly user: string;
}

/** `meniscus station-code`: the way in for the first station of a site, made at its machine while nobody is served. */
export async function stationCode({ data, user }: StationCodeOptions): Promise<string> {
  const password = askedPassword();
  const context = await openContext(data);
  try {
    const ask = await signedIn(context, user, password);
    const { code, until } = await ask('station.invite', { password });
    await ask('session.sign-out', {});
    return `${code}\nGood once, until ${until}: start "meniscus serve", and open the address of the site at the station.\n`;
  } finally {
    await context.store.close();
  }
}
