import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  printLabel,
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

// Whatever is typed can come onto a paper: it is refused with its field, and not when the bag is made.
describe('a text that no paper shows is refused where it is typed', () => {
  const person = {
    username: 'lilei',
    name: 'Lei Li',
    credentials: 'PharmD',
    licence: null,
    role: 'pharmacist',
    pharmacist: true,
    password: PASSWORD,
  } as const;
  const fresh = { id: null, expectedVersion: null };
  const prescriber = { name: 'Dr. Lee', credentials: 'MD', phone: '555-0134' };
  const nobody = { id: 'ord_1', version: 1 };
  const vial = {
    role: 'drug',
    name: 'x',
    lot: 'L',
    expiry: '2027-01-01',
    ndc: null,
    manufacturer: null,
  } as const;
  test.each<[string, () => Promise<unknown>]>([
    ['name', () => office.supervisor.no('user.add', { ...person, name: '李雷' })],
    ['name', () => office.supervisor.no('user.add', { ...person, name: 'Lei\u034f Li' })],
    ['credentials', () => office.supervisor.no('user.add', { ...person, credentials: '药师' })],
    [
      'record.credentials',
      () => tech.no('prescriber.save', { ...fresh, record: { ...prescriber, credentials: '医' } }),
    ],
    [
      'record.allergies.0.reaction',
      () => save({ allergies: [{ substance: 'latex', reaction: '疹' }], noKnownAllergies: undefined }),
    ],
    [
      'deviations',
      () => tech.no('preparation.record', { ...nobody, ingredients: [vial], deviations: '同意' }),
    ],
    ['reason', () => one.no('order.hold', { ...nobody, reason: '同意', password: PASSWORD })],
  ])('%s', async (path, refused) => {
    const failure = (await refused()) as { failure?: unknown };
    expect(failure.failure ?? failure).toMatchObject({
      issues: [{ path, code: expect.stringMatching(/^(glyph-missing|text-not-clean)$/) as string }],
    });
  });

  test('a password and a folder are no such texts', async () => {
    const changed = { old: PASSWORD, new: '正确的马电池订书钉 7' };
    expect(await tech.do('session.change-password', changed)).toMatchObject({ username: 'tess' });
  });

  test.each([
    ['name', { name: 'W'.repeat(80) }],
    ['credentials', { credentials: 'W'.repeat(40), name: 'Lei Li' }],
  ])('%s that is too long for the papers', async (path, change) => {
    expect(await office.supervisor.no('user.add', { ...person, ...change })).toMatchObject({
      issues: [{ path, code: 'text-does-not-fit' }],
    });
  });

  const wide = async (username: string, role: 'technician' | 'pharmacist') => {
    const name = `${'W'.repeat(12)} ${'W'.repeat(12)} ${username}`;
    const { oneTime } = await office.supervisor.do('user.add', {
      ...person,
      username,
      name,
      credentials: 'W'.repeat(12),
      role,
      pharmacist: role === 'pharmacist',
    });
    const window = office.window(username);
    await window.do('session.sign-in', { username, password: oneTime });
    await window.do('session.change-password', { old: oneTime, new: PASSWORD });
    return window;
  };

  // The widest letter of the fonts, as many as are accepted without a trial: three such people on one paper.
  test('names that are not tried fit every paper that names people', async () => {
    const [made, verified, checked] = [
      await wide('xa', 'technician'),
      await wide('xb', 'pharmacist'),
      await wide('xc', 'pharmacist'),
    ];
    const { id } = await prepareOrder(await draftOrder(made), made, verified, checked);
    await checked.do('order.final-check', { id, version: 1, password: PASSWORD });
    for (const [kind, paper] of [
      ['label', '4x2'],
      ['label', '4x3'],
      ['label', '4x6'],
      ['overwrap', '4x3'],
      ['overwrap', '4x6'],
      ['pump-sheet', 'letter'],
      ['compounding-record', 'a4'],
      ['controlled-log', 'a4'],
    ] as const) {
      const reply = await made.ask('print.preview', { id, version: 1, kind, paper });
      expect([kind, paper, reply.ok ? null : reply.failure]).toEqual([kind, paper, null]);
    }
  });

  test('a name of an ordinary length is not', async () => {
    const name = 'Maria-Magdalena Krzyżanowska-Wolkenstein';
    const added = { ...person, name, credentials: 'PharmD, BCPS' };
    expect(await office.supervisor.do('user.add', added)).toMatchObject({ person: { name } });
  });

  test.each([
    ['the same', 'pam the pharmacist'],
    ['a Cyrillic letter', 'pаm the pharmacist'],
    ['two spaces', 'pam  the pharmacist'],
    ['another case', 'Pam the Pharmacist'],
  ])('two people who look the same on it: %s', async (_, name) => {
    const { credentials } = (await office.supervisor.do('user.list', {})).find((u) => u.username === 'pam')!;
    expect(await office.supervisor.no('user.add', { ...person, name, credentials })).toMatchObject({
      issues: [{ path: 'name', code: 'person-looks-alike' }],
    });
    await office.supervisor.do('user.add', { ...person, name: `${name} B.`, credentials });
  });
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

test('a label is tried again under the name of who records it, and of who checks it', async () => {
  const wide = async (username: string, role: 'technician' | 'pharmacist') => {
    const { oneTime } = await office.supervisor.do('user.add', {
      username,
      name: `${'WWWWWWWWWW '.repeat(6)}${username}`,
      credentials: 'PharmD, BCPS, BCNSP, CSPT',
      licence: null,
      role,
      pharmacist: role === 'pharmacist',
      password: PASSWORD,
    });
    const window = office.window(username);
    await window.do('session.sign-in', { username, password: oneTime });
    await window.do('session.change-password', { old: oneTime, new: PASSWORD });
    return window;
  };
  const [maker, checker] = [await wide('xa', 'technician'), await wide('xb', 'pharmacist')];
  await office.supervisor.do('printer.save', {
    id: null,
    expectedVersion: null,
    record: {
      name: 'Zebra',
      active: true,
      language: 'pdf',
      way: { kind: 'spooler', queue: 'zebra' },
      papers: ['4x2'],
    },
    password: PASSWORD,
  });
  const order = await draftOrder(tech, {}, { ...patient, family: 'W'.repeat(18), given: 'W'.repeat(18) });
  const subject = { id: order.id, version: order.version };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, password: PASSWORD });
  await tech.do('preparation.start', subject);
  const refused = {
    issues: [
      { path: 'label', code: expect.stringMatching(/^(label-stock-too-small|text-does-not-fit)$/) as string },
    ],
  };
  const vial = {
    role: 'drug',
    name: 'x',
    lot: 'L',
    expiry: '2027-01-01',
    ndc: null,
    manufacturer: null,
  } as const;
  const record = { ...subject, ingredients: [vial], deviations: null };
  expect(await maker.no('preparation.record', record)).toMatchObject(refused);
  expect((await tech.do('order.get', { id: order.id })).state).toBe('preparing');
  const made = await draftOrder(
    tech,
    {},
    {
      ...patient,
      mrn: 'MRN-7',
      family: 'W'.repeat(18),
      given: 'V'.repeat(18),
    },
  );
  const bag = await prepareOrder(made, tech, one, two);
  await printLabel(tech, bag);
  expect(await checker.no('order.final-check', { id: bag.id, version: 1, password: PASSWORD })).toMatchObject(
    refused,
  );
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
