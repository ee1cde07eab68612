import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCsv } from '../../db/csv.ts';
import { readPdf, wordsOf } from '../../electron/print/read-pdf.ts';
import type { OrderContent } from '../../engine/order/order.ts';
import {
  draftOrder,
  ingredients,
  openOffice,
  PASSWORD,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';

const signed = { password: PASSWORD };
/**
 * bupivacaine 0.625 mg/mL, 6 mL/h and 3 mL each 6 min as in R29 (FERR-95), with morphine 0.05 mg/mL. By hand: 3 mL are
 * 1.875 mg and 0.15 mg, 6 mL/h are 3.75 mg/h and 0.3 mg/h; an hour holds 6 + 10 × 3 = 36 mL, 22.5 mg and 1.8 mg.
 */
const mixture: Partial<OrderContent> = {
  drug: 'bupivacaine',
  route: 'epidural',
  regimen: {
    kind: 'pca',
    demand: '3 mL',
    lockout: '6 min',
    basal: '6 mL/h',
    limit: { kind: 'none' },
  },
  preparation: {
    method: 'exact-fill',
    finalVolume: '100 mL',
    vial: { strength: '2.5 mg/mL', volume: '30 mL' },
    diluent: 'ns09',
    drugAmount: '62.5 mg',
    also: [{ drug: 'morphine', vial: { strength: '0.5 mg/mL', volume: '10 mL' }, amount: '5 mg' }],
    container: 'cassette',
    containers: '1',
    storage: 'refrigerated',
  },
};

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  one = await office.person('pam', 'pharmacist');
  two = await office.person('paul', 'pharmacist');
  await office.person('tom', 'technician');
});
afterEach(() => office.close());

const [vial, diluent] = ingredients;
const bupivacaine = { ...vial!, drug: 'bupivacaine', name: 'bupivacaine 2.5 mg/mL', lot: 'B-1' };
const morphine = { ...vial!, drug: 'morphine', name: 'morphine 0.5 mg/mL, preservative-free', lot: 'M-1' };
const textOf = async (base64: string) =>
  (await readPdf(new Uint8Array(Buffer.from(base64, 'base64')))).map((p) => wordsOf(p).join(' ')).join(' ');

async function exported(kind: 'controlled' | 'compounding') {
  const by = office.supervisor;
  let status = await by.do('export.start', {
    kind,
    format: 'csv',
    filter: {},
    identifiers: 'full',
    password: PASSWORD,
  });
  while (status.state === 'running') {
    await new Promise((next) => setTimeout(next, 5));
    status = await by.do('export.status', { job: status.job });
  }
  const { data } = await by.do('export.fetch', { job: status.job, offset: 0 });
  const [header = [], ...rows] = [...readCsv(Buffer.from(data, 'base64').toString())];
  // the last row names the head of the log
  return rows.slice(0, -1).map((r) => Object.fromEntries(header.map((h, i) => [h, r[i] ?? ''])));
}

