import * as z from 'zod';
import { sha256 } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { userById, type UserRow } from '../../db/people.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import type { Caller, ReadCall, WriteCall } from './call.ts';
import { isInDoubt } from './clock.ts';
import type { Context } from './context.ts';
import { storedTries, WRONG_CODE } from './credentials.ts';
import { Failed } from './failed.ts';
import { seal, unseal } from './keys/seal.ts';
import { readOut } from './one-time.ts';
import { deriveKey, SALT_BYTES, type Cost } from './password.ts';
import { policyIn } from './policy.ts';

/** RFC 6238: steps of 30 s since 1970, and one step besides, before and after, for clocks that do not quite agree (section 5.2). */
const STEP_MS = 30_000;
const BESIDES = 1;
/** RFC 4226, section 4: a secret of 160 bits is recommended. */
const SECRET_BYTES = 20;
/** House rule: as many recovery codes as are printed on a card; each is of 76 bits. */
const RECOVERY_CODES = 10;
const GROUPS = 4;

/** What apps that read the QR code take for granted: SHA-1, six digits, steps of 30 s. */
const WAY = { algorithm: 'SHA1', digits: 6, period: STEP_MS / 1_000 } as const;

/**
 * As it stands in a person's row: the step of the last code that was good, and the secret and the digests of the recovery codes,
 * sealed under a key of the person's password. Whoever has the data and not the password has nothing of it.
 */
const factor = z.strictObject({
  at: z.string(),
  used: z.number().int(),
  kdf: z.strictObject({ N: z.number().int(), r: z.number().int(), p: z.number().int(), salt: z.string() }),
  sealed: z.string(),
});
type Factor = z.infer<typeof factor>;
const held = z.strictObject({ secret: z.string(), codes: z.array(z.string()) });
type Held = z.infer<typeof held>;

const PURPOSE = 'second factor';
const factorOf = (user: UserRow): Factor | null =>
  user.factor === null ? null : kept(factor, user.factor, 'user', user.id);

/** Does the site ask this person for a second factor at sign-in? */
export async function isAsked(db: Read, { role }: Pick<UserRow, 'role'>): Promise<boolean> {
  const { secondFactor } = (await policyIn(db)).settings;
  return secondFactor === 'everybody' || (secondFactor === 'supervisors' && role === 'supervisor');
}

const keyOf = (password: string, { salt, ...cost }: Factor['kdf']): Promise<Buffer> =>
  deriveKey(password, Buffer.from(salt, 'base64url'), cost);

const sealedUnder = (key: Uint8Array, user: UserRow, what: Held): string =>
  seal(key, Buffer.from(JSON.stringify(what)), `${PURPOSE} ${user.id}`);

/** A key of its own for each sealing under a password. */
async function sealed(
  { random, passwordCost }: Pick<Context, 'random' | 'passwordCost'>,
  user: UserRow,
  password: string,
  what: Held,
): Promise<Pick<Factor, 'kdf' | 'sealed'>> {
  const { N, r, p }: Cost = passwordCost;
  const kdf = { N, r, p, salt: Buffer.from(random(SALT_BYTES)).toString('base64url') };
  return { kdf, sealed: sealedUnder(await keyOf(password, kdf), user, what) };
}

async function opened(user: UserRow, { kdf, sealed: text }: Factor, password: string) {
  const key = await keyOf(password, kdf);
  const bytes = unseal(key, text, `${PURPOSE} ${user.id}`);
  if (bytes === null)
    throw new Refused(
      issue('factor-not-opened', null, 'a factor of this password: a supervisor resets it', 'code'),
    );
  return { key, what: kept(held, bytes.toString(), 'user', user.id) };
}

const digitsOf = (code: string): string => code.replaceAll(/[\s-]/g, '').toUpperCase();
const digestOf = (code: string): string => sha256(`recovery ${digitsOf(code)}`);

/** The step that a code is of, or null where it is none of about now. */
async function stepOf(secret: string, code: string, now: string): Promise<number | null> {
  const { Secret, TOTP } = await import('otpauth');
  const timestamp = Date.parse(now);
  const from = TOTP.validate({
    ...WAY,
    token: digitsOf(code),
    secret: Secret.fromBase32(secret),
    timestamp,
    window: BESIDES,
  });
  return from === null ? null : Math.floor(timestamp / STEP_MS) + from;
}

