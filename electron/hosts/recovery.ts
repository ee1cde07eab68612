import { refusalsOf } from '../../words/refusal.ts';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { contract, isCommand } from '../../bridge/contract.ts';
import type { Failure, Reply } from '../../bridge/failure.ts';
import { appendEvent } from '../../db/event-log.ts';
import { ALTERED } from '../../db/kept.ts';
import { lock } from '../../db/lock.ts';
import { replaceFile } from '../../db/store.ts';
import { Refused, type Issue } from '../../engine/number/result.ts';
import { issuesOf } from '../../engine/number/fields.ts';
import { makeContext, type ContextOptions } from '../services/context.ts';
import { DATA_FILE } from '../services/data-file.ts';
import { VERSION } from '../services/version.ts';
import { makeDispatch, type Dispatch } from '../dispatch.ts';
import { DEFAULT_COST } from '../services/password.ts';
import { lookInto } from './damaged/look.ts';
import { discard, TEMPORARY } from '../services/backup/make.ts';
import { restoreBackup } from '../services/backup/restore.ts';
import { exportFolder } from '../services/export/jobs.ts';
import { hostKeepers } from '../services/keys/host-keepers.ts';
import { recoveryCode } from '../services/keys/keeper.ts';
import { KEY_REFUSALS, keyForRestore, recoverKeys } from '../services/keys/recover.ts';
import { backupsAt, backupsIn, settingsIn } from '../services/backup/settings.ts';
import { triesInMemory } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import { reportBeside } from '../services/incident.ts';
import { lookAtEverything } from '../services/whole/whole.ts';

const failed = (failure: Failure): Reply<never> => ({ ok: false, failure });

/** House rule: wrong passphrases and passwords are answered this late, one at a time. */
const SLOW_MS = 1_000;

/**
 * What answers where the data file is damaged, or gone: it says so, names the backups, and takes one restore. Meanwhile people
 * sign in to look at what still reads, where anything does. The damaged file stays as it is, and is kept when it is
 * replaced.
 */
function recoveryDispatch(
  options: ContextOptions & { readonly version?: string },
  why: Issue,
  restored: () => Promise<void>,
  tell: (station: string) => Promise<void>,
): Dispatch {
  const { dataDir, keepers = hostKeepers() } = options;
  const path = join(dataDir, DATA_FILE);
  const clock = options.clock ?? (() => new Date().toISOString());
  const random = options.random ?? ((bytes: number) => randomBytes(bytes));
  let { code } = why;
  let busy = false;
  const report = options.report ?? reportBeside(dataDir);
  // Nothing can be written into the file: guesses are counted here, and told beside it.
  const tries = triesInMemory(clock, (known) =>
    report({
      id: newId({ random }, 'inc'),
      at: clock(),
      command: 'recovery.restore',
      kind: `damaged file: a wrong password${known === null ? '' : ` for ${known}`}`,
      stack: [],
    }),
  );
  let look = lookInto(options, tries);

  const status = async () => {
    const settings = settingsIn(dataDir);
    const beside = settings === null ? backupsAt(dataDir) : [];
    const site = (await look?.context.library())?.site;
    return {
      firstRun: false,
      version: options.version ?? VERSION,
      ruleSet: (await look?.context.library())?.version ?? '',
      pharmacy: site?.pharmacy?.name ?? '',
      timeZone: site?.timeZone ?? 'UTC',
      damaged: {
        code,
        movedAt: code === MOVED ? why.given : null,
        folder: settings?.folder ?? (beside.length > 0 ? dataDir : null),
        backups: settings === null ? beside : backupsIn(settings, look?.context.store.key ?? null),
        readable: look !== null,
      },
      clock: null,
    };
  };

  /** Whoever restored a backup here would make a second pharmacy beside the live one. */
  const isMoved = () => failed({ code: 'refused', issues: refusalsOf([why]) });

  async function restore(station: string, raw: unknown): Promise<Reply<unknown>> {
    const parsed = contract['recovery.restore'].input.safeParse(raw);
    if (!parsed.success)
      return failed({ code: 'invalid-input', issues: refusalsOf(issuesOf(parsed.error, raw)) });
    // Where nobody knows a folder of backups, those that lie beside the data file are what there is.
    const folder = settingsIn(dataDir)?.folder ?? dataDir;
    if (busy) return refusal('backup-running', 'another try when the one under way has ended');
    busy = true;
    const held = lock(path);
    try {
      const { key, keep } = keyForRestore(dataDir, keepers);
      const value = await restoreBackup(
        {
          dataDir,
          key,
          folder,
          now: clock(),
          station,
          passwordCost: options.passwordCost ?? DEFAULT_COST,
          tries,
          tell: () => undefined,
          newId: (kind) => `${kind}-${Buffer.from(random(10)).toString('hex')}`,
          head: null,
          issued: null,
          swap: async (prepared, keepAs, sign) => {
            await sign();
            await look?.close();
            look = null;
            keep();
            replaceFile(path, prepared, keepAs);
          },
        },
        parsed.data,
      );
      held.release();
      await restored();
      return { ok: true, value };
    } catch (error) {
      held.release();
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      if (error instanceof Refused) return failed({ code: 'refused', issues: refusalsOf(error.issues) });
      return refusal('restore-failed', 'a disk that can be written, with room for the restored file');
    } finally {
      busy = false;
    }
  }

  /** Answers late whatever comes of it, and one at a time. */
  async function recover(station: string, raw: unknown): Promise<Reply<unknown>> {
    const parsed = contract['recovery.key'].input.safeParse(raw);
    if (!parsed.success)
      return failed({ code: 'invalid-input', issues: refusalsOf(issuesOf(parsed.error, raw)) });
    if (busy) return refusal('recovery-running', 'another try when the one under way has ended');
    busy = true;
    try {
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      const [keeper] = keepers;
      if (keeper === undefined) throw new Error('a host without a keeper');
      recoverKeys(dataDir, keeper, recoveryCode(parsed.data.code));
      await look?.close();
      look = null;
      await restored();
      await tell(station);
      return { ok: true, value: {} };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const found = error.issues[0]?.code ?? '';
      // The key is here, and something else is wrong with the file.
      if (RECOVERED.includes(found)) code = found;
      look ??= lookInto(options, tries);
      return failed({ code: 'refused', issues: refusalsOf(error.issues) });
    } finally {
      busy = false;
    }
  }

  return async (session, name, input) => {
    if (!isCommand(name)) return failed({ code: 'unknown-command', name: String(name).slice(0, 60) });
    if (code === MOVED && name !== 'system.status' && name !== 'session.me') return isMoved();
    switch (name) {
      case 'system.status':
        return { ok: true, value: await status() };
      case 'recovery.restore':
        return restore(session.station, input);
      case 'recovery.key':
        return recover(session.station, input);
      default:
        if (look !== null) return look.dispatch(session, name, input);
        return name === 'session.me'
          ? { ok: true, value: null }
          : refusal(code, 'recovery.restore: the data file can not be used');
    }
  };
}