test('a mixture goes from draft to release, each drug with its vial, and is printed with every drug in it', async () => {
  const draft = await draftOrder(tech, mixture);
  const subject = { id: draft.id, version: 1 };
  // Listed, found and signed with each drug of it. By hand: 6 mL/h of 0.625 and 0.05 mg/mL are 3.75 and 0.3 mg/h.
  expect(await tech.do('order.list', { search: 'morphine', from: 0, limit: 5 })).toMatchObject({
    orders: [{ id: draft.id, drug: 'bupivacaine with morphine' }],
  });
  expect(draft.carried).toContain('6 mL/h (bupivacaine 3.75 mg/h, morphine 0.3 mg/h)');
  const logged = await one.do('log.list', { filter: { drug: 'morphine' }, before: null, limit: 5 });
  expect(logged.events.map((e) => e.subjectId)).toContain(draft.id);
  const resolved = await resolveAll(await tech.do('order.submit', subject), one, two);
  expect(resolved.open).toEqual([]);
  await one.do('order.verify', { ...subject, ...signed });
  await tech.do('preparation.start', subject);
  const record = (...vials: (typeof ingredients)[number][]) => ({
    ...subject,
    ingredients: [...vials, diluent!],
    deviations: null,
  });
  expect(await tech.no('preparation.record', record(bupivacaine))).toMatchObject({
    issues: [{ code: 'ingredient-missing', accepted: 'lot and expiry of morphine' }],
  });
  expect(
    await tech.no('preparation.record', record(bupivacaine, { ...morphine, drug: 'fentanyl' })),
  ).toMatchObject({
    issues: [
      { code: 'ingredient-not-in-order', given: 'fentanyl', path: 'ingredients.1.drug' },
      { code: 'ingredient-missing', accepted: 'lot and expiry of morphine' },
    ],
  });
  expect(await tech.no('preparation.record', record(bupivacaine, vial!, morphine))).toMatchObject({
    issues: [{ code: 'ingredient-not-in-order', given: null, path: 'ingredients.1.drug' }],
  });
  const prepared = await tech.do('preparation.record', record(bupivacaine, morphine));
  expect(prepared.preparation?.ingredients.map((i) => i.lot)).toEqual(['B-1', 'M-1', 'L-100']);

  const wasted = await tech.do('waste.record', {
    ...subject,
    ...signed,
    shown: prepared.shown,
    lot: 'M-1',
    amount: '0.5 mL',
    reason: 'draw-error',
    text: null,
    witness: { username: 'tom', password: PASSWORD },
  });
  expect(wasted).toMatchObject([{ lot: 'M-1', amount: '0.5 mL', drug: 'morphine' }]);

  const issued = async (
    kind: 'label' | 'pump-sheet' | 'worksheet' | 'controlled-log',
    paper: '4x6' | 'letter',
  ) =>
    textOf((await tech.do('print.issue', { ...subject, kind, paper, copies: 1, reprintReason: null })).pdf);
  const label = await issued('label', '4x6');
  for (const element of [
    'bupivacaine 62.5 mg in 100 mL 0.625 mg/mL',
    'morphine 5 mg in 100 mL 0.05 mg/mL',
    'C-II',
    'Basal 6 mL/h (bupivacaine 3.75 mg/h, morphine 0.3 mg/h)',
    '3 mL (bupivacaine 1.875 mg, morphine 0.15 mg) dose, lockout 6 min',
    'Worst case bupivacaine 22.5 mg and morphine 1.8 mg in any 1 h',
    prepared.releaseCode ?? 'no code',
  ])
    expect(label).toContain(element);
  const sheet = await issued('pump-sheet', 'letter');
  for (const element of [
    'morphine 5 mg in 100 mL 0.05 mg/mL',
    'PCA Dose 3 mL bupivacaine 1.875 mg, morphine 0.15 mg',
    '1 h, morphine 1.8 mg',
    prepared.releaseCode ?? 'no code',
  ])
    expect(sheet).toContain(element);
  const worksheet = await issued('worksheet', 'letter');
  expect(worksheet).toContain('Draw 25 mL of bupivacaine 2.5 mg/mL.');
  expect(worksheet).toContain('Draw 10 mL of morphine 0.5 mg/mL.');
  // The page is of the scheduled drug alone: bupivacaine has no schedule.
  const log = await issued('controlled-log', 'letter');
  expect(log).toContain('morphine 0.5 mg/mL, 10 mL, schedule II');
  expect(log).toContain('M-1');
  expect(log).not.toContain('B-1');

  await two.do('order.final-check', { ...subject, ...signed });
  expect((await two.do('order.release', { ...subject, ...signed })).state).toBe('released');
  expect(await tech.do('code.scan', { code: prepared.releaseCode ?? '' })).toMatchObject({
    status: 'current',
  });

  // Both logs: the controlled one has the morphine with its vial, and nothing of the bupivacaine.
  expect(await exported('controlled')).toMatchObject([
    {
      schedule: 'II',
      drug: 'morphine',
      strength: '0.5 mg/mL',
      ingredient_lot: 'M-1',
      amount_in_bag: '5 mg',
      state: 'released',
    },
  ]);
  expect(await exported('compounding')).toMatchObject([
    { drug: 'bupivacaine; morphine', drug_amount: '62.5 mg; 5 mg', state: 'released' },
  ]);

  // The code stands for every drug: with another amount of the second one it is no longer the order's.
  const changed = await tech.do('order.save', {
    id: draft.id,
    expectedVersion: 1,
    patientId: draft.patient.id,
    prescriberId: draft.prescriber.id,
    rx: 'RX-1',
    content: {
      ...draft.content,
      preparation: {
        ...draft.content.preparation,
        also: [{ ...mixture.preparation!.also![0]!, amount: '4 mg' }],
      },
    },
    reason: 'less morphine',
  });
  expect(changed.releaseCode).toBeNull();
  const scanned = await tech.do('code.scan', { code: prepared.releaseCode ?? '' });
  expect(scanned).toMatchObject({ status: 'superseded' });
  expect(JSON.stringify(scanned)).toContain('preparation.also');
  // by hand: 4 mg in 100 mL; what a container is held against is its concentration
  expect(scanned.changed[0]).toEqual({
    path: 'concentration',
    from: 'bupivacaine 0.625 mg/mL, morphine 0.05 mg/mL',
    to: 'bupivacaine 0.625 mg/mL, morphine 0.04 mg/mL',
  });
});
