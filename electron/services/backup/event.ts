import type { BackupFile } from '../../../bridge/backup.ts';

export const BACKUP_FAILED = 'backup.failed';

/** What the log says of a backup that was made and checked. */
export const backupEvent = ({
  file,
  bytes,
  events,
  head,
  check,
}: BackupFile & { check: { openOrders: number } }) => ({
  subject: 'backup',
  subjectId: file,
  change: { bytes, events, head, openOrders: check.openOrders },
});
