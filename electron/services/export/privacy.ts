import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identifiers } from '../../../bridge/export.ts';
import type { ChainEvent } from '../../../db/chain.ts';

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

/** The key of the pseudonyms: the same patient has the same one in each export of this pharmacy, and only here. */
export function pseudonymKey(dataDir: string): Buffer {
  const path = join(dataDir, 'meniscus.pseudonym');
  if (!existsSync(path))
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(path, 'utf8'), 'base64url');
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
      const change = JSON.parse(e.change) as Record<string, unknown>;
      const about = change['about'] as Record<string, string> | undefined;
      const kept = Object.fromEntries(Object.entries(change).filter(([name]) => PLAIN.has(name)));
      const told = about && {
        ...about,
        ...(about['patient'] !== undefined && { patient: patient(about['patient']) }),
      };
      return {
        ...e,
        subjectId: e.subject === 'patient' ? patient(e.subjectId) : e.subjectId,
        change: JSON.stringify(told ? { ...kept, about: told } : kept),
        reason: e.reason === null ? null : LEFT_OUT,
      };
    },
  };
}
