import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { difference, libraryCommands } from './library.ts';

const text = z.string();
const count = z.number().int().min(0);
const signed = { password: z.string().max(200) };

const keyView = z.strictObject({
  /** null until the site has signed something */
  own: z.strictObject({ key: text, fingerprint: text, at: text, pharmacy: text.nullable() }).nullable(),
  trusted: z.array(z.strictObject({ name: text, key: text, fingerprint: text })),
});
export type KeyView = z.infer<typeof keyView>;

/** House rule: a library that ships is a tenth of it, packed. */
const packed = z.string().max(1_000_000).describe('the bytes of the file, packed by gzip, in base64');
const which = {
  file: packed,
  collection: text.min(1).max(40).optional().describe('only of this collection'),
  drug: text.min(1).max(64).optional().describe('only of this drug'),
};

const lookView = z.strictObject({
  about: z.strictObject({ pharmacy: text.nullable(), ruleSet: text, at: text, program: text }),
  signedBy: z.strictObject({ name: text.describe('under which the key is trusted here'), fingerprint: text }),
  same: count.describe('records and answers that say the same here'),
  waiting: count.describe('that are proposed already'),
  ended: count.describe('exceptions that have ended since'),
  differing: z.array(
    z.strictObject({
      collection: text,
      one: text,
      key: text,
      drugs: z.array(text),
      differences: z.array(difference),
      laxer: z.boolean().describe('than what is in force or published: two supervisors sign it'),
    }),
  ),
  answers: z.array(text).describe('formulations and pumps that were answered otherwise'),
  otherParts: z
    .array(text)
    .describe('parts of the library that are no records and say otherwise: nothing is proposed of them'),
});
export type LookView = z.infer<typeof lookView>;

/** The library, and its way to other pharmacies. */
export const interchangeCommands = {
  ...libraryCommands,
  'library.key': command('signed-in', 'read', z.strictObject({}), keyView),
  'library.export': command(
    'administer',
    'write',
    z.strictObject({ ...signed }),
    z.strictObject({ name: text, text, sha256: text, fingerprint: text }),
  ),
  'library.book': command(
    'library.propose',
    'read',
    z.strictObject({}),
    z.strictObject({ name: text, data: text.describe('a PDF in base64'), ruleSet: text }),
  ),
  'library.look-into': command('library.propose', 'read', z.strictObject(which), lookView),
  'library.import': command(
    'library.propose',
    'write',
    z.strictObject({ ...which, reason: wordsField(400) }),
    z.strictObject({
      sha256: text,
      proposed: count,
      waiting: count,
    }),
  ),
} as const;
