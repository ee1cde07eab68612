const WHY: Readonly<Record<string, string>> = {
  'disk-full': 'the disk is full',
  'disk-not-writable': 'the data folder can not be written',
  'disk-fault': 'the disk has a fault',
};

const INCIDENT = 'incident-';

/** Why an export was not made, as a clause. */
export function exportFailure(why: string | null): string {
  if (why?.startsWith(INCIDENT))
    return `something went wrong inside, and the log is as it was; tell support incident ${why.slice(INCIDENT.length)}`;
  return WHY[why ?? ''] ?? why ?? 'it is not known why';
}
