import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command, Output } from '../../../../bridge/contract.ts';
import type { Failure, Reply } from '../../../../bridge/failure.ts';
import { makeDispatch } from '../../../dispatch.ts';
import type { Context } from '../../../services/context.ts';
import { refusal } from './refusal.ts';
import { askedCode } from './sign-in.ts';

const isCodeMissing = (failure: Failure): boolean =>
  failure.code === 'refused' && failure.issues.some(({ code }) => code === 'factor-code-missing');

/**
 * Signs in as a window of this machine does, with a code where the site asks this person for one. Answers how further
 * commands are sent from there; what is refused ends the command line.
 */
export async function signedIn(context: Context, username: string, password: string) {
  const dispatch = makeDispatch(context);
  const session = { key: randomBytes(16).toString('hex'), station: hostname() };
  const send = async <C extends Command>(name: C, input: unknown) =>
    (await dispatch(session, name, input)) as Reply<Output<C>>;
  const person = { username, password };
  let reply = await send('session.sign-in', person);
  if (!reply.ok && isCodeMissing(reply.failure)) {
    const code = askedCode();
    if (code !== '') reply = await send('session.sign-in', { ...person, code });
  }
  if (!reply.ok) throw refusal(reply.failure);
  // As it was typed: what no command takes is refused by the dispatcher, by name.
  return async <C extends Command>(name: C, input: unknown): Promise<Output<C>> => {
    const answer = await send(name, input);
    if (!answer.ok) throw refusal(answer.failure);
    return answer.value;
  };
}
