import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { folder } from './places.ts';

const nothing = z.strictObject({});
const signed = { password: z.string().max(200) };
const passphrase = z.string().max(200);
/** A name inside the folder of the backups, never a path. */
const file = z.string().regex(/^[\w.-]{1,120}$/, 'the name of a backup in the folder of the backups');

const backupFile = z.strictObject({
  file: z.string(),
  at: z.string(),
  bytes: z.number().int(),
  /** the last event that is in it */
  events: z.number().int(),
  head: z.string(),
  authentic: z
    .boolean()
    .describe(
      'its first line was made with the passphrase of now; else its time and number are only what it says',
    ),
});
export type BackupFile = z.infer<typeof backupFile>;

/** What was found when a backup was put back into a temporary file. */
const backupCheck = z.strictObject({
  file: z.string(),
  events: z.number().int(),
  head: z.string(),
  openOrders: z.number().int().describe('how many open orders were computed again'),
  problems: z.array(z.string()).describe('what does not hold; empty if all does'),
});
export type BackupCheck = z.infer<typeof backupCheck>;

export const backupSettings = z.strictObject({
  folder,
  everyHours: z.number().int().min(1).max(168).nullable(),
  keep: z.number().int().min(1).max(365),
});

/** What a backup, or a look into one, is at; `total` is 0 while it is not known yet. */
const backupProgress = z.strictObject({
  step: z.enum(['copy', 'encrypt', 'put-back', 'check']),
  done: z.number().int(),
  total: z.number().int(),
});
export type BackupProgress = z.infer<typeof backupProgress>;

/** What is left to know where the data file is damaged. */
export const damaged = z.strictObject({
  code: z.string(),
  movedAt: z.string().nullable().describe('when the data went to a database, where that was noted'),
  folder: z.string().nullable().describe('where backups were kept, if that was ever set'),
  backups: z.array(backupFile),
  readable: z.boolean().describe('somebody who works here can sign in to look at what still reads'),
});

const restoring = {
  file,
  passphrase,
  reason: wordsField(400),
  username: z.string().max(64).describe('a supervisor whom the backup knows'),
  ...signed,
};

export const backupCommands = {
  'backup.status': command(
    'administer',
    'read',
    nothing,
    z.strictObject({
      settings: backupSettings.nullable(),
      files: z.array(backupFile),
      running: backupProgress.nullable(),
      lastFailure: z.strictObject({ at: z.string(), code: z.string() }).nullable(),
    }),
  ),
  'backup.configure': command(
    'administer',
    'write',
    backupSettings.extend({
      passphrase: z
        .string()
        .min(12, 'at least 12 characters')
        .max(200)
        .nullable()
        .describe('null: the one that is set stays'),
      ...signed,
    }),
    backupSettings,
  ),
  'backup.make': command('administer', 'write', nothing, backupFile.extend({ check: backupCheck })),
  'backup.check': command('administer', 'read', z.strictObject({ file, passphrase }), backupCheck),
  'backup.restore': command(
    'administer',
    'write',
    z.strictObject(restoring),
    z.strictObject({ replaced: z.string(), check: backupCheck }),
  ),
  /** The same where the data file is damaged, and nobody can sign in; refused where it is not. */
  'recovery.restore': command(
    'public',
    'write',
    z.strictObject(restoring),
    z.strictObject({ replaced: z.string(), check: backupCheck }),
  ),
  /** The recovery code, where the key of the data file is not to be had; answered late, one at a time. */
  'recovery.key': command('public', 'write', z.strictObject({ code: z.string().max(200) }), nothing),
  'key.status': command(
    'administer',
    'read',
    nothing,
    z.strictObject({ recovery: z.boolean().describe('a recovery code was made for the data file') }),
  ),
  /** Makes a new recovery code, which stands nowhere else; the one of before is none any more. */
  'key.recovery': command(
    'administer',
    'write',
    z.strictObject(signed),
    z.strictObject({ code: z.string() }),
  ),
} as const;
