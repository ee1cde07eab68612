import { appendEvent } from '../../../db/event-log.ts';
import { BACKUP_FAILED, backupEvent } from './event.ts';
import type { Context } from '../context.ts';
import { failureOf } from '../incident.ts';
import { dataDirOf, keyIn, makeBackup, runningIn } from './make.ts';
import { backupsIn, settingsIn } from './settings.ts';

/** House rule: how often it is looked whether a backup is due. */
const LOOK_MS = 300_000;
const HOUR_MS = 3_600_000;

export function isDue(context: Context, now: string): boolean {
  // Of a database, whoever runs it makes them.
  if (context.store.address !== null) return false;
  const settings = settingsIn(dataDirOf(context));
  if (settings === null || settings.everyHours === null || runningIn(context) !== null) return false;
  // A file that only looks like a newer backup must not keep the next one from being made.
  const last = backupsIn(settings, keyIn(context)).find((f) => f.authentic);
  // One of a time to come was made by a clock that ran ahead: it says nothing of how old it is.
  const age = last === undefined ? -1 : Date.parse(now) - Date.parse(last.at);
  return age < 0 || age >= settings.everyHours * HOUR_MS;
}

/** Makes a backup if one is due. A failure is told in the log, and by `backup.status`; the next look tries again. */
export async function backupIfDue(context: Context): Promise<boolean> {
  const now = context.clock();
  if (!isDue(context, now)) return false;
  const tell = (command: string, event: { subject: string; subjectId: string; change: object }) =>
    context.store.write((db) =>
      appendEvent(db, {
        ...event,
        at: context.clock(),
        user: '-',
        station: '-',
        command,
        reason: 'scheduled',
        change: { ...event.change },
      }),
    );
  try {
    await tell('backup.make', backupEvent(await makeBackup(context, now)));
    return true;
  } catch (error) {
    const failure = failureOf(context, 'backup.make', error);
    const code = failure.code === 'refused' ? (failure.issues[0]?.code ?? 'refused') : failure.code;
    await tell(BACKUP_FAILED, { subject: 'backup', subjectId: '-', change: { code } });
    return false;
  }
}

/** Looks from time to time, once there is a whole data file; answers how to stop. */
export function schedule(context: () => Context | null, everyMs = LOOK_MS): () => void {
  const timer = setInterval(() => {
    const now = context();
    if (now) backupIfDue(now).catch(() => undefined);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
