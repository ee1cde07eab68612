import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentSecurityPolicy, newNonce, securityHeaders } from './csp.ts';

export interface RendererFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The built renderer, by address: `/` and the files beside it. Both window hosts serve from it. */
export interface RendererFiles {
  find(pathname: string): Promise<RendererFile | undefined>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The bundler puts a hash of the content into such a name, so the content behind it never changes. */
const hashed = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/**
 * Lists the folder once. An address is looked up in that list, never joined to a path: there is no traversal, no
 * directory listing and no link to follow out of the folder.
 */
export async function rendererFiles(root: string): Promise<RendererFiles> {
  const paths = new Map<string, string>();
  await list(root, '', paths).catch(() => undefined);
  const index = paths.get('/index.html');
  if (index === undefined) throw new Error('the screens are not built: run "npm run build"');
  paths.delete('/index.html');

  return {
    async find(pathname) {
      if (pathname === '/') return page(await readFile(index, 'utf8'));
      const path = paths.get(pathname);
      if (path === undefined) return undefined;
      const type = types[extname(path)] ?? 'application/octet-stream';
      const cache = hashed.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-store';
      return { body: await readFile(path), headers: headersOf(type, cache) };
    },
  };
}

/** Folder by folder: the packed app reads an archive, where a recursive listing is not to be relied on. */
async function list(folder: string, address: string, paths: Map<string, string>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await list(path, `${address}/${entry.name}`, paths);
    else if (entry.isFile() && types[extname(entry.name)] !== undefined)
      paths.set(`${address}/${entry.name}`, path);
  }
}

/** A page with a style nonce of its own, which the renderer reads from `<meta name="style-nonce">`. */
export function page(html: string): RendererFile {
  const nonce = newNonce();
  const marked = html.replace('<head>', `<head><meta name="style-nonce" nonce="${nonce}">`);
  const headers = {
    ...headersOf('text/html; charset=utf-8', 'no-store'),
    'content-security-policy': contentSecurityPolicy(nonce),
  };
  return { body: Buffer.from(marked), headers };
}

export const headersOf = (type: string, cache: string): Record<string, string> => ({
  ...securityHeaders(),
  'content-type': type,
  'cache-control': cache,
});
