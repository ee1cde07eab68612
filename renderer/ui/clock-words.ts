import type { Output } from '../../bridge/contract.ts';
import { instantWords } from './dates.ts';

type Clock = NonNullable<Output<'system.status'>['clock']>;

/** What is wrong with this machine's clock, for whoever sits in front of it. */
export const clockWords = ({ why, trusted, now }: Clock, zone: string): string =>
  `The clock of this machine says ${instantWords(now, zone)}, ${
    why === 'behind' ? 'before' : 'long after'
  } the last entry in the log, ${instantWords(trusted, zone)}.`;
