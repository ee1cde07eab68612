import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { contract, isCommand } from '../bridge/contract.ts';
import type { Failure, Reply } from '../bridge/failure.ts';
import { lock } from '../db/lock.ts';
import { replaceFile } from '../db/store.ts';
import { Refused } from '../engine/result.ts';
import { issuesOf } from '../engine/schema.ts';
import { DATA_FILE, makeContext, type ContextOptions } from './context.ts';
import { makeDispatch, type Dispatch } from './dispatch.ts';
import { DEFAULT_COST } from './password.ts';
import { lookInto } from './damaged/look.ts';
import { discard, TEMPORARY } from './services/backup/make.ts';
import { restoreBackup } from './services/backup/restore.ts';
import { exportFolder } from './services/export/jobs.ts';
import { backupsIn, settingsIn } from './services/backup/settings.ts';

const failed = (failure: Failure): Reply<never> => ({ ok: false, failure });

/** House rule: wrong passphrases and passwords are answered this late, one at a time. */
const SLOW_MS = 1_000;

/**
 * What answers where the data file is damaged: it says so, names the backups, and takes one restore. Meanwhile people
 * sign in to look at what still reads, where anything does. The damaged file stays as it is, and is kept when it is
 * replaced.
 */
export function recoveryDispatch(
  options: ContextOptions & { readonly version?: string },
  code: string,
  restored: () => void,
): Dispatch {
  const { dataDir } = options;
  const path = join(dataDir, DATA_FILE);
  const clock = options.clock ?? (() => new Date().toISOString());
  const random = options.random ?? ((bytes: number) => randomBytes(bytes));
  let busy = false;
  let look = lookInto(options);

  const status = () => {
    const settings = settingsIn(dataDir);
    const site = look?.context.library.site;
    return {
      firstRun: false,
      version: options.version ?? '0.1.0',
      ruleSet: look?.context.library.version ?? '',
      pharmacy: site?.pharmacy?.name ?? '',
      timeZone: site?.timeZone ?? 'UTC',
      damaged: {
        code,
        folder: settings?.folder ?? null,
        backups: settings === null ? [] : backupsIn(settings.folder),
        readable: look !== null,
      },
    };
  };

  async function restore(station: string, raw: unknown): Promise<Reply<unknown>> {
    const parsed = contract['recovery.restore'].input.safeParse(raw);
    if (!parsed.success) return failed({ code: 'invalid-input', issues: issuesOf(parsed.error, raw) });
    const folder = settingsIn(dataDir)?.folder;
    if (folder === undefined || busy)
      return refusal(
        busy ? 'backup-running' : 'backup-not-configured',
        'a folder of backups that is known here',
      );
    busy = true;
    const held = lock(path);
    try {
      const value = await restoreBackup(
        {
          dataDir,
          folder,
          now: clock(),
          station,
          passwordCost: options.passwordCost ?? DEFAULT_COST,
          tell: () => undefined,
          newId: (kind) => `${kind}-${Buffer.from(random(10)).toString('hex')}`,
          replacedHead: null,
          swap: (prepared, keepAs) => {
            look?.close();
            look = null;
            if (existsSync(path)) replaceFile(path, prepared, keepAs);
          },
        },
        parsed.data,
      );
      held.release();
      restored();
      return { ok: true, value };
    } catch (error) {
      held.release();
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      if (error instanceof Refused)
        return failed({ code: 'refused', issues: error.issues.map((i) => ({ ...i })) });
      return refusal('restore-failed', 'a disk that can be written, with room for the restored file');
    } finally {
      busy = false;
    }
  }

  return async (session, name, input) => {
    if (!isCommand(name)) return failed({ code: 'unknown-command', name: String(name).slice(0, 60) });
    switch (name) {
      case 'system.status':
        return { ok: true, value: status() };
      case 'recovery.restore':
        return restore(session.station, input);
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

/** Opens the data folder for a host: as it should be, or, where the file is damaged, with the way back only. */
export function openOrRecover(options: ContextOptions): {
  readonly dispatch: Dispatch;
  /** the services, once there are any */
  readonly context: () => ReturnType<typeof makeContext> | null;
} {
  let context: ReturnType<typeof makeContext> | null = null;
  let dispatch: Dispatch;
  const open = () => {
    context = makeContext(options);
    // What a crash left of a backup is patient data in the clear.
    for (const name of TEMPORARY) discard(join(options.dataDir, name));
    rmSync(exportFolder(options.dataDir), { recursive: true, force: true });
    dispatch = makeDispatch(context);
  };
  try {
    open();
  } catch (error) {
    const code = error instanceof Refused ? error.issues[0]?.code : undefined;
    if (code !== 'data-file-damaged') throw error;
    dispatch = recoveryDispatch(options, code, open);
  }
  return { dispatch: (session, name, input) => dispatch(session, name, input), context: () => context };
}
