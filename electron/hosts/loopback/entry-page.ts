import { headersOf, page, type RendererFile } from '../renderer-files.ts';

/**
 * What a browser without a cookie gets. The token stands behind "#" in the printed address: a browser never sends that
 * part, so the token is in no request line, no log of a proxy and no Referer; the script takes it out of the address
 * bar and posts it. The page then loads `/` by itself, which carries a SameSite=Strict cookie wherever the visit began.
 */
const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Meniscus</title></head>
<body><p id="say" role="status">Opening Meniscus…</p><noscript><p>Meniscus needs JavaScript.</p></noscript><script src="/enter.js"></script></body>
</html>
`;

const script = `const say = (text) => { document.getElementById('say').textContent = text; };
const token = location.hash.slice(1);
history.replaceState(null, '', '/');
const refused = 'This address was already used, or is not of this run. Start Meniscus again and open the address it prints.';
if (token === '') say('Open the address that Meniscus printed when it was started.');
else fetch('/enter', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) })
  .then((answer) => { if (answer.ok) location.replace('/'); else say(refused); })
  .catch(() => say('Meniscus does not answer. Is it still running?'));
`;

export function entryFile(pathname: string): RendererFile | undefined {
  if (pathname === '/') return page(html);
  if (pathname !== '/enter.js') return undefined;
  return { body: Buffer.from(script), headers: headersOf('text/javascript; charset=utf-8', 'no-store') };
}
