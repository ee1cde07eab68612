import { expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { collections } from '../../../engine/formulary/records/registry.ts';
import { formOf } from '../../../engine/formulary/records/form.ts';
import { library as librarySchema, type Library } from '../../../engine/formulary/formulary.ts';

const seed = seedLibrary();
/** Counted in db/seed: formulary.json (diluents, drugs, their vials and rules, route_rules), stability, compatibility, interactions. */
const COUNTED: Readonly<Record<string, number>> = {
  diluents: 4,
  drugs: 19,
  vials: seed.formulary.drugs.flatMap((d) => d.vials).length,
  limits: seed.formulary.drugs.flatMap((d) => d.rules).length + seed.formulary.route_rules.length,
  stability: 71,
  compatibility: 46,
  interactions: 57,
  protocols: 6,
  stops: 0,
  confirmations: 0,
  'trusted-keys': 0,
};

test.each(collections.map((c) => [c.id, c] as const))(
  'every published record of %s has a key of its own, and its form reads it',
  (id, c) => {
    const rows = c.rows(seed);
    expect(rows).toHaveLength(COUNTED[id]!);
    expect(new Set(rows.map((r) => r.key)).size).toBe(rows.length);
    expect(rows.flatMap((r) => (r.key === c.key(r.record) && r.key.length <= 400 ? [] : [r.key]))).toEqual(
      [],
    );
    const unread = rows.flatMap((r) => {
      const read = c.schema.safeParse(r.record);
      return read.success
        ? []
        : [`${r.key}: ${read.error.issues[0]?.path.join('.')} ${read.error.issues[0]?.message}`];
    });
    expect(unread).toEqual([]);
    expect(formOf(c).properties).toBeDefined();
  },
);

test.each(collections.map((c) => [c.id, c] as const))(
  'a published record of %s contradicts none that is published, and put again changes no figure',
  (_, c) => {
    const refused = c
      .rows(seed)
      .flatMap(({ key, record }) =>
        c
          .issues(record, { library: c.drop(seed, key), published: record })
          .map((i) => `${key}: ${i.code} ${i.path} ${i.given}`),
      );
    expect(refused).toEqual([]);
    const again = c.rows(seed).reduce<Library>((library, { record, source, provenance }) => {
      const mark = { source, provenance, published: record, bearing: 'same', confirmed: true } as const;
      return c.put(library, record, mark);
    }, seed);
    expect(c.rows(again)).toEqual(c.rows(seed));
    expect(librarySchema.safeParse(again).success).toBe(true);
  },
);
