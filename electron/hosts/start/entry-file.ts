import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A page that leads to the address with its one-time token, for its owner's eyes only: what a browser is opened with
 * stands in the list of processes, which everybody on the machine may read, and a token there would be theirs to use.
 */
export function entryFile(
  folder: string,
  url: string,
): { readonly path: string; readonly remove: () => void } {
  const path = join(folder, 'open-meniscus.html');
  const remove = () => rmSync(path, { force: true });
  // Made anew, so that it is nobody else's before and for nobody else to read.
  remove();
  writeFileSync(path, page(url), { mode: 0o600, flag: 'wx' });
  return { path, remove };
}

const page = (url: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8" />
<title>Meniscus</title>
<p><a href="${url}">Meniscus</a></p>
<script>
  location.replace(${JSON.stringify(url)});
</script>
</html>
`;
