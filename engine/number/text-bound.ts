import { issue, type Issue } from './result.ts';

/** No measure, unit, date or rule that a person types is longer; what is longer is refused before anything reads it (house rule). */
const LONGEST_TEXT = 120;

/** A text that is too long to be read. In: the text, and how long it may be. Out: the refusal, which repeats its beginning only. */
export const tooLong = (text: string, most = LONGEST_TEXT): Issue | undefined =>
  text.length <= most
    ? undefined
    : issue('text-too-long', `${text.slice(0, 12)}…`, { code: 'at-most-characters', most });
