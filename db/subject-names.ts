import { sql } from 'kysely';
import type { Read } from './handle.ts';
import { k } from './schema.ts';

interface Subject {
  readonly subject: string;
  readonly subjectId: string;
}

/** One question for each kind of subject that people have a name for. */
const NAMES = {
  order: (ids: readonly string[]) =>
    k.selectFrom('orders').select(['id', 'number as name']).where('id', 'in', ids),
  patient: (ids: readonly string[]) =>
    k
      .selectFrom('patient as p')
      .innerJoin('patient_version as v', (j) =>
        j.onRef('v.patient_id', '=', 'p.id').onRef('v.version', '=', 'p.version'),
      )
      .select(['p.id', sql<string>`v.family || ', ' || v.given`.as('name')])
      .where('p.id', 'in', ids),
  user: (ids: readonly string[]) =>
    k.selectFrom('user').select(['id', 'username as name']).where('id', 'in', ids),
  station: (ids: readonly string[]) =>
    k
      .selectFrom('station')
      .select((e) => ['id', e.fn.coalesce('name', e.val('')).as('name')])
      .where('id', 'in', ids),
};
const isNamed = (subject: string): subject is keyof typeof NAMES => Object.hasOwn(NAMES, subject);

/** What people call what events are about: the number of an order, the name of a patient, a user name. By subject and id. */
export async function subjectNames(
  db: Read,
  events: readonly Subject[],
): Promise<(of: Subject) => string | null> {
  const ids = new Map<keyof typeof NAMES, Set<string>>();
  for (const { subject, subjectId } of events)
    if (isNamed(subject)) ids.set(subject, (ids.get(subject) ?? new Set()).add(subjectId));
  const names = new Map<string, string>(
    (
      await Array.fromAsync([...ids], async ([subject, of]) =>
        (await db.all(NAMES[subject]([...of]))).map(({ id, name }) => [`${subject} ${id}`, name] as const),
      )
    ).flat(),
  );
  return ({ subject, subjectId }) => names.get(`${subject} ${subjectId}`) ?? null;
}
