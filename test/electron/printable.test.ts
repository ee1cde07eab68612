import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OrderContent } from '../../engine/order/order.ts';
import letters from '../cases/field/zpl-polish-vietnamese.json' with { type: 'json' };
import long from '../cases/field/name-of-46-letters-on-4x2.json' with { type: 'json' };
import {
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';

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

const save = (change: object) =>
  tech.ask('patient.save', { id: null, expectedVersion: null, record: { ...patient, ...change } });

// What can not be seen, and letters that no embedded font has, are refused when the patient is saved.
test.each([
  [{ given: 'I\u200bris' }, 'record.given', 'text-not-clean'],
  [{ family: 'Mar\u00adsh' }, 'record.family', 'text-not-clean'],
  [{ mrn: 'MRN\u20601' }, 'record.mrn', 'text-not-clean'],
  [{ given: 'Iris\u00a0May' }, 'record.given', 'text-not-clean'],
  [{ family: '陳' }, 'record.family', 'glyph-missing'],
  [{ given: 'Iris 🙂' }, 'record.given', 'glyph-missing'],
])('%j', async (change, path, code) => {
  expect(await save(change)).toMatchObject({ ok: false, failure: { issues: [{ path, code }] } });
  expect((await tech.do('patient.list', {})).total).toBe(0);
});

test('names of every script that is printed are kept', async () => {
  for (const [i, family] of ['Łukasz', 'Đặng Hữu', 'Достоевский', 'Παπαδοπούλου', 'כהן', 'Ñandú'].entries())
    expect(await save({ family, mrn: `N-${i}` })).toMatchObject({ ok: true });
});

test.each([
  [long.input.family, long.input.given],
  ['Kowalska', letters.input.names[0]!],
  [letters.input.names[1]!, 'Lan'],
])('%s, %s has a label on paper and on a thermal printer', async (family, given) => {
  const made = await prepareOrder(await draftOrder(tech, {}, { ...patient, family, given }), tech, one, two);
  const label = { id: made.id, version: made.version, kind: 'label', paper: '4x2' } as const;
  expect(await tech.ask('print.preview', label)).toMatchObject({ ok: true });
  const zpl = await office.context.renderZpl('label', '4x2', made, { dpi: 203, copies: 1, reprint: 0 });
  expect(zpl.ok).toBe(true);
});

const papersOf = (family: string, given: string) =>
  tech.do('patient.papers', { record: { family, given, mrn: 'MRN-1' } });

test('which labels have room for a name is said of the name, before there is an order', async () => {
  expect(await papersOf('Marsh', 'Iris')).toEqual({ fits: [], tooSmall: [] });
  const { family, given } = long.input;
  expect(await papersOf(family, given)).toEqual({ fits: ['4x2', '4x3', '4x6'], tooSmall: [] });
  expect(await papersOf('W'.repeat(60), 'W'.repeat(60))).toEqual({
    fits: [],
    tooSmall: ['4x2', '4x3', '4x6'],
  });
  // one word that is wider than the larger type of a larger label: as it is said, so it is found once a bag is made
  const wide = 'W'.repeat(18);
  const said = await papersOf(wide, wide);
  expect(said).toEqual({ fits: ['4x2', '4x3'], tooSmall: ['4x6'] });
  const made = await prepareOrder(
    await draftOrder(tech, {}, { ...patient, family: wide, given: wide }),
    tech,
    one,
    two,
  );
  const label = { id: made.id, version: made.version, kind: 'label' } as const;
  for (const paper of said.fits)
    expect(await tech.ask('print.preview', { ...label, paper })).toMatchObject({ ok: true });
  for (const paper of said.tooSmall)
    expect(await tech.no('print.preview', { ...label, paper })).toMatchObject({
      issues: [{ code: 'text-does-not-fit' }],
    });
});

/** Two drugs do not fit 4 × 2 in: tried with the shortest names. */
test('a mixture is not begun while every printer has stock that its label does not fit', async () => {
  const mixture: Partial<OrderContent> = {
    drug: 'bupivacaine',
    route: 'epidural',
    regimen: { kind: 'continuous', rate: '4.8 mL/h' },
    preparation: {
      method: 'exact-fill',
      finalVolume: '100 mL',
      vial: { strength: '2.5 mg/mL', volume: '30 mL' },
      diluent: 'ns09',
      drugAmount: '125 mg',
      also: [{ drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '20 mL' }, amount: '200 mcg' }],
      container: 'bag',
      containers: '1',
      storage: 'refrigerated',
    },
  };
  const order = await draftOrder(tech, mixture, { ...patient, family: 'Berg', given: 'Tom' });
  const subject = { id: order.id, version: order.version };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, password: PASSWORD });
  const record = {
    name: 'Zebra',
    active: true,
    language: 'pdf',
    way: { kind: 'spooler', queue: 'zebra' },
  } as const;
  const saved = await office.supervisor.do('printer.save', {
    id: null,
    expectedVersion: null,
    record: { ...record, papers: ['4x2'] },
    password: PASSWORD,
  });
  expect(await tech.no('preparation.start', subject)).toMatchObject({
    issues: [
      {
        code: 'label-stock-too-small',
        path: 'label',
        given: '4 × 2 in',
        accepted: expect.stringContaining('4 × 3 in') as string,
      },
    ],
  });
  await office.supervisor.do('printer.save', {
    id: saved.id,
    expectedVersion: saved.version,
    record: { ...record, papers: ['4x2', '4x3'] },
    password: PASSWORD,
  });
  expect(await tech.do('preparation.start', subject)).toMatchObject({ state: 'preparing' });
});

test('a container whose label no paper holds is not begun', async () => {
  // A prescriber of 80 letters without a space, beside the longest name, has no room on any label.
  const record = { ...patient, family: 'W'.repeat(60), given: 'W'.repeat(60) };
  const order = await draftOrder(tech, {}, record);
  const subject = { id: order.id, version: order.version };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, password: PASSWORD });
  expect(await tech.no('preparation.start', subject)).toMatchObject({
    issues: [{ code: 'text-does-not-fit', path: 'label' }],
  });
  expect(await tech.do('order.get', { id: order.id })).toMatchObject({ state: 'verified' });
});
