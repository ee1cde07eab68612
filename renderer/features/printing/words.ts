import { PAPERS } from '../../../bridge/forms.ts';
import type { JobState, Printer } from '../../../bridge/printing.ts';
import type { Severity } from '../../ui/mark.tsx';

export const LANGUAGES: Readonly<Record<Printer['language'], string>> = {
  'zpl-203': 'ZPL, 203 dpi',
  'zpl-300': 'ZPL, 300 dpi',
  pdf: 'PDF',
};

export const wayWords = (way: Printer['way']): string =>
  way.kind === 'tcp' ? `${way.host}:${way.port}` : way.kind === 'spooler' ? `queue ${way.queue}` : way.folder;

export const paperWords = (papers: Printer['papers']): string => papers.map((p) => PAPERS[p]).join(', ');

interface StateWords {
  readonly severity: Severity;
  readonly word: string;
}
export const STATES: Readonly<Record<JobState, StateWords>> = {
  queued: { severity: 'info', word: 'waiting' },
  sending: { severity: 'info', word: 'being sent' },
  sent: { severity: 'pass', word: 'sent' },
  failed: { severity: 'hard', word: 'not printed' },
  unknown: { severity: 'unknown', word: 'look at the printer' },
};

/** What stands before the colon of a job's reason. */
const WHY: Readonly<Record<string, string>> = {
  'printer-not-reached': 'the printer was not reached',
  'printer-stalled': 'the printer stopped taking data',
  'connection-broken': 'the connection broke',
  'connection-closed-midway': 'the printer hung up midway',
  'spooler-missing': 'there is no print spooler on this machine',
  'spooler-refused': 'the spooler refused it',
  'spooler-stalled': 'the spooler does not answer',
  'spooler-ended': 'the spooler broke off',
  'spooler-not-on-windows': 'there are no spooler queues on Windows',
  'folder-not-written': 'the folder can not be written',
  'folder-not-named': 'no supervisor has named a folder above it, under Pharmacy',
  'host-not-named': 'no supervisor has named its address, under Pharmacy',
  'program-ended-while-sending': 'the program ended while it was being sent',
  'program-ended-before-sending': 'the program ended before it was sent',
  'not-printed': 'somebody looked: nothing came out',
  cancelled: 'cancelled before anything was sent',
};

/** Why a job did not end well: in words, with what the system said. */
export function whyWords(why: string): string {
  const [code = '', ...rest] = why.split(': ');
  const said = rest.join(': ');
  return `${WHY[code] ?? code}${said === '' ? '' : ` (${said})`}`;
}
