import * as z from 'zod';
import { join } from 'node:path';
import { headOf, listEvents } from '../../db/event-log.ts';
import { issuedIn } from '../../db/issued.ts';
import { kept } from '../../db/kept.ts';
import { deriveKey, SALT_BYTES } from '../services/password.ts';
import { BACKUP_FAILED, backupEvent } from '../services/backup/event.ts';
import { checkCopy } from '../services/backup/check.ts';
import {
  alone,
  dataDirOf,
  discard,
  keyIn,
  makeBackup,
  outside,
  runningIn,
  unpack,
  usable,
} from '../services/backup/make.ts';
import { restoreBackup } from '../services/backup/restore.ts';
import {
  backupsIn,
  hiddenBackupKey,
  keepSettings,
  hasSettings,
  NOT_READ,
  settingsForWork,
  settingsIn,
  type KeptSettings,
} from '../services/backup/settings.ts';
import { confirmSignature, storedTries } from '../services/credentials.ts';
import { isReplaced } from '../services/whole/whole.ts';
import { newId } from '../services/ids.ts';
import type { Context } from '../services/context.ts';
import { refuse, type Handlers } from '../services/call.ts';

const failure = z.looseObject({ code: z.string() });

export const backupHandlers = {
  'backup.status': async ({ context, db, now }) => {
    const settings = settingsIn(dataDirOf(context));
    const failed = (await listEvents(db, { command: BACKUP_FAILED }, null, 1))[0];
    const unread = settings === null && hasSettings(dataDirOf(context));
    return {
      settings: settings && shown(settings),
      files: settings ? backupsIn(settings, keyIn(context)) : [],
      running: runningIn(context),
      lastFailure: unread
        ? { at: now, code: NOT_READ }
        : failed
          ? { at: failed.at, code: kept(failure, failed.change, 'event', failed.seq).code }
          : null,
    };
  },

  'backup.configure': {
    before: async (call, { password, passphrase, ...input }) => {
      const { context } = call;
      const dataDir = dataDirOf(context);
      const old = settingsIn(dataDir);
      if (old === null && passphrase === null)
        refuse('passphrase-missing', null, 'a passphrase: none is set yet', 'passphrase');
      await confirmSignature(call, password, 'backup.configure');
      outside(input.folder, dataDir);
      usable(input.folder);
      const secret =
        passphrase === null && old !== null
          ? { kdf: old.kdf, key: old.key }
          : await newKey(context, passphrase ?? '');
      return async (write) => {
        keepSettings(dataDir, { ...input, ...secret });
        const { folder: _, ...before } = old === null ? { folder: '' } : shown(old);
        await write.event({
          subject: 'backup',
          subjectId: '-',
          change: {
            from: before,
            to: { everyHours: input.everyHours, keep: input.keep },
            folder: old?.folder === input.folder ? 'kept' : 'changed',
            passphrase: passphrase === null ? 'kept' : 'set',
          },
        });
        return input;
      };
    },
  },

  'backup.make': {
    before: async ({ context, now }) => {
      const made = await makeBackup(context, now);
      return async (write) => {
        await write.event(backupEvent(made));
        return made;
      };
    },
  },

  'backup.check': {
    before: async ({ context }, { file, passphrase }) => {
      const check = await alone(context, async (tell) => {
        const path = join(dataDirOf(context), 'backup-check.db');
        try {
          const key = await unpack(folderOf(context), file, passphrase, path, keyIn(context), tell);
          return await checkCopy(path, key, file, (...far) => tell('check', ...far));
        } finally {
          discard(path);
        }
      });
      return () => check;
    },
  },

  'backup.restore': {
    before: async (call, input) => {
      const { context, session, now } = call;
      const done = await alone(context, async (tell) =>
        restoreBackup(
          {
            tell,
            dataDir: dataDirOf(context),
            key: keyIn(context),
            folder: folderOf(context),
            now,
            station: session.station,
            passwordCost: context.passwordCost,
            tries: storedTries(call, 'backup.restore.refused'),
            newId: (kind) => newId(context, kind),
            head: () => context.store.read(headOf),
            issued: (day) => context.store.read((store) => issuedIn(store, day)),
            swap: async (prepared, keepAs, sign) => {
              await context.store.replaceBy(prepared, keepAs, sign);
              isReplaced(context.store);
            },
          },
          input,
        ),
      );
      // The event stands in the restored file already, and nobody is signed in any more.
      return { done };
    },
  },

  'recovery.restore': () =>
    refuse('data-file-not-damaged', null, 'backup.restore: the data file in use is whole'),
} satisfies Partial<Handlers>;

const shown = ({ folder, everyHours, keep }: KeptSettings) => ({ folder, everyHours, keep });

async function newKey(context: Context, passphrase: string): Promise<Pick<KeptSettings, 'kdf' | 'key'>> {
  const salt = context.random(SALT_BYTES);
  const key = await deriveKey(passphrase, salt, context.passwordCost);
  const kdf = {
    name: 'scrypt' as const,
    ...context.passwordCost,
    salt: Buffer.from(salt).toString('base64url'),
  };
  return { kdf, key: hiddenBackupKey(key, keyIn(context)) };
}

const folderOf = (context: Context): string => settingsForWork(dataDirOf(context)).folder;
