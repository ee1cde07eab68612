import { headersOf, page, type RendererFile } from '../renderer-files.ts';

/**
 * All that a browser gets that is no station of the site: a code and a name are asked for, and nothing is told. It stands
 * alone, in the colours of the house: the screens are for stations.
 */
const html = (why: string | null) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Meniscus</title><link rel="stylesheet" href="/enrol.css"></head>
<body><main>
<h1><svg width="34" height="34" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 3v13a5 5 0 0 0 5 5h4a5 5 0 0 0 5-5V3" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M5.9 9c2 2.6 4 3.4 6.1 3.4S16.1 11.6 18.1 9v7a4.2 4.2 0 0 1-4.2 4.2h-3.8A4.2 4.2 0 0 1 5.9 16z" fill="currentColor" opacity=".45"/></svg>Enrol this station</h1>
${why === null ? '' : `<p class="why" role="alert">${escaped(why)}</p>\n`}<p>A supervisor makes a code, under Users, Stations. It is good once, and for a quarter of an hour.</p>
<form id="form">
<label for="code">Code</label><input id="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" autofocus>
<label for="name">Name of this station</label><input id="name" autocomplete="off" maxlength="60" aria-describedby="hint">
<p id="hint" class="note">Where it stands, such as Clean room 2. The log names it with everything that is done here.</p>
<p id="say" role="alert"></p>
<button id="go">Enrol</button>
</form>
<noscript><p>Meniscus needs JavaScript.</p></noscript>
</main><script src="/enrol.js"></script></body>
</html>
`;

const css = `:root{color-scheme:light dark;--bg:#f4f6f4;--panel:#fff;--ink:#15201c;--ink2:#55645e;--line:#dce2de;--edge:#87958f;--accent:#0b6b58;--on:#fff;--hard:#a8201a;--focus:#1d6fd8}
@media (prefers-color-scheme:dark){:root{--bg:#101614;--panel:#18201d;--ink:#e7edea;--ink2:#9dada6;--line:#2b3632;--edge:#66766f;--accent:#5cc6ac;--on:#0c1613;--hard:#ff8f85;--focus:#6aa8ff}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--ink);font:15px/1.45 'IBM Plex Sans','Segoe UI',system-ui,sans-serif}
main{width:min(26rem,100vw - 2rem);padding:1.75rem;background:var(--panel);border:1px solid var(--line);border-radius:8px}
h1{display:flex;align-items:center;gap:.75rem;margin:0 0 .75rem;font-size:1.25rem}
svg{color:var(--accent)}
p{margin:0 0 1rem;color:var(--ink2)}
label{display:block;margin-bottom:.25rem;font-weight:600}
input{width:100%;min-height:2.75rem;margin-bottom:1rem;padding:0 .75rem;font:inherit;color:inherit;background:var(--panel);border:1px solid var(--edge);border-radius:6px}
#code{font-family:'IBM Plex Mono',Consolas,monospace;letter-spacing:.08em;text-transform:uppercase}
.note{margin-top:-.75rem;font-size:.875rem}
#say:empty{display:none}
#say,.why{color:var(--hard)}
.why{font-weight:600}
button{width:100%;min-height:2.75rem;font:inherit;font-weight:600;color:var(--on);background:var(--accent);border:0;border-radius:6px;cursor:pointer}
button:disabled{opacity:.6}
:focus-visible{outline:3px solid var(--focus);outline-offset:1px}
`;

const script = `const at = (id) => document.getElementById(id);
const SAID = {
  'station-code-wrong': 'That code is not good: it was used, its time is over, or it was made otherwise. Ask a supervisor for another.',
  'station-name-taken': 'Another station has that name, or one that looks like it.',
  'station-name-refused': 'A name has letters or digits, at most 60, and no space at its ends.',
  'too-many-attempts': 'Too many codes were tried. Wait a moment, then try again.',
};
at('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  at('go').disabled = true;
  at('say').textContent = '';
  try {
    const answer = await fetch('/enter', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: at('code').value, name: at('name').value }) });
    const reply = await answer.json();
    if (reply.ok) return location.replace('/');
    const issue = (reply.failure.issues || [])[0];
    at('say').textContent = SAID[issue && issue.code] || 'That was not accepted. ' + (issue ? 'Accepted: ' + issue.accepted + '.' : '');
    at(issue && /name/.test(issue.path + issue.code) ? 'name' : 'code').focus();
  } catch { at('say').textContent = 'The site does not answer. Is it still running?'; }
  at('go').disabled = false;
});
`;

/** `why`: what whoever carried a station is told, in words. */
export function enrolFile(pathname: string, why: string | null): RendererFile | undefined {
  if (pathname === '/') return page(html(why));
  if (pathname === '/enrol.css') return file('text/css; charset=utf-8', css);
  if (pathname === '/enrol.js') return file('text/javascript; charset=utf-8', script);
  return undefined;
}

const file = (type: string, text: string): RendererFile => ({
  body: Buffer.from(text),
  headers: headersOf(type, 'no-store'),
});

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Names are typed by people. */
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? '');
