import type { Command } from './contract.ts';

const KEYED = [
  'patient.save',
  'patient.merge-propose',
  'patient.apart',
  'prescriber.save',
  'order.save',
  'order.submit',
  'administration.add',
  'waste.record',
  'library.propose',
  'library.answer',
  'library.stop',
  'library.import',
  'double-check.enter',
  'printer.save',
  'print.issue',
  'print.send',
  'batch.start',
  'export.start',
  'stale.account',
  'log.correct',
  'product.import-start',
] as const satisfies readonly Command[];

/**
 * What makes a record that was not there: a window sends a key of its own with each, and the same call sent twice (a
 * double click, an answer that was lost) is done once and answered twice. A command that changes something and does not
 * stand here says in `test/electron/sent-twice.test.ts` why nothing is made twice, or does not compile.
 * Not a person: the answer holds a first password, which is kept nowhere. Sent twice, the user name is taken.
 */
export const CREATES: ReadonlySet<Command> = new Set<Command>(KEYED);
export type Keyed = (typeof KEYED)[number];
