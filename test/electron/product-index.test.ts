import { expect, onTestFinished, test } from 'vitest';
import { k } from '../../db/schema.ts';
import { openOffice, type Window } from './office.ts';

/** A row as FDA's National Drug Code Directory has it (January 2015), with its maker. */
const listOf = (maker: string) =>
  [
    'PRODUCTNDC\tPRODUCTTYPENAME\tPROPRIETARYNAME\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tROUTENAME\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT',
    `0409-2540\tHUMAN PRESCRIPTION DRUG\tHydromorphone Hydrochloride\tHYDROMORPHONE HYDROCHLORIDE\tINJECTION, SOLUTION\tINTRAVENOUS\t${maker}\tHYDROMORPHONE HYDROCHLORIDE\t.2\tmg/mL`,
    '',
  ].join('\n');

async function send(by: Window, content: string) {
  const bytes = Buffer.from(content);
  const file = { file: 'product.txt', bytes: bytes.length, encoding: 'utf-8' } as const;
  const { job } = await by.do('product.import-start', file);
  const answer = await by.do('product.import-piece', { job, at: 0, bytes: bytes.toString('base64') });
  await by.do('product.import-end', { job, stopped: false, whole: false });
  return answer;
}

test('a product whose text was lost is found again by the next list that says it otherwise', async () => {
  const { supervisor, context, close } = await openOffice();
  onTestFinished(() => close());
  await send(supervisor, listOf('Hospira, Inc.'));
  const found = async () => (await supervisor.do('product.list', { search: 'hydromorphone' })).products;
  expect(await found()).toHaveLength(1);
  await context.store.write(async (db) => {
    await db.run(k.deleteFrom('product_search').where('code', '=', '00409-2540'));
    // SQLite's index still has what is gone, which PostgreSQL's has not.
    const none = k.deleteFrom('product_search').where('n', '=', -1).compile();
    const anew = { ...none, sql: `insert into product_index (product_index) select 'rebuild' where ? < 0` };
    if (context.store.address === null) await db.run({ compile: () => anew });
  });
  expect(await found()).toEqual([]);
  expect(await send(supervisor, listOf('Fresenius Kabi'))).toMatchObject({ changed: 1 });
  expect(await found()).toMatchObject([{ code: '00409-2540', maker: 'Fresenius Kabi' }]);
});
