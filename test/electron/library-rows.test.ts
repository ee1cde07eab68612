import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordView } from '../../bridge/library.ts';
import { openOffice, type Office, type Window } from './office.ts';

/* The keys stand in the case file, not in the seed: a row that falls out of the seed, or of a page, is missed here. */
const cases = JSON.parse(readFileSync(join(import.meta.dirname, '../cases/library-rows.json'), 'utf8')) as {
  readonly collected: Readonly<Record<string, readonly string[]>>;
  readonly kept: Readonly<Record<string, readonly string[]>>;
};
/** As many as were counted in the publications' own tables: 19 drugs, 4 diluents, 128 limits and 17 of the third collection. */
const COLLECTED = { drugs: 19, diluents: 4, limits: 145 };
/** A drug is a frame: each of its parts has its own source. */
const OF_PARTS: readonly string[] = ['drugs'];

let office: Office & { supervisor: Window };
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const records = (wanted: { collection?: string; drug?: string }) =>
  office.supervisor.do('library.records', wanted);
const traced = (r: RecordView): boolean =>
  (r.source !== null && r.source.citation !== '') || r.provenance !== '' || OF_PARTS.includes(r.collection);

test('as many were collected as were counted', () => {
  const counts = Object.entries(cases.collected).map(([id, keys]) => [id, new Set(keys).size]);
  expect(Object.fromEntries(counts)).toEqual(COLLECTED);
});

describe.each(Object.keys(cases.kept))('no row of %s was dropped', (collection) => {
  const wanted = new Set([...(cases.collected[collection] ?? []), ...(cases.kept[collection] ?? [])]);

  test('each is on the page of its collection, says something, and leads to its source', async () => {
    const rows = new Map((await records({ collection })).map((r) => [r.key, r]));
    expect([...wanted].filter((key) => !rows.has(key))).toEqual([]);
    const found = [...wanted].flatMap((key) => rows.get(key) ?? []);
    expect(found.filter((r) => r.says === '' || r.facts.length === 0).map((r) => r.key)).toEqual([]);
    expect(found.filter((r) => !traced(r)).map((r) => r.key)).toEqual([]);
  });

  test('each that is of a drug is on the page of that drug', async () => {
    const rows = (await records({ collection })).filter((r) => wanted.has(r.key));
    const drugs = new Set((await office.supervisor.do('formulary.list', {})).drugs.map((d) => d.id));
    const pages = new Map<string, Set<string>>();
    for (const drug of drugs)
      pages.set(drug, new Set((await records({ drug })).map((r) => `${r.collection} ${r.key}`)));
    const missed = rows.flatMap((r) =>
      r.drugs
        .filter((d) => drugs.has(d) && !pages.get(d)?.has(`${collection} ${r.key}`))
        .map((d) => `${d}: ${r.key}`),
    );
    expect(missed).toEqual([]);
  });
});
