import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import type { OrderContent } from '../../engine/order/order.ts';
import { draftOrder, ingredients, patient, PASSWORD, prepareOrder, resolveAll, staffed } from './office.ts';
import type { Office, Window } from './office.ts';

let office: Office & { supervisor: Window };
let [tech, one, two]: Window[] = [];
beforeEach(async () => {
  const staff = await staffed();
  ({ office, tech, one, two } = staff as typeof staff & { office: Office & { supervisor: Window } });
});
afterEach(() => office.close());

const signed = { password: PASSWORD };
const caseOrder = (name: string): OrderContent =>
  (JSON.parse(readFileSync(`test/cases/orders/${name}.json`, 'utf8')) as { file: { order: OrderContent } })
    .file.order;
const told = (f: Failure) => ('issues' in f ? f.issues.map((i) => [i.code, i.given]) : [f.code]);
type Order = Awaited<ReturnType<typeof draftOrder>>;
const subjectOf = ({ id, version }: Order) => ({ id, version });

const submit = async (draft: Order) => tech!.do('order.submit', subjectOf(draft));
/** Another order for the person whom an order is for. */
const besides = async (first: Order, content: OrderContent) =>
  submit(
    await tech!.do('order.save', {
      id: null,
      expectedVersion: null,
      patientId: first.patient.id,
      prescriberId: first.prescriber.id,
      rx: 'RX-2',
      content,
      reason: null,
    }),
  );
const patientIs = (order: Order, change: Partial<PatientRecord>) =>
  tech!.do('patient.save', {
    id: order.patient.id,
    expectedVersion: order.patient.version,
    record: { ...order.patient.record, ...change },
  });

const held = async (order: Order) =>
  one!.do('order.hold', { ...subjectOf(order), reason: 'asked', ...signed });
const resume = (order: Order) => ({ ...subjectOf(order), reason: 'goes on', ...signed });

// The label of ropivacaine (section 7) and of bupivacaine: toxicity of two local anaesthetics adds up.
const ANOTHER = 'Another local anaesthetic: toxicity adds up, and the label does not recommend both.';

