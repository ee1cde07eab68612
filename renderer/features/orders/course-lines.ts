import type { OrderContent } from '../../../engine/order/order.ts';

const YES_NO = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';

/** What was stated of the course, as name and words; what was not stated is left out. */
export function courseLines(
  course: OrderContent['course'],
  at: (instant: string) => string,
): (readonly [string, string])[] {
  if (!course) return [];
  const all: (readonly [string, string | undefined])[] = [
    ['indication', course.indication?.replaceAll('-', ' ')],
    ['doses an hour, expected', course.dosesPerHour],
    ['days with it before', course.daysBefore],
    ['given in all before', course.amountBefore],
    ['dose last changed', course.doseChangedAt && at(course.doseChangedAt)],
    ['loading dose runs over', course.loadingOver],
    ['tapered at the end over', course.taper],
    ['preservative-free', YES_NO(course.preservativeFree)],
    ['with epinephrine', YES_NO(course.epinephrine)],
  ];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