/** A secret that is offered, as text and as what an app reads. */
export async function offered({ random, library }: Context, user: UserRow) {
  const { Secret, TOTP } = await import('otpauth');
  const { modulesOf } = await import('../print/symbol.ts');
  const secret = new Secret({ buffer: Uint8Array.from(random(SECRET_BYTES)).buffer });
  const issuer = (await library()).site.pharmacy?.name ?? 'Meniscus';
  const uri = new TOTP({ ...WAY, issuer, label: user.username, secret }).toString();
  return { secret: secret.base32, uri, qr: modulesOf('qrcode', uri, 'eclevel=M') };
}

/** Refuses a time that is in doubt: a code of it may be one of yesterday that somebody saw. */
export async function refuseDoubtfulCode(db: Read, field: string): Promise<void> {
  if (await isInDoubt(db))
    throw new Refused(
      issue(
        'factor-clock-in-doubt',
        null,
        'a recovery code, while the clock of the machine does not fit the log: set it right, or let a supervisor confirm it',
        field,
      ),
    );
}

const wrong = (field: string) =>
  new Refused(
    issue('factor-code-wrong', null, 'the six digits that the app shows now, or a recovery code', field),
  );

export const usedCode = (field = 'code') =>
  new Refused(issue('factor-code-used', null, 'the next code of the app: each is good once', field));

export function askCode(field: string): never {
  throw new Refused(
    issue('factor-code-missing', null, 'the six digits that the app shows now, or a recovery code', field),
  );
}

/** Another window may have used a code of it, or set up another, while this one was hashed. */
export async function sameFactor({ db }: WriteCall, seen: UserRow): Promise<void> {
  if ((await userById(db, seen.id))?.factor !== seen.factor)
    throw new Failed({ code: 'conflict', what: 'second factor', detail: 'it was used or changed meanwhile' });
}

/** What stands in the row from now on, and how the person showed it. */
export interface Shown {
  readonly factor: string;
  readonly by: 'code' | 'recovery-code';
  readonly recoveryLeft: number;
}

/**
 * Confirms the code of a person whose password was right. Wrong ones are counted over all windows and stations, and held
 * against the log. A recovery code is no guess, and is good while that count waits: nobody who guesses keeps its person out.
 */
export async function confirmFactor(
  call: ReadCall<Caller>,
  user: UserRow,
  password: string,
  code: string,
  field = 'code',
): Promise<Shown> {
  const { context, now } = call;
  const own = factorOf(user);
  if (own === null) throw new Error('a factor was asked of somebody who has none');
  const { key, what } = await opened(user, own, password);
  const tries = storedTries(call, WRONG_CODE, field);
  const rest = what.codes.filter((digest) => digest !== digestOf(code));
  if (rest.length < what.codes.length) {
    await tries.right(user.username);
    const next: Factor = { ...own, sealed: sealedUnder(key, user, { ...what, codes: rest }) };
    return { factor: JSON.stringify(next), by: 'recovery-code', recoveryLeft: rest.length };
  }
  await context.store.read((db) => refuseDoubtfulCode(db, field));
  const step = await tries.inTurn(user.username, async () => {
    await tries.begin(user.username);
    const found = await stepOf(what.secret, code, now);
    if (found === null || found <= own.used) {
      await tries.wrong(user.username, user.username);
      throw found === null ? wrong(field) : usedCode(field);
    }
    await tries.right(user.username);
    return found;
  });
  return {
    factor: JSON.stringify({ ...own, used: step } satisfies Factor),
    by: 'code',
    recoveryLeft: rest.length,
  };
}

/** A new factor, shown to be in the person's hands by one code of it, and its recovery codes. */
export async function newFactor(
  { context, now }: Pick<ReadCall, 'context' | 'now'>,
  user: UserRow,
  password: string,
  { secret, code }: { readonly secret: string; readonly code: string },
): Promise<{ factor: string; recovery: string[] }> {
  const used = await stepOf(secret, code, now);
  if (used === null) throw wrong('code');
  const recovery = Array.from({ length: RECOVERY_CODES }, () => readOut(context.random, GROUPS));
  const under = await sealed(context, user, password, { secret, codes: recovery.map(digestOf) });
  return { factor: JSON.stringify({ at: now, used, ...under } satisfies Factor), recovery };
}

/** The same factor under another password; null where there is none. */
export async function factorUnder(
  context: Context,
  user: UserRow,
  from: string,
  to: string,
): Promise<string | null> {
  const own = factorOf(user);
  if (own === null) return null;
  const { what } = await opened(user, own, from);
  return JSON.stringify({ ...own, ...(await sealed(context, user, to, what)) } satisfies Factor);
}
