import { refusalsOf } from '../../../words/refusal.ts';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { contract, isCommand } from '../../../bridge/contract.ts';
import type { Reply } from '../../../bridge/failure.ts';
import { may } from '../../../bridge/permissions.ts';
import { canonical } from '../../../db/canonical.ts';
import { headOfDamaged, openDamaged } from '../../../db/damaged.ts';
import type { Key } from '../../../db/sqlite.ts';
import { seedLibrary } from '../../../db/seed/library.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { issuesOf } from '../../../engine/number/fields.ts';
import { contextOver, type Context, type ContextOptions } from '../../services/context.ts';
import { keyOf } from '../../services/keys/data-key.ts';
import { hostKeepers } from '../../services/keys/host-keepers.ts';
import { libraryReader } from '../../services/library-reader.ts';
import { DATA_FILE } from '../../services/data-file.ts';
import { makeDispatch, type Dispatch } from '../../dispatch.ts';
import type { HostSession } from '../../services/call.ts';
import type { Tries } from '../../services/credentials.ts';
import { Failed } from '../../services/failed.ts';
import { filterOf } from '../../services/log-filter.ts';
import { exportFolder, startExport } from '../../services/export/jobs.ts';
import { newId } from '../../services/ids.ts';
import { failureOf } from '../../services/incident.ts';
import { roleOf } from '../../services/users.ts';
import { seatsInMemory } from './seats.ts';

/** A way to look into a damaged data file. */
export interface Look {
  readonly dispatch: Dispatch;
  readonly context: Context;
  close(): Promise<void>;
}

/** Undefined where no keeper gives it: then nothing can be read. */
function keyIfGiven({ dataDir, keepers = hostKeepers() }: ContextOptions): Key | undefined {
  try {
    return keyOf(dataDir, keepers);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/**
 * Whoever worked here signs in with their password and reads what their role reads, as far as the pages hold; logs can
 * be exported. Whatever changes something is refused by name. Who looked and what was exported can not be written into
 * the log, so it is noted beside it, with the incidents. Null where the file tells nothing at all.
 */
export function lookInto(options: ContextOptions, tries: Tries): Look | null {
  const key = keyIfGiven(options);
  const store = key === undefined ? null : openDamaged(join(options.dataDir, DATA_FILE), key);
  if (store === null) return null;
  const exports = exportFolder(options.dataDir);
  rmSync(exports, { recursive: true, force: true });
  const stored = libraryReader(store);
  const context = contextOver(store, options, async () => {
    try {
      return await stored();
    } catch {
      // Nothing is decided by it here: it says how to show what is stored.
      return seedLibrary();
    }
  });
  const { seats, signIn, signOut, confirm, me } = seatsInMemory(context, tries);
  const read = makeDispatch(context, seats);
  const note = (command: 'session.sign-in' | 'export.start', kind: string) =>
    context.report({ id: newId(context, 'inc'), at: context.clock(), command, kind, stack: [] });

  /** The handler of the ordinary command writes an event first; here there is none. */
  async function exportFrom(session: HostSession, raw: unknown) {
    const now = context.clock();
    await seats.attend(context, session, 'export.start', now);
    const user = (await context.store.read((db) => seats.seat(db, session, now)))?.user ?? null;
    if (user === null) throw new Failed({ code: 'not-signed-in' });
    if (!may('administer', roleOf(user))) throw new Failed({ code: 'not-allowed', needs: 'administer' });
    const parsed = contract['export.start'].input.safeParse(raw);
    if (!parsed.success)
      throw new Failed({ code: 'invalid-input', issues: refusalsOf(issuesOf(parsed.error, raw)) });
    await confirm(user.username, parsed.data.password);
    const head = await headOfDamaged(context.store);
    if (head === null)
      throw new Refused(
        issue('data-file-damaged', null, 'a log of which the end, or the note beside it, reads'),
      );
    const { kind, format, filter, identifiers } = parsed.data;
    return startExport(context, newId(context, 'exp'), {
      kind,
      format,
      filter: await context.store.read((db) => filterOf(db, filter)),
      filterText: canonical(filter),
      identifiers,
      user,
      station: session.station,
      now,
      damaged: {
        head,
        tell: (job) => note('export.start', `damaged file: ${user.username} exported ${job}`),
      },
    });
  }

  async function answer(session: HostSession, name: unknown, raw: unknown): Promise<Reply<unknown>> {
    if (name === 'session.sign-in') {
      const parsed = contract[name].input.safeParse(raw);
      if (!parsed.success)
        throw new Failed({ code: 'invalid-input', issues: refusalsOf(issuesOf(parsed.error, raw)) });
      const { username, password } = parsed.data;
      const seat = await signIn(session.key, username, password);
      note(name, `damaged file: ${seat.username} looks into it`);
      return { ok: true, value: seat };
    }
    if (name === 'session.me') return { ok: true, value: me(session) };
    if (name === 'session.sign-out') {
      signOut(session);
      return { ok: true, value: {} };
    }
    if (name === 'export.start') return { ok: true, value: await exportFrom(session, raw) };
    if (isCommand(name) && contract[name].mode === 'write')
      // Throws the one refusal that everything which changes meets here.
      await context.store.write(() => undefined);
    return read(session, name, raw);
  }

  return {
    context,
    dispatch: async (session, name, raw) => {
      try {
        return await answer(session, name, raw);
      } catch (error) {
        return { ok: false, failure: failureOf(context, isCommand(name) ? name : 'system.status', error) };
      }
    },
    close: async () => {
      rmSync(exports, { recursive: true, force: true });
      await store.close();
    },
  };
}
