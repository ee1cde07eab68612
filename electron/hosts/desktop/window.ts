import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  Protocol,
  Session,
  WebContents,
} from 'electron';
import { headersOf, type RendererFiles } from '../renderer-files.ts';

/** Our page has an origin of its own: `file:` has none, and a CSP, a cookie or a frame check needs one. */
const APP_URL = 'meniscus://app/';
export const isOurs = (url: string): boolean => url.startsWith(APP_URL);

/** To be registered before the app is ready. It bypasses nothing: no CSP, no CORS, no service workers. */
export const scheme: CustomScheme = {
  scheme: 'meniscus',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

export function windowOptions(preload: string, isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Meniscus',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      // A bug in Chromium or in the page must not reach the disk: the renderer runs in the system's sandbox.
      sandbox: true,
      // The page can not change what the preload calls.
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      // Nothing of ours embeds a page.
      webviewTag: false,
      // A file dropped on the window would otherwise be opened in it.
      navigateOnDragDrop: false,
      // The spell checker fetches its word lists from the internet and keeps words that were typed.
      spellcheck: false,
      devTools: !isPackaged,
    },
  };
}

/** Serves the page from the built folder. There is no other content: what is not ours is not fetched. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, files: RendererFiles): void {
  protocol.handle(scheme.scheme, async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const found = host === 'app' && method === 'GET' ? await files.find(pathname) : undefined;
    if (!found)
      return new Response('', { status: 404, headers: headersOf('text/plain; charset=utf-8', 'no-store') });
    return new Response(new Uint8Array(found.body), { headers: { ...found.headers } });
  });
}

const local = /^(?:meniscus:\/\/app\/|blob:meniscus:\/\/app\/|data:|devtools:)/;

/** No permission, no device, and no request that leaves this machine. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !local.test(details.url) }));
}

const stop = (event: { preventDefault(): void }): void => event.preventDefault();

/** The page may load itself anew; its rooms are behind "#". */
function stay(event: { readonly url: string; preventDefault(): void }): void {
  if (event.url !== APP_URL && !event.url.startsWith(`${APP_URL}#`)) event.preventDefault();
}

/** Every page, however it came to be, stays where it is, opens no window and embeds no other. */
export function hardenContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stop);
    contents.on('will-attach-webview', stop);
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

export async function openWindow(
  Window: typeof BrowserWindow,
  preload: string,
  isPackaged: boolean,
): Promise<BrowserWindow> {
  const window = new Window(windowOptions(preload, isPackaged));
  window.once('ready-to-show', () => window.show());
  // The bar names the program only, whatever a page calls itself: no patient in a title.
  window.on('page-title-updated', (event) => event.preventDefault());
  await window.loadURL(APP_URL);
  return window;
}
