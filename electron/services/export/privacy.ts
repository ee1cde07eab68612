import * as z from 'zod';
import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Identifiers } from '../../../bridge/export.ts';
import { kept } from '../../../db/kept.ts';
import type { ChainEvent } from '../../../db/chain.ts';
import type { Key } from '../../../db/sqlite.ts';
import { hidden, hiddenAnew, readOwn, revealed, writeOwn, type Opened } from '../keys/secrets.ts';

interface Person {
  readonly patient_id: string;
  readonly family: string;
  readonly given: string;
  readonly mrn: string;
  readonly birth_date: string;
}

/** What an export says of patients. Free text may name anybody, so it goes with the names. */
export interface Privacy {
  readonly identifiers: Identifiers;
  /** name, record number, birth date */
  person(p: Person): [string, string, string];
  patient(id: string): string;
  words(text: string | null): string;
  event(e: ChainEvent): ChainEvent;
}

const LEFT_OUT = '(left out)';

const pseudonymPath = (dataDir: string): string => join(dataDir, 'meniscus.pseudonym');
const PURPOSE = 'meniscus.pseudonym';

/** The key of the pseudonyms: the same patient has the same one in each export of this pharmacy, and only here. */
export function pseudonymKey(dataDir: string, dataKey: Key): Buffer {
  const text = readOwn(pseudonymPath(dataDir));
  if (text !== null || dataKey === null)
    return revealed(dataKey === null ? [] : [dataKey], text ?? '', PURPOSE);
  const key = randomBytes(32);
  writeOwn(pseudonymPath(dataDir), hidden(dataKey, key, PURPOSE));
  return key;
}

/** Puts it under the data file's key of now. */
export function hidePseudonymAnew(dataDir: string, opened: Opened, fromClear: boolean): void {
  const text = readOwn(pseudonymPath(dataDir));
  if (text !== null) writeOwn(pseudonymPath(dataDir), hiddenAnew(text, PURPOSE, opened, fromClear));
}

/** Facts of an event that name nobody. Whatever is not here is left out, so that a new field is not told by oversight. */
const PLAIN = new Set([
  'state',
  'signature',
  'ruleSet',
  'report',
  'rule',
  'severity',
  'observed',
  'limit',
  'kind',
  'position',
  'needed',
  'paper',
  'template',
  'sha256',
  'copies',
  'reprint',
  'code',
  'lot',
  'bud',
  'budBinds',
  'blocking',
  'rows',
  'head',
  'digest',
  'corrects',
  'content',
  'codesSuperseded',
  'refused',
  'sessionsEnded',
  'wasted',
  'witness',
  'witnessSignature',
]);

const changed = z.looseObject({
  about: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
});

export function privacyOf(identifiers: Identifiers, key: () => Buffer): Privacy {
  if (identifiers === 'full')
    return {
      identifiers,
      person: (p) => [`${p.family}, ${p.given}`, p.mrn, p.birth_date],
      patient: (id) => id,
      words: (text) => text ?? '',
      event: (e) => e,
    };
  const secret = identifiers === 'pseudonym' ? key() : null;
  const patient = (id: string): string =>
    secret === null ? LEFT_OUT : `P-${createHmac('sha256', secret).update(id).digest('hex').slice(0, 16)}`;
  return {
    identifiers,
    person: (p) => [patient(p.patient_id), LEFT_OUT, LEFT_OUT],
    patient,
    words: (text) => (text === null || text === '' ? '' : LEFT_OUT),
    event: (e) => {
      const change = kept(changed, e.change, 'event', e.seq);
      const { about } = change;
      const of = about?.['patient'];
      const plain = Object.fromEntries(Object.entries(change).filter(([name]) => PLAIN.has(name)));
      const told = about && {
        ...about,
        ...(typeof of === 'string' && { patient: patient(of) }),
        ...(Array.isArray(of) && { patient: of.map((id) => patient(String(id))) }),
      };
      return {
        ...e,
        subjectId: e.subject === 'patient' ? patient(e.subjectId) : e.subjectId,
        change: JSON.stringify(told ? { ...plain, about: told } : plain),
        reason: e.reason === null ? null : LEFT_OUT,
      };
    },
  };
}
