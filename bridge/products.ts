import * as z from 'zod';
import { command } from './command.ts';

const count = z.number().int().min(0);
const text = z.string();

/** A row of a list that was kept out: on which line, in which column, and why. */
const importRefusal = z.strictObject({
  line: count,
  field: text,
  code: text,
  given: text.nullable(),
  accepted: text,
});
export type ImportRefusal = z.infer<typeof importRefusal>;

const importChange = z.strictObject({
  line: count,
  key: text,
  fields: z.array(z.strictObject({ name: text, from: text.nullable(), to: text.nullable() })),
});
export type ImportChange = z.infer<typeof importChange>;

const counts = z.strictObject({
  rows: count,
  added: count,
  changed: count,
  unchanged: count,
  refused: count,
});

/** A piece of a file. House rule: so much is parsed and written in one transaction. */
export const PIECE_BYTES = 65_536;
/** House rule: ten times the directory of today. */
export const MOST_BYTES = 536_870_912;
const encoding = z.enum(['utf-8', 'windows-1252']);

const importProgress = z.strictObject({
  job: text,
  kind: z.enum(['product', 'package', 'gtin']).nullable(),
  received: count.describe('bytes'),
  ...counts.shape,
  refusals: z.array(importRefusal).describe('of this piece'),
  changes: z.array(importChange).describe('of this piece'),
});
export type ImportProgress = z.infer<typeof importProgress>;

const importEnd = z.strictObject({
  absent: count.describe('products that are known and do not stand in this list'),
  left: count.describe('of those that are to be marked, how many are not yet: asked again'),
  sha256: text.nullable(),
});
export type ImportEnd = z.infer<typeof importEnd>;

const listing = z.strictObject({
  code: text.describe('labeler and product as 5-4'),
  printed: text,
  name: text,
  generic: text,
  substances: text,
  strength: text,
  form: text,
  route: text,
  maker: text,
  schedule: text.nullable(),
  absent: z.boolean().describe('a whole list of later did not have it any more'),
});
export type ProductListing = z.infer<typeof listing>;

const source = z.strictObject({ file: text, at: text });
export type ProductSource = z.infer<typeof source>;

const productView = z.strictObject({
  ...listing.shape,
  kind: text.nullable(),
  category: text.nullable(),
  application: text.nullable(),
  started: text.nullable(),
  ended: text.nullable(),
  source,
  absentFrom: source.nullable(),
  packages: z.array(z.strictObject({ ndc: text, printed: text, description: text, absent: z.boolean() })),
  gtins: z.array(z.strictObject({ gtin: text, ndc: text })),
});
export type ProductView = z.infer<typeof productView>;

const importLine = z.strictObject({
  id: text,
  kind: z.enum(['product', 'package', 'gtin']).nullable(),
  file: text,
  at: text,
  by: text,
  ended: z.boolean(),
  sha256: text.nullable(),
  counts: counts.nullable(),
});
export type ImportLine = z.infer<typeof importLine>;

const difference = z.enum([
  'another-drug',
  'further-drug',
  'another-strength',
  'strength-not-compared',
  'no-ingredient',
]);

export const productCommands = {
  'product.list': command(
    'signed-in',
    'read',
    z.strictObject({ search: text.max(80), from: count.max(10_000_000).default(0) }),
    z.strictObject({
      products: z.array(listing),
      total: count,
      totalIsLeast: z.boolean(),
      instead: z
        .array(z.strictObject({ typed: text, word: text }))
        .describe('words that stand nowhere, and what was looked for in their place'),
    }),
  ),
  'product.get': command('signed-in', 'read', z.strictObject({ code: text.max(20) }), productView),
  'product.lookup': command(
    'signed-in',
    'read',
    z.strictObject({
      code: text.max(200).describe('an NDC as typed, or what a scanner sends of a package'),
      vial: z.strictObject({ drug: text.max(64), strength: text.max(40) }).nullable(),
    }),
    z.strictObject({
      ndc: text.nullable(),
      product: listing.nullable(),
      package: text.nullable(),
      differences: z.array(difference),
    }),
  ),
  'product.imports': command(
    'signed-in',
    'read',
    z.strictObject({}),
    z.strictObject({ imports: z.array(importLine) }),
  ),
  'product.import-start': command(
    'administer',
    'write',
    z.strictObject({
      file: text.min(1).max(200).describe('its name, without the folder'),
      bytes: count,
      encoding: encoding.default('utf-8'),
    }),
    z.strictObject({ job: text }),
  ),
  'product.import-piece': command(
    'administer',
    'write',
    z.strictObject({
      job: text.max(64),
      at: count.describe('bytes that came before'),
      bytes: text.max(2 * PIECE_BYTES).describe('in base64'),
    }),
    importProgress,
  ),
  'product.import-end': command(
    'administer',
    'write',
    z.strictObject({
      job: text.max(64),
      stopped: z.boolean().describe('before the end of the file'),
      whole: z.boolean().describe('what it does not have is marked as no longer listed'),
    }),
    importEnd,
  ),
} as const;
