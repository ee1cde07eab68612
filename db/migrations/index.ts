import type { Migration } from '../migrate.ts';
import { init } from './0010-init.ts';
import { people } from './0020-people.ts';
import { secondPerson } from './0030-second-person.ts';
import { blindCheck } from './0040-blind-check.ts';
import { printing } from './0050-printing.ts';
import { administration } from './0060-administration.ts';
import { papersBeforeTheCode } from './0070-papers-before-the-code.ts';
import { effectiveFrom } from './0090-effective-from.ts';
import { boundRows } from './0100-bound-rows.ts';
import { signed } from './0110-signed.ts';
import { lists } from './0130-lists.ts';
import { answers } from './0140-answers.ts';
import { onePersonOneBag } from './0190-one-person-one-bag.ts';
import { lastSupervisor } from './0200-last-supervisor.ts';
import { clockDoubts } from './0210-clock-doubts.ts';
import { merged } from './0240-merged.ts';
import { packedReports } from './0250-packed-reports.ts';
import { looks } from './0260-looks.ts';
import { stations } from './0280-stations.ts';
import { secondFactor } from './0310-second-factor.ts';
import { hosts } from './0320-hosts.ts';
import { openOrders } from './0330-open-orders.ts';
import { products } from './0340-products.ts';
import { signingKey } from './0350-signing-key.ts';

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
  boundRows,
  signed,
  lists,
  answers,
  onePersonOneBag,
  lastSupervisor,
  clockDoubts,
  merged,
  packedReports,
  looks,
  stations,
  secondFactor,
  hosts,
  openOrders,
  products,
  signingKey,
];
