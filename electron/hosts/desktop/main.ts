import { whyText } from '../why.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type * as ElectronMain from 'electron/main';
import { Refused } from '../../../engine/number/result.ts';
import { EXIT } from '../cli/commands/exit.ts';
import type { OpenHost } from '../host.ts';
import { keychainFor, secretKeeper } from './keychain.ts';
import { connectWindows } from './ipc.ts';
import { openPlace, type Place } from './place/place.ts';
import { builtPreload, builtRenderer, dataFolder, makeFolder } from '../../services/paths.ts';
import { rendererFiles } from '../renderer-files.ts';
import { serviceHost } from './service-host.ts';
import { hardenContents, hardenSession, isOurs, openWindow, scheme, serveApp } from './window.ts';

/** What of Electron the start-up uses. */
export type Electron = Pick<
  typeof ElectronMain,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'protocol' | 'safeStorage' | 'session'
>;

interface MainOptions {
  readonly argv: readonly string[];
  /** Folder of the built `main.js`. */
  readonly folder: string;
  readonly openHost: OpenHost;
}

/** The desktop start-up, step by step. What must come before the app is ready comes first and does not wait. */
export function run(electron: Electron, { argv, folder, openHost }: MainOptions): Promise<void> {
  const { app, BrowserWindow, dialog, ipcMain, protocol, safeStorage, session } = electron;
  const data = dataFolder(wantedData(argv));
  makeFolder(data);

  // Chromium's own files lie beside the data, so that the single-instance lock is one per data folder.
  app.setPath('userData', join(data, 'window'));
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Meniscus is open already with this data folder; its window comes to the front.\n');
    app.exit(0);
    return Promise.resolve();
  }
  app.on('second-instance', () => bringToFront(BrowserWindow));
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([scheme]);
  hardenContents(app);
  app.on('window-all-closed', () => app.quit());

  // Not awaited at the top of the module: "ready" waits for the module to end.
  return app.whenReady().then(async () => {
    try {
      const files = await rendererFiles(builtRenderer(folder));
      const place = await openPlace({
        data,
        openHere: () => openHost(data, () => keychainFor(safeStorage, data)),
        keeper: secretKeeper(safeStorage),
      });
      endsAfter(app, place);
      hardenSession(session.defaultSession);
      serveApp(protocol, files);
      connectWindows(ipcMain, place, isOurs);
      await openWindow(BrowserWindow, builtPreload(folder), app.isPackaged);
    } catch (error) {
      const why = whyText(error);
      process.stderr.write(`meniscus: ${why}\n`);
      dialog.showErrorBox('Meniscus can not start', why);
      app.exit(error instanceof Refused ? EXIT.refused : 1);
    }
  });
}

/** The program ends when the commands under way have ended and the data file is closed. */
function endsAfter(app: Electron['app'], place: Place): void {
  let closing: Promise<void> | undefined;
  app.on('will-quit', (event) => {
    event.preventDefault();
    closing ??= place.close().finally(() => app.exit(0));
  });
}

function wantedData(argv: readonly string[]): string | undefined {
  // Chromium's switches stand between ours, so unknown ones pass.
  const { values } = parseArgs({ args: [...argv], options: { data: { type: 'string' } }, strict: false });
  return typeof values.data === 'string' ? values.data : undefined;
}

function bringToFront(Window: Electron['BrowserWindow']): void {
  const window = Window.getAllWindows()[0];
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

// Outside Electron (in a test) the package of this name would try to fetch the runtime when imported.
if (process.versions.electron !== undefined) {
  const electron = await import('electron');
  const folder = import.meta.dirname;
  const fork = () =>
    electron.utilityProcess.fork(join(folder, 'service.js'), [], { serviceName: 'Meniscus' });
  void run(electron, { argv: process.argv.slice(1), folder, openHost: serviceHost(fork) });
}
