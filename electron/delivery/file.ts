import { link, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, failed, SENT, type Delivery, type Parcel } from './delivery.ts';

/** Writes into a folder that something else prints from. The file appears whole or not at all, and replaces none. */
export async function sendFile(folder: string, { bytes, language, title }: Parcel): Promise<Delivery> {
  const path = join(folder, `${title}.${language}`);
  const part = `${path}.part`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await unlink(part).catch(() => undefined);
    return failed(`folder-not-written: ${codeOf(error)}`);
  }
  try {
    // Unlike a rename, a link does not replace what is there.
    await link(part, path);
    return SENT;
  } catch (error) {
    return failed(`folder-not-written: ${codeOf(error)}`);
  } finally {
    await unlink(part).catch(() => undefined);
  }
}