const refusal = (code: string, accepted: string): Reply<never> =>
  failed({ code: 'refused', issues: [{ path: '', code, given: null, accepted }] });

const MOVED = 'data-file-moved';
const RECOVERED: readonly string[] = [
  MOVED,
  'data-file-damaged',
  'data-file-gone',
  'data-file-clear',
  ...KEY_REFUSALS,
];

/** Nobody is signed in when a code is typed: the log says where and when. */
async function tellRecovered(
  { store, clock }: Awaited<ReturnType<typeof makeContext>>,
  station: string,
): Promise<void> {
  await store.write(async (db) => {
    await appendEvent(db, {
      at: clock(),
      user: '-',
      station,
      command: 'recovery.key',
      subject: 'data-file',
      subjectId: '-',
      change: {},
    });
  });
}

/** Opens the data folder for a host: as it should be, or, where the file is damaged, with the way back only. */
export async function openOrRecover(options: ContextOptions): Promise<{
  readonly dispatch: Dispatch;
  /** the services, once there are any */
  readonly context: () => Awaited<ReturnType<typeof makeContext>> | null;
}> {
  let context: Awaited<ReturnType<typeof makeContext>> | null = null;
  let dispatch: Dispatch;
  const open = async () => {
    const opened = await makeContext(options);
    context = opened;
    lookAtEverything(opened.store, (wrong) =>
      opened.report({
        id: newId(opened, 'inc'),
        at: opened.clock(),
        command: 'log.verify',
        kind: `${ALTERED} ${wrong}`,
        stack: [],
      }),
    );
    // What a crash left of a backup is patient data in the clear.
    for (const name of TEMPORARY) discard(join(options.dataDir, name));
    rmSync(exportFolder(options.dataDir), { recursive: true, force: true });
    dispatch = makeDispatch(context);
  };
  try {
    await open();
  } catch (error) {
    const found = error instanceof Refused ? error.issues[0] : undefined;
    if (found === undefined || !RECOVERED.includes(found.code)) throw error;
    dispatch = recoveryDispatch(options, found, open, async (station) => {
      if (context !== null) await tellRecovered(context, station);
    });
  }
  return {
    dispatch: (session, name, input, once) => dispatch(session, name, input, once),
    context: () => context,
  };
}