describe('what is verified, begun, checked and released stands on what is known now', () => {
  test('an order that came after the report counts, though it names the first one itself', async () => {
    const block = await resolveAll(
      await submit(await draftOrder(tech!, caseOrder('ilf-interscalene-8-2'))),
      one!,
      two!,
    );
    const epidural = await besides(block, caseOrder('epidural-bupivacaine-fentanyl'));
    expect(epidural.report.findings.map((f) => f.message)).toContainEqual({ code: 'text', text: ANOTHER });
    const failure = await one!.no('order.verify', { ...subjectOf(block), ...signed });
    expect(told(failure)).toContainEqual(['findings-changed', ANOTHER]);
    expect((await one!.do('order.get', { id: block.id })).state).toBe('submitted');
    const now = await one!.do('order.now', { id: block.id });
    expect(now).toMatchObject({ holds: false, again: 'report', differs: [], merged: false, issues: [] });
    expect(now.fresh.map((f) => f.message)).toContainEqual({ code: 'text', text: ANOTHER });
  });

  test('an order, a given dose and a changed patient hold up each step after the verification as well', async () => {
    const verified = async (mrn: string) => {
      const order = await resolveAll(
        await submit(await draftOrder(tech!, {}, { ...patient, mrn })),
        one!,
        two!,
      );
      return one!.do('order.verify', { ...subjectOf(order), ...signed });
    };
    const first = await verified('MRN-1');
    await besides(first, { ...first.content, drug: 'hydromorphone' as const, ...HYDROMORPHONE });
    expect(told(await tech!.no('preparation.start', subjectOf(first)))[0]?.[0]).toBe('findings-changed');

    const prepared = await prepareOrder(
      await draftOrder(tech!, {}, { ...patient, mrn: 'MRN-2' }),
      tech!,
      one!,
      two!,
    );
    await one!.do('administration.add', {
      patientId: prepared.patient.id,
      record: { drug: 'phenelzine', amount: '15 mg', route: 'oral', at: '2026-11-23T14:50Z' },
      corrects: null,
      reason: null,
    });
    const now = await two!.do('order.now', { id: prepared.id });
    expect(now).toMatchObject({ holds: false, again: 'version' });
    expect(
      told(await two!.no('order.final-check', { ...subjectOf(prepared), ...signed })).map(([code]) => code),
    ).toContain('findings-changed');
  });

  test('a verification waits for any fact of the patient, a container that is made only for what changes a finding', async () => {
    const order = await resolveAll(await submit(await draftOrder(tech!)), one!, two!);
    await patientIs(order, { weight: { value: '69 kg', on: '2026-11-22' } });
    expect(told(await one!.no('order.verify', { ...subjectOf(order), ...signed }))).toEqual([
      ['facts-changed', 'weight'],
    ]);
    expect(await one!.do('order.now', { id: order.id })).toMatchObject({
      holds: false,
      differs: ['weight'],
      fresh: [],
      patient: { record: { weight: { value: '69 kg' } } },
    });

    const made = await prepareOrder(
      await draftOrder(tech!, {}, { ...patient, mrn: 'MRN-2' }),
      tech!,
      one!,
      two!,
    );
    await patientIs(made, { phone: '555 0133' });
    expect(await two!.do('order.now', { id: made.id })).toMatchObject({ holds: true, differs: [] });
    await two!.do('order.final-check', { ...subjectOf(made), ...signed });
  });

  test('what was held does not go on against a finding that is new, from wherever it was held', async () => {
    const order = await resolveAll(await submit(await draftOrder(tech!)), one!, two!);
    const verified = await held(await one!.do('order.verify', { ...subjectOf(order), ...signed }));
    expect(await one!.do('order.now', { id: verified.id })).toMatchObject({ holds: true, again: null });
    await patientIs(verified, {
      allergies: [{ substance: 'morphine', reaction: 'anaphylaxis' }],
      noKnownAllergies: undefined,
    });
    expect(await one!.do('order.now', { id: verified.id })).toMatchObject({ holds: false, again: 'version' });
    expect(told(await one!.no('order.resume', resume(verified)))[0]?.[0]).toBe('findings-changed');
    expect(await tech!.do('order.check-again', subjectOf(verified))).toMatchObject({
      version: 2,
      state: 'submitted',
      heldFrom: null,
    });

    const made = await prepareOrder(
      await draftOrder(tech!, {}, { ...patient, mrn: 'MRN-2' }),
      tech!,
      one!,
      two!,
    );
    const subject = { ...subjectOf(made), ...signed };
    await tech!.do('print.issue', {
      ...subjectOf(made),
      kind: 'label',
      paper: '4x2',
      copies: 1,
      reprintReason: null,
    });
    await two!.do('order.final-check', subject);
    const released = await held(await two!.do('order.release', subject));
    await one!.do('administration.add', {
      patientId: made.patient.id,
      record: { drug: 'phenelzine', amount: '15 mg', route: 'oral', at: '2026-11-23T14:50Z' },
      corrects: null,
      reason: null,
    });
    expect(told(await two!.no('order.resume', resume(released))).map(([code]) => code)).toContain(
      'findings-changed',
    );
    expect((await one!.do('order.get', { id: made.id })).state).toBe('on-hold');
  });

  test('what was held before its verification goes back to wait for it, and there every fact is asked', async () => {
    const order = await held(await resolveAll(await submit(await draftOrder(tech!)), one!, two!));
    await patientIs(order, { weight: { value: '69 kg', on: '2026-11-22' } });
    expect(await one!.do('order.now', { id: order.id })).toMatchObject({ holds: true, differs: ['weight'] });
    expect((await one!.do('order.resume', resume(order))).state).toBe('submitted');
    expect(told(await one!.no('order.verify', { ...subjectOf(order), ...signed }))).toEqual([
      ['facts-changed', 'weight'],
    ]);
  });

  test('before it is verified, what came with the passing of time counts as well', async () => {
    const order = await resolveAll(await submit(await draftOrder(tech!)), one!, two!);
    office.later(40 * 24 * 3_600_000);
    await one!.do('session.unlock', { kind: 'password', secret: PASSWORD });
    expect(await one!.do('order.now', { id: order.id })).toMatchObject({
      holds: false,
      again: 'report',
      differs: [],
    });
    expect(
      told(await one!.no('order.verify', { ...subjectOf(order), ...signed })).map(([code]) => code),
    ).toContain('findings-changed');
  });

  test('time that passes is no other fact of a container that is made', async () => {
    const made = await prepareOrder(await draftOrder(tech!), tech!, one!, two!);
    office.later(40 * 24 * 3_600_000);
    await two!.do('session.unlock', { kind: 'password', secret: PASSWORD });
    expect(await two!.do('order.now', { id: made.id })).toMatchObject({
      holds: true,
      fresh: [],
      again: null,
    });
  });
});

