import type { IncomingMessage } from 'node:http';
import { parseJson } from '../../../engine/number/json.ts';
import { type Refusal, refusal } from './guard.ts';

export type Body =
  | { readonly ok: true; readonly value: Record<string, unknown> }
  | { readonly ok: false; readonly refusal: Refusal };

const refused = (status: number, code: string, accepted: string): Body => ({
  ok: false,
  refusal: refusal(status, code, accepted, { connection: 'close' }),
});

/**
 * Reads a JSON object with exactly these keys, and keeps no more bytes than the limit. What is too large is read on for
 * a while and thrown away: a sender that is still sending would otherwise see a reset instead of the answer.
 */
export async function readBody(
  request: IncomingMessage,
  keys: readonly string[],
  limit: number,
  /** keys that may be there besides */
  also: readonly string[] = [],
): Promise<Body> {
  const tooLarge = () => refused(413, 'body-too-large', `at most ${limit} bytes`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    if (size > 8 * limit) return tooLarge();
  }
  if (size > limit) return tooLarge();
  let value: unknown;
  try {
    value = parseJson(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks)),
    );
  } catch {
    return refused(400, 'body', 'one JSON object in UTF-8');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused(400, 'body', 'one JSON object in UTF-8');
  const given = Object.keys(value).filter((key) => !also.includes(key));
  if (given.length !== keys.length || !keys.every((key) => Object.hasOwn(value, key)))
    return refused(400, 'body', `exactly the keys ${keys.join(', ')}`);
  return { ok: true, value: value as Record<string, unknown> };
}
