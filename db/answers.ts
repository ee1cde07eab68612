import type { Read, Write } from './handle.ts';
import { k, type Row } from './schema.ts';

export const answerFor = (db: Read, keyHash: string): Promise<Row<'answer'> | undefined> =>
  db.one(k.selectFrom('answer').selectAll().where('key_hash', '=', keyHash));

/** Keeps an answer, and lets go of those from before an instant: no window asks for them again. */
export async function insertAnswer(db: Write, row: Row<'answer'>, before: string): Promise<void> {
  await db.run(k.deleteFrom('answer').where('at', '<', before));
  await db.run(k.insertInto('answer').values(row));
}
