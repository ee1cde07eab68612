import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command, Output } from '../../../../bridge/contract.ts';
import type { Reply } from '../../../../bridge/failure.ts';
import { makeDispatch } from '../../../dispatch.ts';
import type { Context } from '../../../services/context.ts';
import { refusal } from './refusal.ts';

/** Commands as a window of this machine sends them; what is refused ends the command line. */
export function asks(context: Context) {
  const dispatch = makeDispatch(context);
  const session = { key: randomBytes(16).toString('hex'), station: hostname() };
  return async <C extends Command>(name: C, input: unknown): Promise<Output<C>> => {
    const reply = (await dispatch(session, name, input)) as Reply<Output<C>>;
    if (!reply.ok) throw refusal(reply.failure);
    return reply.value;
  };
}
