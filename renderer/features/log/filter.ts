import type { LogFilter } from '../../../bridge/records.ts';
import { instantAt } from '../../ui/dates.ts';

/** The filter as it is typed. */
export interface Typed {
  readonly text: string;
  readonly command: string;
  readonly user: string;
  readonly from: string;
  readonly to: string;
}
export const NONE: Typed = { text: '', command: '', user: '', from: '', to: '' };

/** Only what was filled in filters. Days are whole days of the pharmacy's own time. */
export function filterOf(t: Typed, zone: string): LogFilter {
  return {
    ...(t.text === '' ? {} : { text: t.text }),
    ...(t.command === '' ? {} : { command: t.command }),
    ...(t.user === '' ? {} : { user: t.user }),
    ...(t.from === '' ? {} : { from: instantAt(t.from, '00:00', zone) }),
    ...(t.to === '' ? {} : { to: instantAt(t.to, '23:59', zone) }),
  };
}
