import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { issue, Refused } from '../../../../engine/number/result.ts';
import { jsonOrNull, readOwn, writeOwn } from '../../../services/keys/secrets.ts';

const kept = z.strictObject({
  by: z.enum(['keychain', 'key-file']),
  text: z.string(),
});
/** What a keeper gave for a secret. */
export type Kept = z.infer<typeof kept>;

const site = z.strictObject({
  address: z.string(),
  /** the fingerprint that a person has compared */
  pin: z.string(),
  /** those that were pinned before, and until when */
  before: z.array(z.strictObject({ pin: z.string(), until: z.string() })),
  /** what the station is called */
  station: z.string(),
  /** what it carries, sealed */
  secret: kept,
});
export type RememberedSite = z.infer<typeof site>;

const placeFile = z.strictObject({
  format: z.literal('meniscus-place-1'),
  at: z.enum(['here', 'site']),
  site: site.nullable(),
});
type PlaceFile = z.infer<typeof placeFile>;

const placePath = (data: string): string => join(data, 'meniscus.place');

/** Where this computer was said to work; null: nobody said. */
export function readPlace(data: string): PlaceFile | null {
  const text = readOwn(placePath(data));
  if (text === null) return null;
  const found = placeFile.safeParse(jsonOrNull(text));
  if (!found.success || (found.data.at === 'site' && found.data.site === null))
    throw new Refused(
      issue(
        'place-not-read',
        'meniscus.place',
        'where this computer works, said anew: its data file is as it was',
      ),
    );
  return found.data;
}

export const writePlace = (data: string, at: PlaceFile['at'], remembered: RememberedSite | null): void =>
  writeOwn(
    placePath(data),
    `${JSON.stringify({ format: 'meniscus-place-1', at, site: remembered } satisfies PlaceFile, null, 2)}\n`,
  );

/** Does anything of this computer's own lie there? Chromium keeps its files in a folder beside. */
export const hasOwnData = (data: string): boolean =>
  readdirSync(data).some((name) => name !== 'window' && !/^meniscus\.place(?:\.new)?$/.test(name));
