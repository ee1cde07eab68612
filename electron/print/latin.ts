import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sfntOf } from './sfnt.ts';

const load = createRequire(import.meta.url);

/** The font of what is written line by line, as PDFKit takes it. */
export const latinFont = (weight: 400 | 600): Buffer =>
  sfntOf(
    readFileSync(load.resolve(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff`)),
  );

/** What the embedded font does not have is named by its number, never printed as a box. */
export const printable = (text: string): string =>
  text.replaceAll(
    /[^\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2212]/gu,
    (c) =>
      c === '\n' || c === '\t'
        ? ' '
        : `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
