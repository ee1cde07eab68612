import { form } from '../../../bridge/forms.ts';
import type { OrderView } from '../../../bridge/records.ts';
import type { LinkState } from './findings.ts';

/** Whether what was printed is what was checked: nothing printed, printed and current, or printed from another version. */
export function printState(
  order: Pick<OrderView, 'printOuts' | 'version'> | null,
  changed: boolean,
): { state: LinkState; why: string } {
  const last = new Map((order?.printOuts ?? []).map((p) => [p.kind, p]));
  if (last.size === 0) return { state: 'not-yet', why: 'Nothing was printed.' };
  const stale = [...last.values()].filter((p) => p.stale || changed);
  if (stale.length > 0)
    return {
      state: 'fails',
      why: `Superseded: ${stale.map((p) => `${form(p.kind).title} of version ${p.version}`).join(', ')}.`,
    };
  return { state: 'agrees', why: 'What was printed carries this version.' };
}
