import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { moveToDatabase, moveToFile, type Moved } from '../../../../db/dialect/postgres/move.ts';
import { gone, movedAway } from '../../../../db/absent.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { refusalsOf } from '../../../../words/refusal.ts';
import { DATA_FILE } from '../../../services/data-file.ts';
import { keysFor } from '../../../services/keys/data-key.ts';
import { hostKeepers } from '../../../services/keys/host-keepers.ts';
import { writeKeys } from '../../../services/keys/keys-file.ts';
import { dataFolder, makeFolder } from '../../../services/paths.ts';
import { EXIT, Exit } from './exit.ts';
import { refusal } from './refusal.ts';

interface MoveOptions {
  readonly data?: string;
  readonly to?: string;
  readonly from?: string;
}

/** `meniscus move --to postgres://…`, and `--from` for the way back. The password stands better in PGPASSWORD than here. */
export async function move({ data, to, from }: MoveOptions): Promise<string> {
  const address = to ?? from;
  if (address === undefined || (to !== undefined && from !== undefined))
    throw new Exit(
      EXIT.refused,
      'option-missing: accepted: either --to or --from, with the address of a database',
    );
  try {
    const folder = dataFolder(data);
    const path = join(folder, DATA_FILE);
    if (to !== undefined && !existsSync(path)) throw movedAway(path) ?? gone();
    makeFolder(folder);
    const { key, file } = keysFor(folder, hostKeepers());
    const at = new Date().toISOString();
    const moved = await (to === undefined ? moveToFile : moveToDatabase)({ address, path, key, at });
    if (!file.encrypted) writeKeys(folder, { ...file, encrypted: true });
    return said(moved, to !== undefined);
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}

const said = ({ tables, rows, head }: Moved, isTo: boolean): string =>
  [
    `${rows} rows of ${tables} tables, the same in both; log head ${head}`,
    isTo
      ? 'The data file is kept as meniscus.db.moved and opens no more.'
      : 'The database says of itself that its data went on elsewhere.',
    '',
  ].join('\n');
