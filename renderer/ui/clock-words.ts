import type { Output } from '../../bridge/contract.ts';
import { instantWords } from './dates.ts';

type Clock = NonNullable<Output<'system.status'>['clock']>;

/** What is wrong with this machine's clock, for whoever sits in front of it. */
export const clockWords = ({ why, trusted, now }: Clock, zone: string): string =>
  why === 'ahead'
    ? `The clock of this machine says ${instantWords(now, zone)}, further on than the time that has passed since it was last certain, at ${instantWords(trusted, zone)}.`
    : `The clock of this machine says ${instantWords(now, zone)}, before ${instantWords(trusted, zone)}, when it was last certain: it is behind now, or it was ahead when the last entries in the log were written.`;
