import { join } from 'node:path';
import type { BackupCheck } from '../../../bridge/backup.ts';
import { hashOf } from '../../../db/canonical.ts';
import { appendEvent, type Head } from '../../../db/event-log.ts';
import type { Read } from '../../../db/handle.ts';
import { issuedIn, type Issued } from '../../../db/issued.ts';
import { kept } from '../../../db/kept.ts';
import { currentLibrary } from '../../../db/libraries.ts';
import { openStore, type Store } from '../../../db/open.ts';
import { insertSignature } from '../../../db/orders.ts';
import { activeUserNamed, type UserRow } from '../../../db/people.ts';
import { endAllSessions } from '../../../db/sessions.ts';
import { library } from '../../../engine/formulary/formulary.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import type { Tries } from '../credentials.ts';
import { lotDay, minuteOfDay } from '../local-date.ts';
import { verifyPassword, type Cost } from '../password.ts';
import { rekeyAside } from '../whole/aside.ts';
import { checkCopy } from './check.ts';
import { discard, unpack, type Tell } from './make.ts';

interface RestoreAsked {
  readonly file: string;
  readonly passphrase: string;
  readonly reason: string;
  readonly username: string;
  readonly password: string;
}

interface RestoreWorld {
  readonly tell: Tell;
  readonly dataDir: string;
  /** of the data file that it is to be */
  readonly key: Uint8Array;
  /** where the backups are */
  readonly folder: string;
  readonly now: string;
  readonly station: string;
  readonly passwordCost: Cost;
  /** of the signer's password: bounded as at a sign-in, and told */
  readonly tries: Tries;
  readonly newId: (kind: string) => string;
  /** of the last event of the file that is replaced; null where it can not be read */
  readonly head: (() => Promise<Head>) | null;
  /** what the file that is replaced had issued, of orders and of lots of a day; null where it can not be read */
  readonly issued: ((day: string) => Promise<Issued>) | null;
  /** puts the prepared file in the place of the one in use, which is kept under this name; signed when nothing is written there any more */
  readonly swap: (prepared: string, keepAs: string, sign: () => Promise<void>) => Promise<void>;
}

/**
 * Restores a backup as a signed act. The signer is a supervisor of the backup itself, so that it works on a new machine
 * and beside a damaged file, where nobody can sign in. Signature and event are in the file before it takes its place:
 * whatever happens then, no data file is in use that does not say that it was restored.
 */
export async function restoreBackup(
  world: RestoreWorld,
  asked: RestoreAsked,
): Promise<{ replaced: string; check: BackupCheck }> {
  const { dataDir, now } = world;
  const prepared = join(dataDir, 'restore.db');
  const replaced = `meniscus.db.replaced-${now.replaceAll(/[-:.]/g, '')}`;
  try {
    const { folder, tell } = world;
    const key = await unpack(folder, asked.file, asked.passphrase, prepared, world.key, tell);
    // From here on it is under the key of this installation, whatever made the backup.
    if (!Buffer.from(key).equals(world.key)) await rekeyAside(prepared, key, world.key);
    const check = await checkCopy(prepared, world.key, asked.file, (...far) => world.tell('check', ...far));
    if (check.problems.length > 0)
      throw new Refused(
        issue('backup-does-not-hold', check.problems[0] ?? null, 'a backup that holds together', 'file'),
      );
    const user = await signerOf(prepared, world, asked);
    await world.swap(prepared, join(dataDir, replaced), () =>
      signInto(prepared, world, asked, { user, check, replaced }),
    );
    return { replaced, check };
  } finally {
    discard(prepared);
  }
}

/** Opens the file that is prepared, for as long as the work takes. */
async function inCopy<T>(
  prepared: string,
  { key }: RestoreWorld,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(prepared, { key, isCopy: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function signerOf(
  prepared: string,
  world: RestoreWorld,
  { username, password }: RestoreAsked,
): Promise<UserRow> {
  const { now, tries } = world;
  await tries.begin(username);
  return inCopy(prepared, world, async (store) => {
    const user = await store.read((db) => activeUserNamed(db, username, now));
    const right = await verifyPassword(password, user?.password, world.passwordCost);
    if (!right || !user || !maySign(user)) {
      await tries.wrong(username, user?.username ?? null);
      throw new Refused(
        issue(
          'restorer-not-in-backup',
          null,
          'a supervisor of that time, with the password of that time',
          'password',
        ),
      );
    }
    await tries.right(username);
    return user;
  });
}

async function signInto(
  prepared: string,
  world: RestoreWorld,
  { file, reason }: RestoreAsked,
  { user, check, replaced }: { user: UserRow; check: BackupCheck; replaced: string },
): Promise<void> {
  const { now, station } = world;
  const replacedHead = (await world.head?.()) ?? null;
  const signed = { file, events: check.events, head: check.head, replaced, replacedHead, reason };
  const hash = hashOf({ meaning: 'restore', signed });
  await inCopy(prepared, world, (store) =>
    store.write(async (db) => {
      const numbers = { issued: await issuedBeyond(db, world) };
      await endAllSessions(db, now);
      await insertSignature(db, {
        id: world.newId('sig'),
        subject: 'data-file',
        subject_id: check.head,
        version: 1,
        meaning: 'restore',
        by_user: user.id,
        at: now,
        station,
        hash,
      });
      await appendEvent(db, {
        at: now,
        user: user.username,
        station,
        command: 'backup.restore',
        subject: 'data-file',
        subjectId: check.head,
        reason,
        change: { ...signed, ...numbers, signature: hash },
      });
    }),
  );
}

const maySign = (user: UserRow): boolean => user.role === 'supervisor' && user.password_until === null;

/** House rule: no pharmacy issues more than one order, or one lot, a minute. */
const MINUTE_MS = 60_000;
const NUMBERED_SINCE = Date.parse('2026-01-01T00:00:00Z');

/**
 * What new orders and lots are numbered after, so that no number stands on two papers: what the backup holds and what the
 * replaced file had issued. Where that one can not be read, or there is none, as many as there were minutes: of orders since
 * before the first, of lots since their day began. Later restores then number higher again, on whatever machine.
 */
async function issuedBeyond(db: Read, { now, issued }: RestoreWorld): Promise<Issued> {
  const row = await currentLibrary(db);
  const zone = row ? kept(library, row.content, 'library', row.version).site.timeZone : 'UTC';
  const day = lotDay(now, zone);
  const own = await issuedIn(db, day);
  const other = (await issued?.(day)) ?? {
    order: Math.ceil((Date.parse(now) - NUMBERED_SINCE) / MINUTE_MS),
    lot: { day, number: minuteOfDay(now, zone) },
  };
  return {
    order: Math.max(own.order, other.order),
    lot: { day, number: Math.max(own.lot.number, other.lot.number) },
  };
}
