import { printer } from '../../bridge/printing.ts';
import { kept } from '../../db/kept.ts';
import type { Stored } from '../../db/records.ts';

export const printerOf = ({ id, version, content }: Stored) => ({
  id,
  version,
  record: kept(printer, content, 'printer_version', id, version),
});
