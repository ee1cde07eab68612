import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { storedChange } from '../../electron/services/library-change.ts';
import { limitChange } from './limit-change.ts';
import { content, draftOrder, openOffice, PASSWORD, patient, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let pam: Window;
beforeEach(async () => {
  office = await openOffice();
  pam = await office.person('pam', 'pharmacist');
});
afterEach(() => office.close());

const signed = { password: PASSWORD };
const codes = (failure: Failure) =>
  'issues' in failure ? failure.issues.map((i) => `${i.path} ${i.code}`) : [failure.code];
const propose = (collection: string, record: object, more: object = {}) =>
  pam.do('library.propose', {
    collection,
    op: 'put',
    record,
    reference: 'Package insert, revised 2025, section 2',
    reason: 'asked for by the committee',
    ...more,
  });
const approve = (id: string, by = office.supervisor) => by.do('library.approve', { id, ...signed });
/** formulary.json: hydromorphone hm-04, PCA demand at most 0.4 mg, soft. */
const demand = { rule: 'hm-04', amount: '0.5', severity: null, reason: 'our palliative patients' };

describe('a laxer limit', () => {
  test('takes two supervisors besides who proposed it, and says so on each finding that it changes', async () => {
    const { id, laxer } = await pam.do('library.propose', limitChange(demand));
    expect(laxer).toBe(true);
    const first = await approve(id);
    expect(first).toMatchObject({ decision: null, endorsed: [{ by: 'Ada Chief' }] });
    expect(codes(await office.supervisor.no('library.approve', { id, ...signed }))).toEqual([
      'password approver-is-first',
    ]);
    const hydromorphone = {
      drug: 'hydromorphone',
      regimen: {
        ...content.regimen,
        demand: '0.45 mg',
        limit: { kind: 'amount', amount: '4 mg', window: '4 h' },
      } as typeof content.regimen,
      preparation: {
        ...content.preparation,
        vial: { strength: '2 mg/mL', volume: '20 mL' },
        drugAmount: '20 mg',
      } as typeof content.preparation,
    };
    const { opioidEvidence: _, ...asked } = patient;
    const naive = { ...asked, opioidStatus: 'naive' as const };
    const order = await draftOrder(pam, hydromorphone, naive);
    const said = (view: typeof order) =>
      view.report.findings.filter((f) => f.id === 'hm-04' && f.outcome !== 'pass').map((f) => f.severity);
    expect(said(order)).toEqual(['soft']);
    const sue = await office.person('sue', 'supervisor');
    expect(await approve(id, sue)).toMatchObject({
      decision: { decision: 'approve', by: 'sue the supervisor' },
    });
    const next = await draftOrder(pam, hydromorphone, { ...naive, mrn: 'MRN-2', family: 'Second' });
    expect(said(next)).toEqual(['info']);
    const finding = next.report.findings.find((f) => f.id === 'hm-04' && f.outcome !== 'pass');
    expect(JSON.stringify(finding?.message)).toContain('laxer than published');
    const [row] = (await pam.do('library.records', { collection: 'limits' })).filter(
      (r) => r.key === 'hm-04',
    );
    expect(row).toMatchObject({
      site: { by: 'pam the pharmacist', approvedBy: ['Ada Chief', 'sue the supervisor'], laxer: true },
      differences: [{ field: 'Amount', before: '0.4', after: '0.5' }],
    });
  });

  test('is not approved by its proposer as the second one either', async () => {
    const { id } = await office.supervisor.do('library.propose', limitChange(demand));
    const sue = await office.person('sue', 'supervisor');
    await approve(id, sue);
    expect(codes(await office.supervisor.no('library.approve', { id, ...signed }))).toEqual([
      'password approver-is-proposer',
    ]);
  });
});

describe('a change with an end', () => {
  const HOUR = 3_600_000;
  const until = '2026-11-24T00:00-05:00';

  test('ends by itself: what was before holds again, and the log says so', async () => {
    const { id } = await pam.do('library.propose', limitChange({ ...demand, amount: '0.3', until }));
    await approve(id);
    const amount = async () =>
      (await pam.do('library.rules', { drug: 'hydromorphone' })).find((r) => r.rule.id === 'hm-04')?.rule
        .amount;
    expect(await amount()).toBe('0.3');
    office.later(14 * HOUR);
    await pam.do('session.unlock', { kind: 'password', secret: PASSWORD });
    expect(await amount()).toBe('0.4');
    const { events } = await pam.do('log.list', {
      filter: { command: 'library.end' },
      before: null,
      limit: 5,
    });
    expect(JSON.parse(events[0]?.change ?? '')).toMatchObject({
      ended: [{ collection: 'limits', id: 'hm-04' }],
    });
    expect(await pam.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test.each([
    ['that has come', { until: '2026-11-23T00:00-05:00' }, 'until end-date-past'],
    ['before its start', { from: '2026-11-26T00:00-05:00', until }, 'until end-before-start'],
  ])('%s is refused', async (_, more, expected) => {
    const change = limitChange({ ...demand, amount: '0.3', ...more });
    expect(codes(await pam.no('library.propose', change))).toEqual([expected]);
  });

  test('whose end has come before anybody approved it is not approved', async () => {
    const { id } = await pam.do('library.propose', limitChange({ ...demand, amount: '0.3', until }));
    office.later(15 * HOUR);
    await office.supervisor.do('session.sign-in', { username: 'ada', password: PASSWORD });
    expect(codes(await office.supervisor.no('library.approve', { id, ...signed }))).toEqual([
      'until end-date-past',
    ]);
  });
});

/** A drug as a site adds it; its figures stand for the test alone and are no advice. */
const midazolam = {
  id: 'midazolam',
  generic_name: 'midazolam',
  salt: 'hydrochloride',
  tall_man: null,
  brands: ['Versed'],
  dea_schedule: 'IV',
  ismp_high_alert: true,
  class_ids: ['sedating_non_opioid'],
  routes: ['IV', 'SC'],
  dosing_units: ['mg', 'mg/h'],
  diluents: ['0.9% sodium chloride'],
  standard_concentrations: [{ value: '1', unit: 'mg/mL', use: 'infusion' }],
  concentration_limits: [],
  hcpcs: [{ code: 'J2250', units_amount: '1', units_unit: 'mg' }],
  oral_mme: null,
};
const vial = {
  drug: 'midazolam',
  strength: '5',
  unit: 'mg/mL',
  container_volume_mL: '10',
  container: 'vial',
};

test('a drug that a site adds is ordered, and says what nobody has set for it yet', async () => {
  await approve((await propose('drugs', midazolam)).id);
  await approve((await propose('vials', vial)).id);
  const order = await draftOrder(pam, {
    drug: 'midazolam',
    regimen: { kind: 'continuous', rate: '1 mg/h' } as typeof content.regimen,
    preparation: {
      ...content.preparation,
      vial: { strength: '5 mg/mL', volume: '10 mL' },
      drugAmount: '100 mg',
    } as typeof content.preparation,
  });
  const said = (id: string) =>
    order.report.findings.filter((f) => f.id === id).map((f) => [f.outcome, f.severity]);
  expect(order.report.drug).toMatchObject({ name: 'midazolam' });
  // hard and not done: two pharmacists answer for it
  expect(said('no-limit-for-route')).toEqual([['could-not-be-done', 'hard']]);
  expect(said('formulation-not-known')).toEqual([['could-not-be-done', 'soft']]);
  const limit = {
    drug: 'midazolam',
    id: 'mid-01',
    kind: 'rate',
    direction: 'max',
    amount: '5',
    unit: 'mg/h',
    per: 'none',
    routes: ['IV'],
    population: {},
    severity: 'hard',
    comparator: 'gt',
  };
  const proposed = await propose('limits', limit);
  expect(proposed).toMatchObject({ drug: 'midazolam', laxer: false, one: 'limit' });
  await approve(proposed.id);
  const next = await draftOrder(
    pam,
    { ...order.content, regimen: { kind: 'continuous', rate: '6 mg/h' } as typeof content.regimen },
    { ...patient, mrn: 'MRN-2', family: 'Second' },
  );
  expect(next.report.findings.filter((f) => f.id === 'no-limit-for-route')).toEqual([]);
  expect(next.report.findings.find((f) => f.id === 'mid-01')).toMatchObject({
    outcome: 'fail',
    severity: 'hard',
  });
  const names = await pam.do('names.read', { texts: ['Versed'] });
  expect(names.names[0]?.stands).toEqual(['midazolam']);
});

describe('a stop', () => {
  test('of a drug is put by one pharmacist at once and blocks; two supervisors lift it', async () => {
    const stopped = await pam.do('library.stop', {
      drug: 'morphine',
      reason: 'recalled on 23 November',
      ...signed,
    });
    expect(stopped).toMatchObject({ decision: { decision: 'at-once', by: 'pam the pharmacist' } });
    const after = await draftOrder(pam);
    const said = after.report.findings.find((f) => f.id === 'drug-stopped');
    expect(said).toMatchObject({
      outcome: 'fail',
      severity: 'absolute',
      limit: { code: 'stopped', why: 'recalled on 23 November' },
    });
    expect(codes(await office.supervisor.no('library.approve', { id: stopped.id, ...signed }))).toEqual([
      'conflict',
    ]);
    const lift = await pam.do('library.propose', {
      collection: 'stops',
      id: 'morphine',
      op: 'withdraw',
      reference: 'Notice of the maker of 24 November',
      reason: 'the recall ended',
    });
    expect(lift.laxer).toBe(true);
    await approve(lift.id);
    await approve(lift.id, await office.person('sue', 'supervisor'));
    expect((await office.context.library()).site.records).toEqual([]);
    const history = await pam.do('library.history', { collection: 'stops', id: 'morphine' });
    expect(history.map((c) => [c.by, c.decision?.decision])).toEqual([
      ['pam the pharmacist', 'approve'],
      ['pam the pharmacist', 'at-once'],
    ]);
    expect(await pam.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('is for pharmacists, of drugs that are there, and under a password', async () => {
    const stop = { drug: 'morphine', reason: 'recalled', ...signed };
    const tess = await office.person('tess', 'technician');
    expect((await tess.no('library.stop', stop)).code).toBe('not-allowed');
    expect(codes(await pam.no('library.stop', { ...stop, drug: 'midazolam' }))).toEqual([
      'record.drug drug-not-in-formulary',
    ]);
    expect(codes(await pam.no('library.stop', { ...stop, ndc: '1234' }))).toEqual([
      'record.ndc ndc-not-read',
    ]);
    expect(codes(await pam.no('library.stop', { ...stop, password: 'wrong' }))).toEqual([
      'password password-wrong',
    ]);
  });
});

test('every version of a record stays readable: who, when, from what to what, and where it stands', async () => {
  await approve((await pam.do('library.propose', limitChange({ ...demand, amount: '0.3' }))).id);
  const second = await pam.do('library.propose', limitChange({ ...demand, amount: '0.2' }));
  expect(second.differences).toEqual([{ field: 'Amount', before: '0.3', after: '0.2' }]);
  expect(second.fromPublished).toEqual([{ field: 'Amount', before: '0.4', after: '0.2' }]);
  await approve(second.id);
  const history = await pam.do('library.history', { collection: 'limits', id: 'hm-04' });
  expect(history.map((c) => c.fromPublished.concat(c.differences).at(-1)?.after)).toEqual(['0.2', '0.3']);
  expect(history[0]?.change).toMatchObject({ reference: 'Minutes of the pharmacy committee, November 2026' });
});

test('what was proposed before there were records is read, and is the record that it makes', () => {
  const old = { rule: 'hm-04', amount: '0.3', severity: 'hard' };
  expect(storedChange({ id: 'c1', content: JSON.stringify(old) })).toMatchObject({
    collection: 'limits',
    id: 'hm-04',
    record: { amount: '0.3', severity: 'hard', drug: 'hydromorphone' },
    from: null,
    until: null,
  });
});
