import type { Command } from './contract.ts';

/**
 * What makes a record that was not there: a window sends a key of its own with each, and the same call sent twice (a
 * double click, an answer that was lost) is done once and answered twice.
 * Not a person: the answer holds a first password, which is kept nowhere. Sent twice, the user name is taken.
 */
export const CREATES: ReadonlySet<Command> = new Set<Command>([
  'patient.save',
  'patient.merge-propose',
  'patient.apart',
  'prescriber.save',
  'order.save',
  'administration.add',
  'waste.record',
  'library.propose',
  'library.answer',
  'double-check.enter',
  'printer.save',
  'print.issue',
  'print.send',
  'stale.account',
  'log.correct',
]);
