import { capital } from '../capital.ts';
import { labelWords } from '../label-state.ts';

/** A refusal as its sentence needs it. */
export interface Refused {
  readonly code: string;
  readonly given: string | null;
  readonly accepted: string;
}

/** Refusals whose own words read better than "accepted: …". Every other code is said with what is accepted instead. */
export const refusals: Readonly<Record<string, (i: Refused) => string>> = {
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
  'unit-missing': (i) => `The unit is missing. Accepted: ${i.accepted}.`,
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
  'stated-in-future': (i) => `${quoted(i)} is in the future. Give the date on which it was said.`,
  'stopped-in-future': (i) => `${quoted(i)} is in the future. Give the date on which it was stopped.`,
  'allergies-and-none-known': () => 'Allergies are listed, so none known can not be stated as well.',
  'conditions-and-none-known': () => 'Conditions are listed, so none known can not be stated as well.',
  'medicines-and-none-known': () => 'Medicines are listed, so none taken can not be stated as well.',
  'statement-of-another': (i) => `${quoted(i)} is not signed in here: whoever answers gives the own name.`,
  'medicine-taken-off': (i) =>
    `${quoted(i)} acts on after it is stopped: leave it on the list with the day on which it was stopped.`,
  'measured-in-future': (i) => `${quoted(i)} is in the future. Give the date on which it was measured.`,
  'height-in-metres': (i) =>
    `${quoted(i)}: heights are written in cm or in, so that 1.7 and 170 can not be confused.`,
  'date-not-read': (i) =>
    `${i.given ? `${quoted(i)} is not a date. ` : ''}Write the day as YYYY-MM-DD, such as 2026-03-09.`,
  'instant-not-read': () => 'Give a date as YYYY-MM-DD and a time as HH:mm.',
  'sign-in-failed': () => 'The user name and the password do not belong together.',
  'effective-date-past': () => 'That day has begun already. Give a later one, or none.',
  'data-file-damaged': () =>
    'The data file is damaged. What can not be read from it is not shown, and nothing in it is changed: restore a backup.',
  'data-file-gone': () =>
    'The data file is not in its folder, and what stands beside it says that there was one: put it back, or restore a backup.',
  'data-file-moved': (i) =>
    `The data of this folder went to the database of a site${i.given === null ? '' : ` on ${i.given.slice(0, 10)} at ${i.given.slice(11, 16)} UTC`}. Work goes on there: restore no backup here, which would make a second pharmacy beside it.`,
  'data-file-clear': () =>
    'A data file in the clear lies where the encrypted one of this pharmacy was. Put that one back, or restore a backup.',
  'keychain-locked': () =>
    'The key of the data file is in the system’s keychain, which is locked. Unlock it, then try again.',
  'keychain-changed': () =>
    'The system’s keychain no longer has what the key of the data file was kept with: it was reset, or this is another one.',
  'keychain-absent': () =>
    'The key of the data file is in the system’s keychain, and there is none in this session.',
  'key-file-absent': () =>
    'The key file of this account is not in its place. Put it back, as from a copy, then try again.',
  'key-file-changed': () => 'The key file of this account is not the one with which this data file was made.',
  'key-file-readable-by-others': () =>
    'Others on this machine can read the key file. Let only its owner read it (chmod 600), then try again.',
  'key-passphrase-wrong': () => 'That is not the passphrase of this data file.',
  'key-kept-otherwise': () =>
    'The key of this data file is kept in another way than this program was started with.',
  'key-of-another-machine': () => 'The data folder was made on another machine, and its key stayed there.',
  'key-of-another-user': () =>
    'The data folder was made in another account of this machine, which alone has its key.',
  'keys-file-missing': () =>
    'The file meniscus.keys is not beside the data file. Put it back: without it nobody reads the data file.',
  'keys-file-not-read': () => 'The file meniscus.keys beside the data file does not read.',
  'recovery-code-wrong': () =>
    'That code does not open this data file. Only the newest one does; a rotation makes another.',
  'recovery-code-not-read': () =>
    'That is no recovery code: 28 letters and digits in seven groups, none of them 0, O, 1 or I. Look at each group.',
  'recovery-code-none': () => 'No recovery code was made for this data file.',
  'seat-changed': () =>
    'Somebody signed in at this window meanwhile. Nothing was done: look who is signed in, and ask again.',
  'service-ended': () =>
    'The part of the program that keeps the data stopped while it worked on this, and is started again. Look whether it was done before you do it again; what you typed is still here.',
  'station-not-enrolled': () =>
    'This browser is no station of the site. A supervisor makes a code, with which it is enrolled.',
  'station-withdrawn': ({ given }) =>
    `This station was withdrawn${given === null ? '' : ` (${given})`}. Nothing is done from it any more.`,
  'station-code-wrong': () =>
    'That code is not good: it was used, its time is over, or it was made otherwise.',
  'station-name-taken': (i) => `${quoted(i)}, or a name that looks like it, is another station’s.`,
  'station-is-here': () => 'You sit at this station. Withdraw it from another one.',
  'station-is-host': () => 'This is the machine of the site, which needs no code.',
  'station-secret-not-opened': () =>
    'What this station carries does not open any more: the keychain or the key file of this account is another one. Enrol it with a new code.',
  'place-not-chosen': () => 'Where this computer works has not been said yet.',
  'place-not-read': () =>
    'What was remembered of where this computer works does not read. Say it again: a data file on this computer is as it was.',
  'site-address-not-read': (i) =>
    `${quoted(i)} is no address of a site. It reads https://name:port, as meniscus serve prints it.`,
  'site-unreachable': ({ given }) =>
    `No site answers at ${given ?? 'its address'}. Look whether it runs, and whether this computer is on its network; it is tried again.`,
  'site-not-tls': ({ given }) =>
    `What answers at ${given ?? 'the address'} speaks no TLS. A site is served with a certificate; nothing was sent.`,
  'site-not-meniscus': ({ given }) =>
    `What answers at ${given ?? 'the address'} is no site of Meniscus, or one of an older version.`,
  'site-of-another-name': ({ given }) =>
    `The site is not called ${given ?? 'that'}. Use the address that meniscus serve prints: its certificate names it.`,
  'site-certificate-expired': ({ given }) =>
    `The certificate of the site ended on ${given?.slice(0, 10) ?? 'a day before'}, by the clock of this computer. A new one is needed there; or this clock is wrong.`,
  'site-certificate-not-yet-valid': ({ given }) =>
    `The certificate of the site begins on ${given?.slice(0, 10) ?? 'a later day'}, by the clock of this computer. Look at the clock of this computer first.`,
  'site-certificate-changed': () =>
    'The site shows another certificate than the one that was compared. Nothing is sent to it until a supervisor has compared the new one.',
  'site-certificate-unlike': () =>
    'The site shows another certificate now than the one that was just compared. Nothing was sent. Look again, and tell a supervisor.',
  'site-version-differs': (i) =>
    `This program and the site are of different versions. Accepted: ${i.accepted}.`,
  'factor-code-missing': () => 'Type the six digits that your app shows now, or one of your recovery codes.',
  'factor-code-wrong': () =>
    'That is not the code that your app shows now. If it is, the time of the telephone or of this pharmacy is wrong.',
  'factor-code-used': () => 'That code was used. Wait for the next one: each is good once.',
  'factor-locked': () =>
    'Too many wrong codes. Wait a quarter of an hour, or use a recovery code. If they were not yours, somebody knows your password: change it.',
  'factor-clock-in-doubt': () =>
    'The clock of this pharmacy does not fit its log, so codes of the time are not taken. Use a recovery code; a supervisor confirms the time.',
  'factor-to-set-up': () => 'This pharmacy asks for a second factor at sign-in. Set it up first.',
  'factor-none': () => 'This person has no second factor.',
  'password-wrong': () => 'That is not your password.',
  'text-not-clean': () => 'Spaces at the ends, or characters that can not be seen, are not accepted.',
  'too-small': (i) => (i.given === '' || i.given === null ? 'This is needed.' : `${capital(i.accepted)}.`),
  'element-missing': (i) =>
    `The page lacks: ${i.given ?? ''}. What concerns the pharmacy is entered by a supervisor, under Pharmacy.`,
  'parse-back-differs': (i) =>
    `The page does not read back as the record says, so it is not printed. Tell support: ${i.given ?? ''}.`,
  'record-altered': (i) =>
    `A kept record is not what it was when people worked by it: ${i.given ?? ''}. Nothing is printed, signed or released from it. Tell a supervisor.`,
  'label-not-printed': (i) => `${labelWords(i.given ?? 'none')} Needed: ${i.accepted}.`,
  'findings-changed': (i) =>
    i.given === null
      ? 'The findings are others than those that were looked at. Look at them, then sign.'
      : `This stands now, and did not when it was checked: ${i.given}`,
  'facts-changed': (i) =>
    `The patient’s record is not what it was checked with: ${i.given ?? ''}. Check it again with what is known now.`,
  'nothing-to-check-again': () => 'Nothing is otherwise than when it was checked.',
  'shown-moved': () =>
    'It changed since you looked at it, and nothing was signed. Look at it as it is now, then sign.',
  'clock-in-doubt': () =>
    'The clock of this machine does not fit, so no date is computed from it, nothing is printed and nothing is signed but what stops an order. A supervisor confirms the time, or sets the clock right, first.',
  'clock-not-in-doubt': () => 'The clock fits the log: there is nothing to confirm.',
  'clock-of-another-host': (i) =>
    `It is the clock of another host, ${i.given ?? ''}. Confirm it at a station that it serves; where it is gone for good, try again in a minute.`,
  'site-host-twice': (i) =>
    `Another host of the site goes by the name of this one, ${i.given ?? ''}. Nothing is stored here until one of them has ended. Tell a supervisor.`,
  missing: () => 'This is needed.',
};

const quoted = (i: Refused): string => (i.given === null ? 'What was given' : `“${i.given}”`);
