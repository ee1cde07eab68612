import type { CallFailure } from './api.ts';

interface IssueLike {
  readonly path: string;
  readonly code: string;
  readonly given: string | null;
  readonly accepted: string;
}

/** Codes whose own words read better than "accepted: …". Every other code is said with what is accepted instead. */
const ISSUES: Readonly<Record<string, (i: IssueLike) => string>> = {
  'number-missing': () => 'A number is missing.',
  'number-has-space': (i) => `${quoted(i)} has a space in it. Write digits only.`,
  'number-has-sign': (i) => `${quoted(i)} has a sign. Amounts are written without one.`,
  'number-has-comma': (i) => `${quoted(i)} has a comma. Write a decimal point, and no thousands separators.`,
  'number-without-leading-zero': (i) => `${quoted(i)} lacks the leading zero. Write 0 before the point.`,
  'number-ends-in-point': (i) => `${quoted(i)} ends in a point. Write the whole number alone.`,
  'number-has-exponent': (i) => `${quoted(i)} has an exponent. Write the number out.`,
  'number-has-two-points': (i) => `${quoted(i)} has two points.`,
  'number-has-extra-leading-zero': (i) => `${quoted(i)} starts with a zero too many.`,
  'number-has-trailing-zero': (i) =>
    `${quoted(i)} ends in a zero after the point, which reads as ten times as much. Leave it out.`,
  'number-has-other-characters': (i) => `${quoted(i)} is more than a number. The unit is chosen beside it.`,
  'number-not-decimal': (i) => `${quoted(i)} is not a decimal number.`,
  'unit-missing': () => 'The unit is missing.',
  'unit-not-separated': (i) => `${quoted(i)}: the unit is chosen beside the number, not typed behind it.`,
  'unit-refused': (i) =>
    `${quoted(i)}: that spelling of the unit is error-prone (ISMP). ${capital(i.accepted)}.`,
  'unit-not-used-for-drug': (i) => `${quoted(i)}: this drug is written in ${i.accepted}.`,
  'lockout-zero': () => 'A lockout of zero would let every press give a dose.',
  'demand-zero': () => 'A demand dose of zero is no demand dose.',
  'limit-below-one-dose': (i) => `${quoted(i)} is less than one demand dose. Accepted: ${i.accepted}.`,
  'limit-not-above-basal': (i) => `${quoted(i)} leaves no room for a dose. Accepted: ${i.accepted}.`,
  'weight-missing': () => 'A dose per kg needs a dated weight of the patient.',
  'weight-looks-like-pounds': () => 'Were pounds meant? Answer the question above.',
  'weight-implausible': () => 'An unusual weight. Answer the question above.',
  'birth-date-in-future': (i) => `${quoted(i)} is in the future.`,
  'measured-in-future': (i) => `${quoted(i)} is in the future. Give the date on which it was measured.`,
  'height-in-metres': (i) =>
    `${quoted(i)}: heights are written in cm or in, so that 1.7 and 170 can not be confused.`,
  'date-not-read': (i) => `${given(i)} is not a date. Write it as YYYY-MM-DD.`,
  'instant-not-read': () => 'Give a date as YYYY-MM-DD and a time as HH:mm.',
  'sign-in-failed': () => 'The user name and the password do not belong together.',
  'effective-date-past': () => 'That day has begun already. Give a later one, or none.',
  'data-file-damaged': () =>
    'The data file is damaged. What can not be read from it is not shown, and nothing in it is changed: restore a backup.',
  'password-wrong': () => 'That is not your password.',
  'text-not-clean': () => 'Spaces at the ends, or characters that can not be seen, are not accepted.',
  'too-small': (i) => (i.given === '' || i.given === null ? 'This is needed.' : `${capital(i.accepted)}.`),
  'element-missing': (i) =>
    `The page lacks: ${i.given ?? ''}. What concerns the pharmacy is entered by a supervisor, under Pharmacy.`,
  'parse-back-differs': (i) =>
    `The page does not read back as the record says, so it is not printed. Tell support: ${i.given ?? ''}.`,
  missing: () => 'This is needed.',
};

const quoted = (i: IssueLike): string => (i.given === null ? 'What was given' : `“${i.given}”`);
const given = (i: IssueLike): string => (i.given === null || i.given === '' ? 'Nothing' : `“${i.given}”`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One sentence for one refusal. An unknown code is still said in full: what was given, and what is accepted. */
export function issueWords(i: IssueLike): string {
  const known = ISSUES[i.code];
  if (known) return known(i);
  return i.given === null || i.given === ''
    ? `Needed: ${i.accepted}.`
    : `“${i.given}” is not accepted. Accepted: ${i.accepted}.`;
}

const PERMISSIONS: Readonly<Record<string, string>> = {
  'order.draft': 'drafting orders',
  'order.verify': 'a pharmacist',
  prepare: 'a technician or a pharmacist',
  'final-check': 'a pharmacist who did not prepare it',
  administer: 'a supervisor',
  'library.propose': 'a pharmacist or a supervisor',
  'signed-in': 'someone who is signed in',
};

/** One sentence for a failure as a whole. Exhaustive: a new code does not compile until it has words here. */
export function failureWords(f: CallFailure): string {
  switch (f.code) {
    case 'invalid-input':
    case 'refused':
      return f.issues.map(issueWords).join(' ');
    case 'not-signed-in':
      return 'You are no longer signed in. Sign in again.';
    case 'session-locked':
      return 'This window is locked. Unlock it with your PIN or password; what you typed is still here.';
    case 'not-allowed':
      return `Your role does not allow this. It needs ${PERMISSIONS[f.needs] ?? f.needs}.`;
    case 'not-found':
      return `There is no such ${f.what}. It may have been changed meanwhile.`;
    case 'conflict':
      return `${capital(f.what)}: ${f.detail}`;
    case 'unknown-command':
      return 'This version of the host does not know that command. Close the program and start it again.';
    case 'internal':
      return `Something went wrong inside. Nothing was changed. Tell support incident ${f.incident}.`;
    case 'no-answer':
      return 'The program behind this window does not answer. Nothing was changed; what you typed is still here.';
  }
}

/** The refusals of a failure; none where the failure is of another kind. */
export const issuesIn = (f: CallFailure | null): readonly IssueLike[] =>
  f !== null && (f.code === 'invalid-input' || f.code === 'refused') ? f.issues : [];
export type { IssueLike };
