import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedLibrary } from '../../db/seed/library.ts';
import { draftOrder, openOffice, PASSWORD, patient, prepareOrder } from '../electron/office.ts';

const root = join(import.meta.dirname, '../..');

/** Each line of the fenced blocks under "At the command line", as it stands in the README, without its comment. */
const lines = readFileSync(join(root, 'README.md'), 'utf8')
  .split(/^## /m)
  .filter((section) => section.startsWith('At the command line\n'))
  .flatMap((section) => [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map((block) => block[1] ?? ''))
  .flatMap((block) => block.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, ''))
  .filter((line) => line !== '');

const folder = mkdtempSync(join(tmpdir(), 'meniscus-readme-'));
/** What the README writes in capitals. */
const dataDir = join(folder, 'data/meniscus');
const words: Record<string, string> = { DIR: dataDir, NAME: 'ada', ID: 'mme' };

/** What `key recover` is told on standard input. */
let recovery = '';

/** An office with two released orders in the data folder of the user who runs the commands, and an order beside them. */
beforeAll(async () => {
  copyFileSync(join(root, 'test/cases/cli/clean-order.json'), join(folder, 'order.json'));
  const file = join(folder, 'proposed.json');
  writeFileSync(file, JSON.stringify({ ...seedLibrary(), version: 'proposed' }));
  writeFileSync(
    join(folder, 'product.txt'),
    [
      'PRODUCTNDC\tPROPRIETARYNAME\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT',
      '0409-1134\tMorphine Sulfate\tMORPHINE SULFATE\tINJECTION\tHospira, Inc.\tMORPHINE SULFATE\t25\tmg/mL',
    ].join('\n'),
  );
  const office = await openOffice({ dataDir });
  const tech = await office.person('tess', 'technician');
  const [one, two] = [await office.person('pam', 'pharmacist'), await office.person('paul', 'pharmacist')];
  const bag = async (mrn: string) =>
    prepareOrder(await draftOrder(tech, {}, { ...patient, mrn }), tech, one, two);
  // The first two wait for their labels; a third, whose code is scanned, was labelled and released.
  for (const mrn of ['MRN-1', 'MRN-2']) await bag(mrn);
  const released = await bag('MRN-3');
  for (const step of ['order.final-check', 'order.release'] as const)
    await two.do(step, { id: released.id, version: 1, password: PASSWORD });
  const { code } = await office.supervisor.do('key.recovery', { password: PASSWORD });
  recovery = code;
  await office.context.store.close();
  Object.assign(words, { FILE: file, CODE: released.releaseCode ?? '' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('there are commands in the README', () => expect(lines.length).toBeGreaterThan(10));

test.each(lines)('%s', (line) => {
  const command = line.replaceAll(/\b[A-Z]{2,}\b/g, (word) => words[word] ?? word);
  const script = `npx() { shift; "$NODE" "$ROOT/bin/meniscus.js" "$@"; }\n${command}`;
  const run = spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    input: line.includes('key recover') ? `${recovery}\n` : '',
    env: {
      ...process.env,
      NODE: process.execPath,
      ROOT: root,
      XDG_DATA_HOME: join(folder, 'data'),
      MENISCUS_PASSWORD: PASSWORD,
    },
  });
  // the order lacks a range of its pump that no source gives, and an order that is blocked says so by its exit code
  expect(run.status, run.stderr).toBe(line.includes('check order.json') ? 1 : 0);
  expect(run.stdout).not.toBe('');
});
