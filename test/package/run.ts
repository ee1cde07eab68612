import { deepEqual, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPdf, wordsOf } from '../../electron/print/read-pdf.ts';
import { filesOf, packed } from './pack.ts';

/**
 * `npm run test:package`, after a build: packs, compares what is in the package with files.txt, and takes one order through
 * its whole life with nothing but the package.
 */
const { app, dispose } = packed();
try {
  const list = readFileSync(join(import.meta.dirname, 'files.txt'), 'utf8')
    .trim()
    .split('\n');
  const held = filesOf(app);
  deepEqual(
    {
      unlisted: held.filter((path) => !list.includes(path)),
      missing: list.filter((path) => !held.includes(path)),
    },
    { unlisted: [], missing: [] },
  );

  const out = join(app, 'demo-out');
  const text = execFileSync(process.execPath, ['out/main/cli.js', 'demo', '--out', out], {
    cwd: app,
    encoding: 'utf8',
    // It reads pages without drawing them, and says that it could not draw.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  ok(
    text.includes('Written: order.json, findings.json, record.json, label.pdf, pump-sheet.pdf, log.csv'),
    text,
  );
  const words = (await readPdf(readFileSync(join(out, 'label.pdf')))).flatMap(wordsOf).join(' ');
  ok(words.includes('HYDROmorphone') && words.includes('0.2 mg/mL'), words);
  console.log(
    `${list.length} kinds of files as listed; one order from entry to release, printed and read back`,
  );
} finally {
  dispose();
}
