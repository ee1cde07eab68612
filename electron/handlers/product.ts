import * as z from 'zod';
import { MOST_BYTES } from '../../bridge/products.ts';
import { canonical } from '../../db/canonical.ts';
import { keptValue } from '../../db/kept.ts';
import {
  countProducts,
  endImport,
  gtinsOf,
  importsOf,
  insertImport,
  lastImports,
  packagesOf,
  productAt,
  productsByName,
  rowsOf,
  setAbsent,
} from '../../db/products.ts';
import { searchProducts } from '../../db/product-search.ts';
import { productOfNdc } from '../../engine/order/ndc.ts';
import { listedDifferences } from '../../engine/order/listed-product.ts';
import { found, refuse, type Handlers } from '../services/call.ts';
import { newId } from '../services/ids.ts';
import { Import, importsOn } from '../services/products/imports.ts';
import { allAsWritten, asWritten, listedOf, listingOf } from '../services/products/lookup.ts';

const PAGE = 50;
/** House rule: more packages of one product are not shown. */
const MOST_PACKAGES = 500;
/** So many are marked in one transaction. */
const MARKED_AT_ONCE = 300;

export const productHandlers = {
  'product.list': async ({ db }, { search, from }) => {
    if (search.trim() === '') {
      const rows = await productsByName(db, from, PAGE);
      return {
        products: await allAsWritten(db, rows),
        total: await countProducts(db),
        totalIsLeast: false,
        instead: [],
      };
    }
    const byCode = /^[\d-]{8,}$/.test(search.trim()) ? await listedOf(db, search) : [];
    const codes = new Set(byCode.map(({ ndc }) => productOfNdc(ndc)));
    const { codes: named, more, instead } = await searchProducts(db, search);
    for (const code of named) codes.add(code);
    const rows = await rowsOf(db, 'product', [...codes]);
    const there = [...codes].flatMap((code) => rows.get(code) ?? []);
    const products = await allAsWritten(db, there);
    return { products, total: products.length, totalIsLeast: more, instead: [...instead] };
  },

  'product.get': async ({ db }, { code }) => {
    const row = found(await productAt(db, code), 'product');
    await asWritten(db, 'product', code);
    const [packages, gtins] = [
      await packagesOf(db, code, MOST_PACKAGES),
      await gtinsOf(db, code, MOST_PACKAGES),
    ];
    const ids = [row.import_id, ...(row.absent_import === null ? [] : [row.absent_import])];
    const imports = new Map((await importsOf(db, ids)).map((i) => [i.id, { file: i.file, at: i.at }]));
    const { kind, category, application, started, ended } = row;
    return {
      ...listingOf(row),
      kind,
      category,
      application,
      started,
      ended,
      source: found(imports.get(row.import_id), 'import'),
      absentFrom: row.absent_import === null ? null : found(imports.get(row.absent_import), 'import'),
      packages: packages.map((p) => ({
        ndc: p.ndc,
        printed: p.printed,
        description: p.description,
        absent: p.absent_import !== null,
      })),
      gtins: gtins.map(({ gtin, ndc }) => ({ gtin, ndc })),
    };
  },

  'product.lookup': async ({ db, context }, { code, vial }) => {
    const [named, ...others] = await listedOf(db, code);
    if (named === undefined || others.length > 0)
      return { ndc: null, product: null, package: null, differences: [] };
    const { ndc, product, pack } = named;
    const lists = ({ substances, strengths, units }: NonNullable<typeof product>) => ({
      substances: listIn(substances),
      strengths: listIn(strengths),
      units: listIn(units),
    });
    return {
      ndc,
      product: product && listingOf(product),
      package: pack?.description ?? null,
      differences:
        product === null || vial === null
          ? []
          : listedDifferences(lists(product), vial, await context.library()),
    };
  },

  'product.imports': async ({ db }) => ({
    imports: (await lastImports(db, 20)).map((i) => ({
      id: i.id,
      kind: i.kind === null ? null : keptValue(kind, i.kind, 'product_import', i.id),
      file: i.file,
      at: i.at,
      by: i.by,
      ended: i.ended_at !== null,
      sha256: i.sha256,
      counts: i.counts === null ? null : countsOf.parse(JSON.parse(i.counts)),
    })),
  }),

  'product.import-start': async (call, { file, bytes, encoding }) => {
    const { context, db, user, now, event } = call;
    const imports = importsOn(context);
    const at = Date.parse(now);
    if (bytes === 0) refuse('product-file-empty', file, 'a file with rows', 'file');
    if (bytes > MOST_BYTES)
      refuse('product-file-large', String(bytes), `at most ${MOST_BYTES} bytes`, 'file');
    const other = [...imports.values()].find((i) => !i.isLeft(at));
    if (other) refuse('product-import-running', other.file, 'one file at a time: wait for it, or stop it');
    const id = newId(context, 'imp');
    const began = new Import(id, file, bytes, encoding, at);
    const open = { ended_at: null, sha256: null, counts: null };
    await insertImport(db, { id, kind: null, file, by_user: user.id, at: now, ...open });
    await event({ subject: 'product-import', subjectId: id, change: { file, bytes, encoding } });
    call.afterwards(() => {
      imports.clear();
      imports.set(id, began);
    });
    return { job: id };
  },

  'product.import-piece': {
    before: async ({ context, now }, { job, at, bytes }) => {
      const running = found(importsOn(context).get(job), 'import');
      const piece = Buffer.from(bytes, 'base64');
      await running.read(at, piece, Date.parse(now));
      return async (write) => {
        const { answer, lines, settle } = await running.write(write.db, at, piece);
        const { kind: listed, changes } = answer;
        await write.event({
          subject: 'product-import',
          subjectId: job,
          change: { kind: listed, lines, changed: lines === null ? 0 : changes },
        });
        write.afterwards(settle);
        return answer;
      };
    },
  },

  'product.import-end': {
    before: async ({ context, db, now }, { job, stopped, whole }) => {
      const running = found(importsOn(context).get(job), 'import');
      const sha256 = stopped ? null : running.sha256();
      if (!stopped) await running.lookForAbsent(db);
      return async (write) => {
        const absent = stopped ? [] : (running.absent ?? []);
        const some = whole ? absent.slice(0, MARKED_AT_ONCE) : [];
        const table = running.kind === 'package' ? 'product_package' : 'product';
        for (const key of some) await setAbsent(write.db, table, key, job);
        const left = whole ? absent.length - some.length : 0;
        const end = { ...running.counts, absent: running.absentCount };
        if (left === 0)
          await endImport(write.db, job, {
            kind: running.kind,
            ended_at: now,
            sha256,
            counts: canonical(running.counts),
          });
        await write.event({
          subject: 'product-import',
          subjectId: job,
          change: { file: running.file, sha256, stopped, ...end, absentNow: [...some], left },
        });
        write.afterwards(() => {
          running.absent = absent.slice(some.length);
          if (left === 0) importsOn(context).delete(job);
        });
        return running.ended(left, sha256);
      };
    },
  },
} satisfies Partial<Handlers>;

const kind = z.enum(['product', 'package', 'gtin']);
const n = z.number();
const countsOf = z.strictObject({ rows: n, added: n, changed: n, unchanged: n, refused: n });

const listIn = (text: string): string[] => (text === '' ? [] : text.split(';').map((part) => part.trim()));
