import { keptJson } from '../../db/kept.ts';
import type { Row } from '../../db/schema.ts';

/** What is said with a signature besides what was shown: taken from the row that it is kept in, then and later. */
export const saidOfResolution = ({
  key,
  position,
  needed,
  kind,
  reason,
  words,
  prescriber_contact,
}: Pick<
  Row<'resolution'>,
  'key' | 'position' | 'needed' | 'kind' | 'reason' | 'words' | 'prescriber_contact'
>) => ({ key, position, needed, kind, reason, words, prescriber_contact });

export const saidOfWaste = ({
  drug,
  preparation_id,
  lot,
  amount,
  reason,
  words,
  by_user,
  witness,
}: Pick<
  Row<'waste'>,
  'drug' | 'preparation_id' | 'lot' | 'amount' | 'reason' | 'words' | 'by_user' | 'witness'
>) => ({
  drug,
  preparation: preparation_id,
  lot,
  amount,
  reason,
  text: words,
  by: by_user,
  witness,
});

export const saidOfDoubleCheck = ({ entry, compared }: Pick<Row<'double_check'>, 'entry' | 'compared'>) => ({
  entry: keptJson(entry, 'double_check'),
  compared: keptJson(compared, 'double_check'),
});
