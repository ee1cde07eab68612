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

/** Digits and signs at the ends make no common password another one. */
const bare = (text: string): string => text.replace(/^[^a-z]+|[^a-z]+$/g, '');

/** Refuses by name a password that a guesser tries first: a repetition, a run, a common one, or one with the user name in it. */
export async function refuseGuessable(password: string, username: string, path: string): Promise<void> {
  const text = password.normalize('NFKC').toLowerCase();
  if (text.includes(username))
    refuse('password-has-user-name', null, 'a password without the user name in it', path);
  if (text.length >= WHOLE_REPETITION * periodOf(text))
    refuse('password-repeats', null, 'a password that is not one part over and over', path);
  if (isRun(text)) refuse('password-is-a-run', null, 'a password that is not a run such as 1234567890', path);
  const list = await commonest();
  const core = bare(text);
  if (list.has(text) || (core.length > 3 && list.has(core)))
    refuse('password-common', null, 'a password that is not among the commonest', path);
}
