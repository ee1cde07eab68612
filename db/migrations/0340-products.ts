import type { Migration } from '../migrate.ts';

/**
 * What exists to buy: products and packages of a national directory, and numbers of barcodes, each with the import that wrote it
 * last. Nothing here approves anything. Beside them the texts by which one is found, and an index of their groups of three letters.
 */
export const products: Migration = {
  version: 340,
  name: '0340-products',
  up: (database) =>
    void database.exec(`
CREATE TABLE product_import (
  id TEXT NOT NULL PRIMARY KEY,
  -- which list it is stands in its first line, and is known once it was read
  kind TEXT CHECK (kind IN ('product', 'package', 'gtin')),
  file TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  ended_at TEXT,
  -- of the whole file; none where the import was stopped before its end
  sha256 TEXT,
  counts TEXT,
  CHECK (sha256 IS NULL OR ended_at IS NOT NULL),
  CHECK ((counts IS NULL) = (ended_at IS NULL))
) STRICT;
CREATE TABLE product (
  -- labeler and product as 5-4: the beginning of the code of each of its packages
  code TEXT NOT NULL PRIMARY KEY,
  printed TEXT NOT NULL,
  name TEXT NOT NULL,
  generic TEXT NOT NULL,
  form TEXT NOT NULL,
  route TEXT NOT NULL,
  maker TEXT NOT NULL,
  -- lists, with a strength and a unit for each substance
  substances TEXT NOT NULL,
  strengths TEXT NOT NULL,
  units TEXT NOT NULL,
  kind TEXT,
  schedule TEXT,
  category TEXT,
  application TEXT,
  started TEXT,
  ended TEXT,
  import_id TEXT NOT NULL REFERENCES product_import (id),
  -- the first whole list that did not have it any more
  absent_import TEXT REFERENCES product_import (id)
) STRICT;
CREATE TABLE product_package (
  -- eleven digits as 5-4-2
  ndc TEXT NOT NULL PRIMARY KEY,
  printed TEXT NOT NULL,
  product_code TEXT NOT NULL REFERENCES product (code),
  description TEXT NOT NULL,
  started TEXT,
  ended TEXT,
  import_id TEXT NOT NULL REFERENCES product_import (id),
  absent_import TEXT REFERENCES product_import (id)
) STRICT;
CREATE TABLE product_gtin (
  gtin TEXT NOT NULL PRIMARY KEY,
  ndc TEXT NOT NULL,
  product_code TEXT NOT NULL REFERENCES product (code),
  import_id TEXT NOT NULL REFERENCES product_import (id)
) STRICT;
CREATE INDEX product_package_of ON product_package (product_code);
CREATE INDEX product_gtin_of ON product_gtin (product_code);
CREATE TABLE product_search (
  n INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  sort TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX product_by_name ON product_search (sort, code);
CREATE TABLE product_word (
  n INTEGER NOT NULL PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER product_stays BEFORE DELETE ON product BEGIN SELECT RAISE(ABORT, 'product-stays'); END;
CREATE TRIGGER product_package_stays BEFORE DELETE ON product_package BEGIN SELECT RAISE(ABORT, 'product-stays'); END;
CREATE TRIGGER product_gtin_stays BEFORE DELETE ON product_gtin BEGIN SELECT RAISE(ABORT, 'product-stays'); END;
CREATE TRIGGER product_import_stays BEFORE DELETE ON product_import
BEGIN SELECT RAISE(ABORT, 'product-import-stays'); END;
CREATE TRIGGER product_import_ends_once BEFORE UPDATE ON product_import
WHEN OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.file <> OLD.file
  OR NEW.by_user <> OLD.by_user OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'product-import-ended'); END;

CREATE VIRTUAL TABLE product_index USING fts5(words, content='product_search', content_rowid='n', tokenize='trigram', detail=none, columnsize=0);
CREATE TRIGGER product_indexed AFTER INSERT ON product_search
BEGIN INSERT INTO product_index (rowid, words) VALUES (NEW.n, NEW.words); END;
CREATE TRIGGER product_indexed_anew AFTER UPDATE ON product_search
BEGIN
  INSERT INTO product_index (product_index, rowid, words) VALUES ('delete', OLD.n, OLD.words);
  INSERT INTO product_index (rowid, words) VALUES (NEW.n, NEW.words);
END;
CREATE VIRTUAL TABLE product_word_index USING fts5(word, content='product_word', content_rowid='n', tokenize='trigram', detail=none, columnsize=0);
CREATE TRIGGER product_word_indexed AFTER INSERT ON product_word
BEGIN INSERT INTO product_word_index (rowid, word) VALUES (NEW.n, NEW.word); END;
`),
};
