import type { Migration } from '../migrate.ts';
import { init } from './0010-init.ts';
import { people } from './0020-people.ts';
import { secondPerson } from './0030-second-person.ts';
import { blindCheck } from './0040-blind-check.ts';
import { printing } from './0050-printing.ts';
import { administration } from './0060-administration.ts';
import { papersBeforeTheCode } from './0070-papers-before-the-code.ts';
import { effectiveFrom } from './0090-effective-from.ts';

/** Append only. A released migration is never edited: a file that carries its number has already run it. */
export const migrations: readonly Migration[] = [
  init,
  people,
  secondPerson,
  blindCheck,
  printing,
  administration,
  papersBeforeTheCode,
  effectiveFrom,
];
