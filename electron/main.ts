import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type * as ElectronMain from 'electron/main';
import { Refused } from '../engine/result.ts';
import { EXIT } from './commands/exit.ts';
import type { OpenHost } from './host.ts';
import { connectWindows } from './ipc.ts';
import { builtPreload, builtRenderer, dataFolder } from './paths.ts';
import { rendererFiles } from './renderer-files.ts';
import { hardenContents, hardenSession, isOurs, openWindow, scheme, serveApp } from './window.ts';

/** What of Electron the start-up uses. */
export type Electron = Pick<
  typeof ElectronMain,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'protocol' | 'session'
>;

export interface MainOptions {
  readonly argv: readonly string[];
  /** Folder of the built `main.js`. */
  readonly folder: string;
  readonly openHost: OpenHost;
}

/** The desktop start-up, step by step. What must come before the app is ready comes first and does not wait. */
export function run(electron: Electron, { argv, folder, openHost }: MainOptions): Promise<void> {
  const { app, BrowserWindow, dialog, ipcMain, protocol, session } = electron;
  const data = dataFolder(wantedData(argv));

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
      const host = await openHost(data);
      app.on('will-quit', () => host.close());
      hardenSession(session.defaultSession);
      serveApp(protocol, files);
      connectWindows(ipcMain, host.dispatch, isOurs);
      await openWindow(BrowserWindow, builtPreload(folder), app.isPackaged);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`meniscus: ${why}\n`);
      dialog.showErrorBox('Meniscus can not start', why);
      app.exit(error instanceof Refused ? EXIT.refused : 1);
    }
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
  const [electron, { openHost }] = await Promise.all([import('electron'), import('./open-host.ts')]);
  void run(electron, { argv: process.argv.slice(1), folder: import.meta.dirname, openHost });
}