const HYDROMORPHONE: Partial<OrderContent> = {
  regimen: {
    kind: 'pca',
    demand: '0.2 mg',
    lockout: '10 min',
    basal: '0 mg/h',
    limit: { kind: 'amount', amount: '2 mg', window: '4 h' },
  },
  preparation: {
    method: 'exact-fill',
    finalVolume: '100 mL',
    vial: { strength: '10 mg/mL', volume: '5 mL' },
    diluent: 'ns09',
    drugAmount: '20 mg',
    container: 'cassette',
    containers: '1',
    storage: 'refrigerated',
  },
};

describe('an order is checked again', () => {
  test('before it is verified: another report of its version, answered anew, and then it is verified', async () => {
    const order = await resolveAll(await submit(await draftOrder(tech!)), one!, two!);
    expect(order.open).toEqual([]);
    expect(order.signatures.map((s) => s.finding).toSorted()).toEqual(
      order.resolutions.map((r) => r.key).toSorted(),
    );
    const { noKnownAllergies: _, ...rest } = order.patient.record;
    await tech!.do('patient.save', {
      id: order.patient.id,
      expectedVersion: 1,
      record: { ...rest, allergies: [{ substance: 'morphine', reaction: 'anaphylaxis' }] },
    });
    const again = await tech!.do('order.check-again', subjectOf(order));
    expect(again).toMatchObject({ version: 1, state: 'submitted', patient: { version: 2 }, resolutions: [] });
    expect(again.open.length).toBeGreaterThan(0);
    const { events } = await office.supervisor.do('log.list', {
      filter: { command: 'order.check-again' },
      before: null,
      limit: 5,
    });
    expect(events).toMatchObject([{ reason: 'checked again: patient version 2', version: 1 }]);
    expect(await one!.do('order.now', { id: order.id })).toMatchObject({ holds: true, again: null });
  });

  test('after it is verified: a new version that is submitted, without the code, the bag and the signatures of before', async () => {
    const made = await prepareOrder(await draftOrder(tech!), tech!, one!, two!);
    await patientIs(made, {
      allergies: [{ substance: 'morphine', reaction: 'hives' }],
      noKnownAllergies: undefined,
    });
    await two!.no('order.final-check', { ...subjectOf(made), ...signed });
    const again = await tech!.do('order.check-again', subjectOf(made));
    expect(again).toMatchObject({
      version: 2,
      state: 'submitted',
      preparation: null,
      releaseCode: null,
      signatures: [],
      patient: { version: 2 },
      history: [{ version: 1 }, { version: 2, reason: 'checked again: patient version 2' }],
    });
    expect(again.content).toEqual(made.content);
    const { id } = again;
    await resolveAll(again, one!, two!);
    await one!.do('order.verify', { id, version: 2, ...signed });
    await tech!.do('preparation.start', { id, version: 2 });
    await tech!.do('preparation.record', { id, version: 2, ingredients, deviations: null });
    await two!.do('order.final-check', { id, version: 2, ...signed });
  });

  test('and not where nothing is otherwise, nor as another version than the one that was seen, nor once it ended', async () => {
    const order = await submit(await draftOrder(tech!));
    expect(told(await tech!.no('order.check-again', subjectOf(order)))).toEqual([
      ['nothing-to-check-again', null],
    ]);
    await patientIs(order, { opioidStatus: 'naive' });
    expect(await tech!.no('order.check-again', { id: order.id, version: 2 })).toMatchObject({
      code: 'conflict',
    });
    await one!.do('order.discontinue', { ...subjectOf(order), reason: 'ended', ...signed });
    expect((await tech!.do('order.now', { id: order.id })).steps).toMatchObject([
      { state: 'draft', by: 'tess the technician' },
      { state: 'submitted', by: 'tess the technician', reason: null },
      { state: 'discontinued', by: 'pam the pharmacist', reason: 'ended' },
    ]);
    expect(told(await tech!.no('order.check-again', subjectOf(order)))[0]?.[0]).toBe('order-state');
    expect(await tech!.do('order.now', { id: order.id })).toMatchObject({
      holds: true,
      differs: ['opioidStatus'],
    });
  });
});
