import type { Output } from '../../bridge/contract.ts';
import { instantWords } from './dates.ts';

type Clock = NonNullable<Output<'system.status'>['clock']>;

/** What is wrong with this machine's clock, for whoever sits in front of it. It may have been set again since it was found. */
export const clockWords = ({ trusted, now }: Clock, zone: string): string =>
  now < trusted
    ? `The clock of this machine says ${instantWords(now, zone)}, before ${instantWords(trusted, zone)}, when it was last certain: it is behind now, or it was ahead when the last entries in the log were written.`
    : `The clock of this machine says ${instantWords(now, zone)}, and it is not certain that so much time has passed since ${instantWords(trusted, zone)}, when it was last certain.`;
