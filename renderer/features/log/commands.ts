import type { Command, contract } from '../../../bridge/contract.ts';

type Writing = { [C in Command]: (typeof contract)[C]['mode'] extends 'write' ? C : never }[Command];

/**
 * What the log can be narrowed to: each command that changes something (a new one does not compile until it stands
 * here), and what the program writes down by itself. `true`: it is found in the log.
 */
const COMMANDS: Readonly<Record<Writing, boolean>> = {
  'order.save': true,
  'order.submit': true,
  'order.resolve': true,
  'double-check.enter': true,
  'order.verify': true,
  'order.hold': true,
  'order.resume': true,
  'order.discontinue': true,
  'order.void': true,
  'order.final-check': true,
  'order.release': true,
  'order.complete': true,
  'preparation.start': true,
  'preparation.record': true,
  'print.issue': true,
  'waste.record': true,
  'library.propose': true,
  'library.approve': true,
  'library.decline': true,
  'print.send': true,
  'job.retry': true,
  'job.settle': true,
  'job.cancel': true,
  'printer.save': true,
  'printer.test': true,
  'batch.start': true,
  'stale.account': true,
  'patient.save': true,
  'prescriber.save': true,
  'administration.add': true,
  'site.save': true,
  'user.add': true,
  'user.update': true,
  'user.set-badge': true,
  'user.set-active': true,
  'user.deactivate': true,
  'user.reset-password': true,
  'policy.save': true,
  'session.sign-in': true,
  'session.sign-out': true,
  'session.lock': true,
  'session.unlock': true,
  'session.set-pin': true,
  'session.change-password': true,
  'system.first-run': true,
  'log.correct': true,
  'export.start': true,
  'backup.configure': true,
  'backup.make': true,
  'backup.restore': true,
  // Written as `backup.restore`, into the file that was put back.
  'recovery.restore': false,
};
const BY_ITSELF = [
  'backup.failed',
  'batch.done',
  'export.done',
  'job.step',
  'library.seed',
  'library.start',
  'log.loss',
  'print.refused',
  'session.end',
  'session.sign-in.refused',
  'session.unlock.refused',
  'waste.record.refused',
];

export const commandOptions = [
  ...Object.entries(COMMANDS).flatMap(([name, isWritten]) => (isWritten ? [name] : [])),
  ...BY_ITSELF,
]
  .toSorted()
  .map((value) => ({ value, label: value }));
