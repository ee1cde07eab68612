import { folded } from './folded.ts';
import type { Read, Write } from './handle.ts';
import { recordsOf } from './merges.ts';
import { k } from './schema.ts';

/**
 * Letters of other scripts that look like a Latin one. Source: Unicode Technical Standard #39, confusables.txt, the entries
 * of Cyrillic and Greek letters with one Latin prototype; capitals and small letters apart, since they look like others.
 */
const LOOK_ALIKES: readonly (readonly [script: string, latin: string])[] = [
  ['АВЕЅІЈКМНОРСТУХԚԜҺӀ', 'ABESIJKMHOPCTYXQWHI'],
  ['аеѕіјорсухԛԝһԁӏѵ', 'aesijopcyxqwhdlv'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ', 'ABEZHIKMNOPTYXCj'],
  ['αγινορυϲκ', 'ayivopuck'],
];
const LATIN = new Map(
  LOOK_ALIKES.flatMap(([script, latin]) => [...script].map((c, i) => [c, latin.charAt(i)] as const)),
);
const UNSEEN = /[\p{C}\p{Z}\p{Variation_Selector}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** What is left of a text for the eye: one script, no case, nothing that can not be seen, one kind of dash. */
const skeleton = (text: string): string =>
  [...text.normalize('NFKC')]
    .map((c) => LATIN.get(c) ?? c)
    .join('')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(UNSEEN, '')
    .toLowerCase();

/** A text as the eye has it, accents among it: what gives the same is the same on a paper. */
export const looksAs = (text: string): string => skeleton(text);

/** A record number as it is compared: what differs only in what nobody sees is the same. */
export const mrnKey = (mrn: string): string => skeleton(mrn);

/** The words of a name in any order, without accents. */
export const nameKey = (p: { readonly family: string; readonly given: string }): string => {
  const words = `${p.family} ${p.given}`
    .split(/[\p{Z}\p{Pd}'’.,]+/u)
    .map((w) => folded(skeleton(w)))
    .filter((w) => w !== '');
  return words.toSorted().join(' ');
};

/** Who somebody is: their name, and the day on which they were born. */
export const personKey = (p: Omit<Who, 'mrn'>): string => `${nameKey(p)} ${p.birthDate}`;

export interface Who {
  readonly family: string;
  readonly given: string;
  readonly birthDate: string;
  readonly mrn: string;
}

const patientsNow = k
  .selectFrom('patient as p')
  .innerJoin('patient_version as v', (j) =>
    j.onRef('v.patient_id', '=', 'p.id').onRef('v.version', '=', 'p.version'),
  )
  .select(['p.id', 'v.family', 'v.given', 'v.mrn', 'v.birth_date as birthDate']);

/** Keeps by what a patient is found to be one who is there already. */
export async function keepLikeness(db: Write, id: string): Promise<void> {
  for (const p of await db.all(patientsNow.where('p.id', '=', id))) await putLikeness(db, p.id, p);
}

/** For a file that has none yet. */
export async function keepAllLikeness(db: Write): Promise<void> {
  for (const p of await db.all(patientsNow)) await putLikeness(db, p.id, p);
}

async function putLikeness(db: Write, id: string, who: Who): Promise<void> {
  const row = { person_key: personKey(who), mrn_key: mrnKey(who.mrn) };
  await db.run(
    k
      .insertInto('patient_likeness')
      .values({ patient_id: id, ...row })
      .onConflict((c) => c.column('patient_id').doUpdateSet(row)),
  );
}

/** Records that could be the same person's, besides that person's own: by name and birth date, or by a record number that looks the same. */
export const alikePatients = async (db: Read, who: Who, besides: string | null) =>
  (
    await db.all(
      patientsNow
        .innerJoin('patient_likeness as l', 'l.patient_id', 'p.id')
        .select('l.person_key')
        .where('p.id', 'not in', besides === null ? [''] : await recordsOf(db, besides))
        .where((eb) =>
          eb.or([eb('l.person_key', '=', personKey(who)), eb('l.mrn_key', '=', mrnKey(who.mrn))]),
        )
        .orderBy('p.id')
        .limit(20),
    )
  ).map(({ id, family, given, birthDate, mrn, person_key: person }) => ({
    id,
    family,
    given,
    birthDate,
    mrn,
    why: person === personKey(who) ? ('name-and-birth-date' as const) : ('record-number' as const),
  }));
