import type { PersonView } from '../../../bridge/people.ts';
import { instantWords } from '../../ui/dates.ts';

/** Whether somebody may sign in, and from or until when. */
export function stateWords(u: PersonView, zone: string): string {
  if (u.active) return u.activeTo === null ? 'active' : `active until ${instantWords(u.activeTo, zone)}`;
  return u.activeTo !== null && u.activeTo < new Date().toISOString()
    ? `closed since ${instantWords(u.activeTo, zone)}`
    : `active from ${instantWords(u.activeFrom, zone)}`;
}
