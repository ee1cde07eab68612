import { createHash } from 'node:crypto';
import { drawArtefact } from '../../../electron/print/artefact.tsx';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { fentanyl, hydromorphone, library } from './fixture.ts';

export interface Hashes {
  allHashes(): Promise<Record<string, string>>;
}

/** Each kind on its first paper: what differs by paper is held by the golden files, as bytes too. */
export const firstOfKind = templates.filter((t, i) => templates.findIndex((x) => x.kind === t.kind) === i);

/** SHA-256 of each kind of form of each fixture. */
export async function allHashes(): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const view of [hydromorphone(), fentanyl()]) {
    const record = artefactRecord(view, library, 'prepared');
    if (!record.ok) throw new Error(record.failure.code);
    for (const template of firstOfKind) {
      const drawn = await drawArtefact(template, record.value);
      if (!drawn.ok) throw new Error(drawn.failure.code);
      hashes[`${template.version} ${record.value.drug}`] = createHash('sha256')
        .update(drawn.value)
        .digest('hex');
    }
  }
  return hashes;
}
