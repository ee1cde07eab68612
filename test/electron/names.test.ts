import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPdf, wordsOf } from '../../electron/print/read-pdf.ts';
import { draftOrder, openOffice, PASSWORD, prepareOrder, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  one = await office.person('pam', 'pharmacist');
  two = await office.person('paul', 'pharmacist');
});
afterEach(() => office.close());

async function rename(username: string, name: string, credentials: string): Promise<void> {
  const all = await office.supervisor.do('user.list', {});
  const { id, role, pharmacist, licence } = all.find((u) => u.username === username)!;
  await office.supervisor.do('user.update', {
    id,
    name,
    credentials,
    licence,
    role,
    pharmacist,
    reason: 'married',
    password: PASSWORD,
  });
}

test('a person who has another name now stays who they were under what they signed, made and printed', async () => {
  const made = await prepareOrder(await draftOrder(tech), tech, one, two);
  const print = { id: made.id, version: 1, kind: 'label', paper: '4x2', copies: 1 } as const;
  await tech.do('print.issue', { ...print, reprintReason: null });
  const before = await tech.do('order.get', { id: made.id });
  expect(before.signatures.at(-1)).toMatchObject({ user: 'pam the pharmacist', credentials: 'RPh' });

  await rename('pam', 'Pamela Stone', 'PharmD, BCPS');
  await rename('tess', 'Theresa Hill', 'CPhT-Adv');
  expect(await tech.do('order.get', { id: made.id })).toEqual(before);
  const { pdf } = await tech.do('print.preview', {
    id: made.id,
    version: 1,
    kind: 'pump-sheet',
    paper: 'letter',
  });
  const words = (await readPdf(Buffer.from(pdf, 'base64'))).flatMap((page) => wordsOf(page)).join(' ');
  expect(words).toContain('pam the pharmacist, RPh');
  expect(words).toContain('tess the technician');
  expect(words).not.toMatch(/Pamela|Theresa|BCPS/);

  // What they sign from now on has the name of now.
  const paul = await two.do('order.final-check', { id: made.id, version: 1, password: PASSWORD });
  expect(paul.signatures.at(-1)).toMatchObject({ user: 'paul the pharmacist' });
  const released = await one.do('order.release', { id: made.id, version: 1, password: PASSWORD });
  expect(released.signatures.map((s) => [s.meaning, s.user, s.credentials]).slice(-3)).toEqual([
    ['verify', 'pam the pharmacist', 'RPh'],
    ['final-check', 'paul the pharmacist', 'RPh'],
    ['release', 'Pamela Stone', 'PharmD, BCPS'],
  ]);
});
