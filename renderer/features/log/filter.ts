import type { LogFilter } from '../../../bridge/records.ts';
import { dayAfter, instantAt } from '../../ui/dates.ts';

/** The filter as it is typed. */
export interface Typed {
  readonly order: string;
  /** the id of the patient who was picked */
  readonly patient: string;
  readonly drug: string;
  readonly lot: string;
  readonly user: string;
  readonly command: string;
  readonly text: string;
  readonly from: string;
  readonly to: string;
}
export const NONE: Typed = {
  order: '',
  patient: '',
  drug: '',
  lot: '',
  user: '',
  command: '',
  text: '',
  from: '',
  to: '',
};

/** Only what was filled in filters. Days are whole days of the pharmacy's own time, the last one to its very end. */
export function filterOf({ from, to, ...words }: Typed, zone: string): LogFilter {
  return {
    ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== '')),
    ...(from === '' ? {} : { from: instantAt(from, '00:00', zone) }),
    ...(to === '' ? {} : { to: instantAt(dayAfter(to), '00:00', zone) }),
  };
}

/** `10,000+`: counting stops there, because each count would read them all. */
export const countWords = (total: number, isLeast: boolean): string =>
  `${total.toLocaleString('en-US')}${isLeast ? '+' : ''}`;
