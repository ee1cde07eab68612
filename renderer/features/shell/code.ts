const RELEASE_CODE = /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/i;

/** What a scanner types is a code: the text of a barcode, or a release code with its dashes. Everything else is a search. */
export const isCode = (text: string): boolean =>
  /^MEN\d+\|/.test(text.trim()) || RELEASE_CODE.test(text.trim());
