import type { ProductListing } from '../../../bridge/products.ts';
import type { Read } from '../../../db/handle.ts';
import { strengthText } from '../../../db/product-search.ts';
import { rowsOf, type PackageRow, type ProductRow } from '../../../db/products.ts';
import { alteredAmong, alteredAt, alteredIssue } from '../../../db/row-digests.ts';
import type { BoundTable } from '../../../db/bound-rows.ts';
import { readGtin } from '../../../engine/gs1/gtin.ts';
import { looksLikeGs1, parseGs1 } from '../../../engine/gs1/parse.ts';
import { Refused } from '../../../engine/number/result.ts';
import { ndcsOf, productOfNdc } from '../../../engine/order/ndc.ts';

export const listingOf = (p: ProductRow): ProductListing => ({
  code: p.code,
  printed: p.printed,
  name: p.name,
  generic: p.generic,
  substances: p.substances,
  strength: strengthText(p),
  form: p.form,
  route: p.route,
  maker: p.maker,
  schedule: p.schedule,
  absent: p.absent_import !== null,
});

/** What a row says counts only where it is what its event says. */
export async function asWritten(db: Read, table: BoundTable, key: string): Promise<void> {
  const altered = await alteredAt(db, table, JSON.stringify([key]));
  if (altered !== null) throw new Refused(alteredIssue(altered));
}

/** The same of products that are shown together. */
export async function allAsWritten(db: Read, rows: readonly ProductRow[]): Promise<ProductListing[]> {
  const altered = await alteredAmong(db, 'product', rows);
  if (altered !== null) throw new Refused(alteredIssue(altered));
  return rows.map(listingOf);
}

/** The number of a package, whichever way a scanner sends it. */
function numberIn(text: string): string {
  if (!looksLikeGs1(text) && !/^01\d{14}./.test(text)) return text;
  const read = parseGs1(text);
  return (read.ok ? read.value.find(({ ai }) => ai === '01')?.value : undefined) ?? text;
}

interface Named {
  readonly ndc: string;
  readonly product: ProductRow | null;
  readonly pack: PackageRow | null;
}

/**
 * The codes of eleven digits, of those that a text can mean, of which a package is listed; where none is, those whose product is.
 * For a code of ten digits without hyphens, which alone does not say which of three it is.
 */
export async function listedOf(db: Read, text: string): Promise<readonly Named[]> {
  const number = numberIn(text.trim());
  const gtin = readGtin(number);
  const mapped = gtin.ok ? (await rowsOf(db, 'product_gtin', [gtin.value])).get(gtin.value) : undefined;
  if (mapped !== undefined) await asWritten(db, 'product_gtin', mapped.gtin);
  const read = ndcsOf(number);
  const ndcs = mapped !== undefined ? [mapped.ndc] : read.ok ? read.value : [];
  const [packages, products] = [
    await rowsOf(db, 'product_package', ndcs),
    await rowsOf(db, 'product', [...new Set(ndcs.map(productOfNdc))]),
  ];
  const named = ndcs.map((ndc) => ({
    ndc,
    product: products.get(productOfNdc(ndc)) ?? null,
    pack: packages.get(ndc) ?? null,
  }));
  const packed = named.filter(({ pack }) => pack !== null);
  const known = packed.length > 0 ? packed : named.filter(({ product }) => product !== null);
  for (const { product, pack } of known) {
    if (product !== null) await asWritten(db, 'product', product.code);
    if (pack !== null) await asWritten(db, 'product_package', pack.ndc);
  }
  return known;
}
