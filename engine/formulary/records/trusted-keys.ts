import * as z from 'zod';
import { read } from '../../number/fields.ts';
import type { Library } from '../formulary.ts';
import type { Collection } from './collection.ts';
import { words } from './fields.ts';

const publicKey = read('a key of 64 small hexadecimal digits', (text) =>
  /^[0-9a-f]{64}$/.test(text)
    ? { ok: true, value: text }
    : {
        ok: false,
        failure: { path: '', code: 'public-key-not-read', given: text, accepted: { code: 'public-key' } },
      },
);

/** A pharmacy whose libraries are read here: its name, and the key that it signs them with. */
const trustedKey = z.strictObject({
  name: words('Whose key it is', 80),
  key: publicKey.meta({ title: 'Public key, as its pharmacy shows it' }),
});
type TrustedKey = z.infer<typeof trustedKey>;

const inGroups = (key: string): string => key.match(/.{4}/g)?.join(' ') ?? key;

/** Whose libraries this site reads. In: a library. Out: the keys in force, which stand in the site's own records. */
export const trustedKeysOf = ({ site }: Pick<Library, 'site'>): readonly TrustedKey[] =>
  site.records.flatMap((r) =>
    r.collection === 'trusted-keys' && r.op === 'put' ? [r.record as TrustedKey] : [],
  );

/** Keys of other pharmacies. They stand in the records of the site alone: nobody publishes whom a pharmacy trusts. */
export const trustedKeys: Collection<TrustedKey> = {
  id: 'trusted-keys',
  title: 'Keys of other pharmacies',
  one: 'key',
  ofSiteAlone: true,
  schema: trustedKey,
  says: (r) => `${r.name}: ${inGroups(r.key)}`,
  key: (r) => r.key,
  rows: (library) =>
    trustedKeysOf(library).map((record) => ({
      key: record.key,
      record,
      source: null,
      provenance: 'house rule',
      drugs: [],
    })),
  put: (library) => library,
  drop: (library) => library,
  bearing: (before, after) => (after === null ? 'stricter' : before === null ? 'untold' : 'same'),
  issues: () => [],
};
