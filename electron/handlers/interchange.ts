import type { Parsed } from '../../bridge/contract.ts';
import { sha256 } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { currentLibrary } from '../../db/libraries.ts';
import { insertChange, openChanges } from '../../db/library-changes.ts';
import { comparedWith } from '../../engine/formulary/library-file.ts';
import { isSame } from '../../engine/formulary/records/collection.ts';
import { differences } from '../../engine/formulary/records/form.ts';
import { trustedKeysOf } from '../../engine/formulary/records/trusted-keys.ts';
import { found as there, refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';
import { bookOf, printedBook } from '../services/book/book.ts';
import { underSignature } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import { readFile, signedFile, unpackedFile, type ReadFile } from '../services/interchange/signed-file.ts';
import { fingerprintOf, keyOf, ownKey } from '../services/interchange/signing-key.ts';
import { published, storedChange, taken, type LibraryChange } from '../services/library-change.ts';
import { aboutAnswer, nameOf } from '../services/library-views.ts';

type Asked = Pick<Parsed<'library.look-into'>, 'file' | 'collection' | 'drug'>;

async function read({ db, context }: ReadCall, packed: string): Promise<ReadFile & { sha256: string }> {
  const bytes = unpackedFile(packed);
  const own = await ownKey(db);
  return { ...readFile(bytes, await context.library(), own?.key ?? null), sha256: sha256(bytes.toString()) };
}

/** What is proposed already, by this file or by a person. */
async function waitingIn(db: Read): Promise<(change: LibraryChange) => boolean> {
  const open = (await openChanges(db)).map((row) => storedChange(row));
  return (change) => open.some((o) => isSame(o, change) || isSameRecord(o, change));
}
/** From one place or another: what would stand there is the same. */
const isSameRecord = (a: LibraryChange, b: LibraryChange): boolean =>
  !('kind' in a) &&
  !('kind' in b) &&
  a.collection === b.collection &&
  a.id === b.id &&
  isSame(a.record, b.record) &&
  a.op === b.op &&
  a.until === b.until;

/** What of a file would be proposed now, and what is proposed already. */
async function compared({ db, context, now }: ReadCall | WriteCall, { file }: ReadFile, only: Asked) {
  const found = taken(comparedWith(file, published(), await context.library(), { only, now }));
  const isWaiting = await waitingIn(db);
  const records = found.records.filter((r) => !isWaiting(r.change));
  const answers = found.answers.filter((a) => !isWaiting(a));
  const all = found.records.length + found.answers.length;
  return { ...found, records, answers, waiting: all - records.length - answers.length };
}

const day = (at: string): string => at.slice(0, 10);

export const interchangeHandlers = {
  'library.key': async ({ db, context }) => {
    const [own, library] = [await ownKey(db), await context.library()];
    return {
      own: own && {
        ...own,
        fingerprint: fingerprintOf(own.key),
        pharmacy: library.site.pharmacy?.name ?? null,
      },
      trusted: trustedKeysOf(library).map((k) => ({ ...k, fingerprint: fingerprintOf(k.key) })),
    };
  },

  'library.export': underSignature('library.export', async (call) => {
    const { context, now, event } = call;
    const key = await keyOf(call);
    const library = await context.library();
    const text = signedFile(library, key, now, context.version);
    const digest = sha256(text);
    const fingerprint = fingerprintOf(key.public_key);
    await event({
      subject: 'library',
      subjectId: library.version,
      change: { sha256: digest, key: key.public_key },
    });
    return { name: `meniscus-library-${day(now)}.json`, text, sha256: digest, fingerprint };
  }),

  'library.book': async ({ context, db, now }) => {
    const row = there(await currentLibrary(db), 'rule set');
    const file = await printedBook(bookOf(await context.library(), row.hash, now));
    const data = Buffer.from(file).toString('base64');
    return { name: `meniscus-formulary-${day(now)}.pdf`, data, ruleSet: row.version };
  },

  'library.look-into': async (call, asked) => {
    const file = await read(call, asked.file);
    const library = await call.context.library();
    const { records, answers, same, waiting, ended, otherParts } = await compared(call, file, asked);
    return {
      about: file.file.about,
      signedBy: { name: file.trusted, fingerprint: file.fingerprint },
      same,
      waiting,
      ended,
      otherParts: [...otherParts],
      differing: records.map(({ collection, change, before, laxer, drugs }) => ({
        collection: collection.id,
        one: collection.one,
        key: change.id,
        drugs: drugs.map((id) => nameOf(library, id)),
        differences: differences(collection, before, change.record),
        laxer,
      })),
      answers: answers.map((a) => aboutAnswer(library, a)),
    };
  },

  'library.import': {
    before: async (call, asked) => {
      const file = await read(call, asked.file);
      return async (write) => {
        const { records, answers, waiting } = await compared(write, file, asked);
        const changes: readonly LibraryChange[] = [...records.map((r) => r.change), ...answers];
        if (changes.length === 0)
          refuse(
            'library-file-nothing-new',
            null,
            'a file with a record that says otherwise than here, and is not proposed yet',
            'file',
          );
        const { db, context, user, now } = write;
        const { version: base } = await context.library();
        const { reason } = asked;
        const ids: string[] = [];
        for (const change of changes) {
          const id = newId(context, 'lch');
          ids.push(id);
          await insertChange(db, {
            id,
            content: JSON.stringify(change),
            base,
            reason,
            by_user: user.id,
            at: now,
          });
        }
        const { about, signature } = file.file;
        await write.event({
          subject: 'library-import',
          subjectId: newId(context, 'lim'),
          reason,
          change: { sha256: file.sha256, key: signature.key, of: about, base, proposed: ids, waiting },
        });
        return { sha256: file.sha256, proposed: changes.length, waiting };
      };
    },
  },
} satisfies Partial<Handlers>;
