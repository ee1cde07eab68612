import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const require = createRequire(import.meta.url);
const cache = join(import.meta.dirname, '../../node_modules/.cache/chromium');

/** How long a screen is waited for: not how fast it must be, but when a busy machine is no longer the reason. */
const PATIENCE = 300_000;
/** Where the one browser of a whole run is found. */
const SHARED = 'MENISCUS_BROWSER_SERVER';

/** Starts the one browser that the tests of a run share, and answers how to end it. */
export async function shareChromium(): Promise<() => Promise<void>> {
  const server = await launch((options) => chromium.launchServer(options));
  process.env[SHARED] = server.wsEndpoint();
  return () => server.close();
}

/** A browser to itself as far as a test can see: what it opens in the shared one is its own, and is closed with it. */
export async function launchChromium(): Promise<Browser> {
  const shared = process.env[SHARED];
  const browser =
    shared === undefined
      ? await launch((options) => chromium.launch(options))
      : await chromium.connect(shared);
  return browser.on('context', (context) => context.setDefaultTimeout(PATIENCE));
}

/**
 * A Chromium without any download: on Linux x64 the one inside the npm package, elsewhere (or with
 * MENISCUS_BROWSER set to a channel such as `chrome` or `msedge`, or to a path) an installed browser.
 */
async function launch<B>(start: (options: LaunchOptions) => Promise<B>): Promise<B> {
  const args = ['--font-render-hinting=none', '--disable-dev-shm-usage'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const wanted = process.env.MENISCUS_BROWSER;
  if (wanted !== undefined && wanted !== '') {
    const where = existsSync(wanted) ? { executablePath: wanted } : { channel: wanted };
    return start({ ...where, args });
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpackChromium();
    const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts', 'fonts.conf') };
    return start({ executablePath: join(folder, 'chromium'), env, args });
  }
  try {
    return await start({ args, channel: 'chrome' });
  } catch (noChrome) {
    try {
      return await start({ args, channel: 'msedge' });
    } catch {
      throw noChrome;
    }
  }
}

/** Unpacks the browser once per version, whole or not at all: several test files may ask at one time. */
export async function unpackChromium(): Promise<string> {
  const packageFile = join(dirname(require.resolve('@sparticuz/chromium')), '../package.json');
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const folder = join(cache, version);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'unpacking-'));
  const before = process.env.TMPDIR;
  try {
    // The package unpacks into the temporary folder of the moment and has no option for another.
    process.env.TMPDIR = fresh;
    const { default: packed } = await import('@sparticuz/chromium');
    await packed.executablePath();
    writeFileSync(join(fresh, 'fonts', 'fonts.conf'), fontsConf(folder));
    if (!existsSync(folder)) renameSync(fresh, folder);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** The machine's fonts and those of the package (its own fonts.conf names folders of another system). */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
