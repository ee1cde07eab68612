import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Electron's binary, or why this start does without it. */
type Runtime = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly why: string };

export interface RuntimeOptions {
  readonly browser: boolean;
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** Folder of the `electron` package; undefined if it is not installed. */
  readonly packageFolder: string | undefined;
  readonly say: (line: string) => void;
  readonly probeMs?: number;
  readonly fetchMs?: number;
}

const no = (why: string): Runtime => ({ ok: false, why });

/**
 * Never imports the `electron` package: its entry point fetches the runtime without any limit. A runtime that is not
 * there is fetched only if its server answers a probe, and not for long: an installed browser does as well.
 */
export async function findRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { browser, env, platform, isRoot, packageFolder } = options;
  if (browser) return no('--browser was given');
  if (packageFolder === undefined) return no('its package is not installed');
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return no('there is no display');
  if (platform === 'linux' && isRoot) return no('its sandbox does not run as root');
  const present = installed(packageFolder, env);
  if (present !== undefined) return { ok: true, path: present };
  if (env.MENISCUS_NO_FETCH) return no('its runtime is not here, and MENISCUS_NO_FETCH is set');

  const version = (
    JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  ).version;
  const probeMs = options.probeMs ?? 3_000;
  if (!(await answers(`${mirror(env)}v${version}/SHASUMS256.txt`, probeMs)))
    return no(
      `its runtime is not here, and its server does not answer within ${probeMs / 1_000} s (later: npx install-electron)`,
    );
  const fetchMs = options.fetchMs ?? 90_000;
  options.say(
    `Fetching Electron's runtime, once, for at most ${fetchMs / 1_000} s. --browser does without it.`,
  );
  await install(packageFolder, env, fetchMs);
  const fetched = installed(packageFolder, env);
  return fetched === undefined
    ? no('its runtime could not be fetched (later: npx install-electron)')
    : { ok: true, path: fetched };
}

export function electronPackage(from: string): string | undefined {
  try {
    return dirname(createRequire(from).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/** The same look-up as in the package's own index.js: `path.txt` is written last, when all is unpacked. */
function installed(packageFolder: string, env: Env): string | undefined {
  const note = join(packageFolder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8') : undefined;
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = folder ? join(folder, name ?? 'electron') : name && join(packageFolder, 'dist', name);
  return path && existsSync(path) ? path : undefined;
}

const mirror = (env: Env): string =>
  env.ELECTRON_MIRROR ??
  env.npm_config_electron_mirror ??
  'https://github.com/electron/electron/releases/download/';

async function answers(url: string, ms: number): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ms) })).ok;
  } catch {
    return false;
  }
}

function install(packageFolder: string, env: Env, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      stdio: 'ignore',
      env,
      timeout: ms,
    });
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}
