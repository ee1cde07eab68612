const RELEASE_CODE = /^(?:\][A-Za-z]\d)?[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/i;
export const SEPARATOR = '\u001d';
/** A symbology identifier, or an element string of ours or of a pack at the start. */
const GS1 = /^\][dCeQJ]\d|^(?:91|01)\S{14}/;

/** What a scanner types is a code: a GS1 symbol, or a release code with its dashes. Everything else is a search. */
export const isCode = (text: string): boolean =>
  text.includes(SEPARATOR) || GS1.test(text.trim()) || RELEASE_CODE.test(text.trim());
