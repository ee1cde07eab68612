import type { OrderContent } from '../../../engine/order/order.ts';
import { amount, amountOf, type Amount } from '../../ui/amount.ts';
import { instantAt, wallClock } from '../../ui/dates.ts';
import { optional } from './draft-regimen.ts';

type Course = NonNullable<OrderContent['course']>;
type YesNo = '' | 'yes' | 'no';

/** What rules ask about the course of the drug, as it is typed. Nothing is needed: a rule says what it lacks. */
export interface CourseDraft {
  readonly indication: '' | NonNullable<Course['indication']>;
  readonly dosesPerHour: string;
  readonly daysBefore: string;
  readonly amountBefore: Amount;
  readonly changedDate: string;
  readonly changedTime: string;
  readonly loadingOver: Amount;
  readonly taperOver: Amount;
  readonly preservativeFree: YesNo;
  readonly epinephrine: YesNo;
}

export const emptyCourse = (unit = 'mg'): CourseDraft => ({
  indication: '',
  dosesPerHour: '',
  daysBefore: '',
  amountBefore: amount(unit),
  changedDate: '',
  changedTime: '',
  loadingOver: amount('min'),
  taperOver: amount('day'),
  preservativeFree: '',
  epinephrine: '',
});

const yesNo = (value: boolean | undefined): YesNo => (value === undefined ? '' : value ? 'yes' : 'no');

/** Only what was stated; nothing at all if nothing was. `pressed`: the patient triggers doses. */
export function courseOf(d: CourseDraft, zone: string, pressed: boolean): { course?: Course } {
  const course: Course = {
    ...(d.indication === '' ? {} : { indication: d.indication }),
    ...(d.dosesPerHour === '' || !pressed ? {} : { dosesPerHour: d.dosesPerHour }),
    ...(d.daysBefore === '' ? {} : { daysBefore: d.daysBefore }),
    ...optional('amountBefore', d.amountBefore),
    ...(d.changedDate === '' && d.changedTime === ''
      ? {}
      : { doseChangedAt: instantAt(d.changedDate, d.changedTime, zone) }),
    ...optional('loadingOver', d.loadingOver),
    ...optional('taper', d.taperOver),
    ...(d.preservativeFree === '' ? {} : { preservativeFree: d.preservativeFree === 'yes' }),
    ...(d.epinephrine === '' ? {} : { epinephrine: d.epinephrine === 'yes' }),
  };
  return Object.keys(course).length === 0 ? {} : { course };
}

/** The course of a saved order, opened for change. */
export function courseDraft(c: Course | undefined, unit: string, zone: string): CourseDraft {
  const changed = c?.doseChangedAt === undefined ? null : wallClock(new Date(c.doseChangedAt), zone);
  return {
    indication: c?.indication ?? '',
    dosesPerHour: c?.dosesPerHour ?? '',
    daysBefore: c?.daysBefore ?? '',
    amountBefore: amountOf(c?.amountBefore, unit),
    changedDate: changed?.date ?? '',
    changedTime: changed?.time ?? '',
    loadingOver: amountOf(c?.loadingOver, 'min'),
    taperOver: amountOf(c?.taper, 'day'),
    preservativeFree: yesNo(c?.preservativeFree),
    epinephrine: yesNo(c?.epinephrine),
  };
}
