import { EventEmitter, once } from 'node:events';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { Safe } from '../../electron/hosts/desktop/keychain.ts';
import type { Electron } from '../../electron/hosts/desktop/main.ts';

type Handler = (event: unknown, ...args: unknown[]) => unknown;
type Serve = (request: { url: string; method: string }) => Promise<Response>;

interface Facts {
  readonly isFirst?: boolean;
  /** the keychain of this session; null: there is none */
  readonly keychain?: { password: string; isOpen: boolean } | null;
}

/** Encrypts by the password of a keychain, as the system does; what another wrote does not read. */
export const safeDouble = (keychain: Facts['keychain'] = null): Safe => ({
  isEncryptionAvailable: () => keychain?.isOpen ?? true,
  getSelectedStorageBackend: () => (keychain === null ? 'basic_text' : 'gnome_libsecret'),
  encryptString: (text) => Buffer.from(`${keychain?.password}:${text}`),
  decryptString: (encrypted) => {
    const [password, text] = encrypted.toString().split(':');
    if (password !== keychain?.password) throw new Error('Error while decrypting the ciphertext');
    return text ?? '';
  },
});

/** Notes what is done with it, in order, and answers as Electron does as far as our hosts go. */
export function electronDouble(facts: Facts = {}) {
  const steps: string[] = [];
  const handlers = new Map<string, Handler>();
  const schemes: { scheme: string; privileges?: object }[] = [];
  const served = new Map<string, Serve>();
  const windows: WindowDouble[] = [];
  const errors: string[] = [];
  const session = {
    permission: undefined as
      ((contents: null, name: string, decide: (granted: boolean) => void) => void) | undefined,
    check: undefined as (() => boolean) | undefined,
    device: undefined as (() => boolean) | undefined,
    request: undefined as
      ((details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void) | undefined,
  };

  class WindowDouble extends EventEmitter {
    readonly options: BrowserWindowConstructorOptions;
    loaded = '';
    isShown = false;
    static getAllWindows = () => windows;
    constructor(options: BrowserWindowConstructorOptions) {
      super();
      this.options = options;
      steps.push('window');
      windows.push(this);
    }
    async loadURL(url: string) {
      this.loaded = url;
      this.emit('ready-to-show');
    }
    show = () => (this.isShown = true);
    isMinimized = () => true;
    restore = () => steps.push('restore');
    focus = () => steps.push('focus');
  }

  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    setPath: (name: string, path: string) => steps.push(`path ${name} ${path}`),
    requestSingleInstanceLock: () => (steps.push('lock'), facts.isFirst ?? true),
    enableSandbox: () => steps.push('sandbox'),
    whenReady: () => once(app, 'ready').then(() => void steps.push('ready')),
    quit: () => {
      steps.push('quit');
      app.emit('will-quit', { preventDefault: () => steps.push('held') });
    },
    exit: (code: number) => steps.push(`exit ${code}`),
  });

  const electron = {
    app,
    BrowserWindow: WindowDouble,
    dialog: { showErrorBox: (_title: string, text: string) => errors.push(text) },
    ipcMain: { handle: (channel: string, handler: Handler) => handlers.set(channel, handler) },
    protocol: {
      registerSchemesAsPrivileged: (all: typeof schemes) => (steps.push('scheme'), schemes.push(...all)),
      handle: (scheme: string, serve: Serve) => (steps.push('serve'), served.set(scheme, serve)),
    },
    safeStorage: safeDouble(facts.keychain),
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: typeof session.permission) => (session.permission = handler),
        setPermissionCheckHandler: (handler: typeof session.check) => (session.check = handler),
        setDevicePermissionHandler: (handler: typeof session.device) => (session.device = handler),
        webRequest: { onBeforeRequest: (handler: typeof session.request) => (session.request = handler) },
      },
    },
  };

  return {
    electron: electron as unknown as Electron,
    app,
    steps,
    handlers,
    schemes,
    served,
    windows,
    errors,
    session,
    becomeReady: () => app.emit('ready'),
  };
}

/** Web contents as far as they are hardened. */
export class ContentsDouble extends EventEmitter {
  opener: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler = (handler: typeof this.opener) => (this.opener = handler);
  /** Was the event stopped? */
  stops(event: string, url = ''): boolean {
    let isStopped = false;
    this.emit(event, { url, preventDefault: () => (isStopped = true) });
    return isStopped;
  }
}
