import type { OrderContent } from '../../../engine/order/order.ts';
import { emptyCourse } from './draft-course.ts';
import { draftOf, emptyDraft, type OrderDraft } from './draft.ts';

/** What belongs to one prescription, to one day or to one bag, in the words of the form: it is asked again (docs/decisions/0352). */
export const NOT_COPIED =
  'prescriber, Rx number, start, first order or not, naloxone, loading dose, course, measured overfill, what the line holds, note';

/** The last order of a patient as the start of the next. */
export function asLast(last: OrderContent, zone: string): OrderDraft {
  const empty = emptyDraft('');
  const { firstOrder, naloxone, startDate, startTime, overfill, lineVolume, note } = empty;
  const then = draftOf(last, '', '', zone);
  return {
    ...then,
    ...emptyCourse(then.drugAmount.unit),
    indication: then.indication,
    loading: { ...then.loading, number: '' },
    firstOrder,
    naloxone,
    startDate,
    startTime,
    overfill,
    lineVolume,
    note,
    lineConcentration: { ...then.lineConcentration, number: '' },
    also: then.also.map((x) => ({ ...x, inLine: { ...x.inLine, number: '' } })),
  };
}
