import { join } from 'node:path';
import type { BackupCheck } from '../../../bridge/backup.ts';
import { hashOf } from '../../../db/canonical.ts';
import { appendEvent, type Head } from '../../../db/event-log.ts';
import { openStore } from '../../../db/open.ts';
import { insertSignature } from '../../../db/orders.ts';
import { activeUserNamed, type UserRow } from '../../../db/people.ts';
import { endAllSessions } from '../../../db/sessions.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
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
  readonly newId: (kind: string) => string;
  /** the last event of the file that is replaced; null where it can not be read */
  readonly replacedHead: Head | null;
  /** puts the prepared file in the place of the one in use, which is kept under this name */
  readonly swap: (prepared: string, keepAs: string) => void;
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
    await signInto(prepared, world, asked, { check, replaced });
    world.swap(prepared, join(dataDir, replaced));
    return { replaced, check };
  } finally {
    discard(prepared);
  }
}

async function signInto(
  prepared: string,
  world: RestoreWorld,
  { file, reason, username, password }: RestoreAsked,
  { check, replaced }: { check: BackupCheck; replaced: string },
): Promise<void> {
  const { now, station } = world;
  const store = openStore(prepared, { key: world.key });
  try {
    const user = store.read((db) => activeUserNamed(db, username, now));
    const right = await verifyPassword(password, user?.password, world.passwordCost);
    if (!right || !user || !maySign(user))
      throw new Refused(
        issue(
          'restorer-not-in-backup',
          null,
          'a supervisor of that time, with the password of that time',
          'password',
        ),
      );
    const signed = {
      file,
      events: check.events,
      head: check.head,
      replaced,
      replacedHead: world.replacedHead,
      reason,
    };
    const hash = hashOf({ meaning: 'restore', signed });
    store.write((db) => {
      endAllSessions(db, now);
      insertSignature(db, {
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
      appendEvent(db, {
        at: now,
        user: user.username,
        station,
        command: 'backup.restore',
        subject: 'data-file',
        subjectId: check.head,
        reason,
        change: { ...signed, signature: hash },
      });
    });
  } finally {
    store.close();
  }
}

const maySign = (user: UserRow): boolean => user.role === 'supervisor' && user.password_until === null;
