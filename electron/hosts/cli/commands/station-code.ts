import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command, Output } from '../../../../bridge/contract.ts';
import type { Reply } from '../../../../bridge/failure.ts';
import { makeDispatch } from '../../../dispatch.ts';
import { refusal } from './refusal.ts';
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
    const dispatch = makeDispatch(context);
    const session = { key: randomBytes(16).toString('hex'), station: hostname() };
    const ask = async <C extends Command>(name: C, input: unknown): Promise<Output<C>> => {
      const reply = (await dispatch(session, name, input)) as Reply<Output<C>>;
      if (!reply.ok) throw refusal(reply.failure);
      return reply.value;
    };
    await ask('session.sign-in', { username: user, password });
    const { code, until } = await ask('station.invite', { password });
    await ask('session.sign-out', {});
    return `${code}\nGood once, until ${until}: start "meniscus serve", and open the address of the site at the station.\n`;
  } finally {
    await context.store.close();
  }
}
