import type { Generated } from 'kysely';

/** What exists to buy, as queries see it: lists as they were imported, and what they are found by. */
export interface ProductTables {
  product_import: {
    id: string;
    kind: string | null;
    file: string;
    by_user: string;
    at: string;
    ended_at: string | null;
    sha256: string | null;
    counts: string | null;
  };
  product: {
    code: string;
    printed: string;
    name: string;
    generic: string;
    form: string;
    route: string;
    maker: string;
    substances: string;
    strengths: string;
    units: string;
    kind: string | null;
    schedule: string | null;
    category: string | null;
    application: string | null;
    started: string | null;
    ended: string | null;
    import_id: string;
    absent_import: string | null;
  };
  product_package: {
    ndc: string;
    printed: string;
    product_code: string;
    description: string;
    started: string | null;
    ended: string | null;
    import_id: string;
    absent_import: string | null;
  };
  product_gtin: { gtin: string; ndc: string; product_code: string; import_id: string };
  product_search: { n: Generated<number>; code: string; sort: string; words: string };
  product_word: { n: Generated<number>; word: string };
}
