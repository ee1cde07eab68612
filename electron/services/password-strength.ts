import { refuse } from './call.ts';

/** House rule: what a password may not be made of, beside being short. Lower case, as the list of common ones is. */
const WHOLE_REPETITION = 2;

let common: Promise<ReadonlySet<string>> | undefined;

/** The 49,233 commonest passwords (docs/passwords.md); read when the first password is chosen, not at the start. */
const commonest = (): Promise<ReadonlySet<string>> =>
  (common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set<string>(dictionary['passwords-common'] as string[]),
  ));

/** The shortest part of which a text is a repetition, the last one perhaps broken off: `abcabca` is of 3. */
export function periodOf(text: string): number {
  for (let period = 1; period < text.length; period += 1)
    if (text.slice(period) === text.slice(0, -period)) return period;
  return text.length;
}

/** One step from each character to the next, up or down: 3456789012 counts on after its 9. */
function isRun(text: string): boolean {
  const steps = new Set(
    [...text].slice(1).map((c, i) => {
      const step = c.charCodeAt(0) - text.charCodeAt(i);
      return step === -9 ? 1 : step === 9 ? -1 : step;
    }),
  );
  return steps.size === 1 && [1, -1].includes([...steps][0] ?? 0);
}

const SIGNS = /[^\p{L}\p{N}]+/gu;
const ENDS = /^[^\p{L}]+|[^\p{L}]+$/gu;
const LATE = /[^\p{L}]+$/u;
/** Signs and digits that are written for a letter; a 1 is an i or an l. */
const FOR_LETTERS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '8': 'b',
  '(': 'c',
  '3': 'e',
  '6': 'g',
  '9': 'g',
  '1': 'i',
  '!': 'i',
  '|': 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
};
const spelt = (text: string, one: 'i' | 'l'): string =>
  [...text].map((c) => ('1!|'.includes(c) ? one : (FOR_LETTERS[c] ?? c))).join('');

/** What a password is once its dress is off: signs between, digits and signs at the ends, and signs written for letters. */
function cores(text: string): readonly string[] {
  const bare = [text, text.replace(ENDS, ''), text.replace(LATE, '')];
  const all = [...bare, ...bare.flatMap((t) => [spelt(t, 'i'), spelt(t, 'l')])];
  return [...new Set(all.flatMap((t) => [t, t.replace(SIGNS, ''), t.replace(SIGNS, '').replace(ENDS, '')]))];
}

/** House rule: of fewer different characters than these a password is a repetition. */
const FEWEST = 5;
const repeats = (text: string): boolean =>
  text.length >= WHOLE_REPETITION * periodOf(text) || new Set(text).size < FEWEST;

/** House rules: the shortest common password that makes a longer one guessable, and how much of its own that one needs beside it. */
const SHORTEST = 4;
const OF_ITS_OWN = 4;

/** Is a text a common password, alone or over and over, with next to nothing of its own beside it? */
function isCommon(text: string, list: ReadonlySet<string>): boolean {
  for (let from = 0; from < text.length; from += 1)
    for (let to = from + SHORTEST; to <= text.length; to += 1) {
      const part = text.slice(from, to);
      if (list.has(part) && text.replaceAll(part, '').length < OF_ITS_OWN) return true;
    }
  return false;
}

/** Refuses by name a password that a guesser tries first: a repetition, a run, a common one, or one with the user name in it. */
export async function refuseGuessable(password: string, username: string, path: string): Promise<void> {
  const text = password.normalize('NFKC').toLowerCase();
  if (text.includes(username))
    refuse('password-has-user-name', null, 'a password without the user name in it', path);
  const all = cores(text);
  // A short core beside many digits says little of the whole.
  const most = all.filter((core) => core.length >= text.length / 2);
  if (most.some(repeats))
    refuse('password-repeats', null, 'a password that is not one part over and over', path);
  if (most.some(isRun))
    refuse('password-is-a-run', null, 'a password that is not a run such as 1234567890', path);
  const list = await commonest();
  if (all.some((core) => isCommon(core, list)))
    refuse('password-common', null, 'a password that is not among the commonest', path);
}
