import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOffice, PASSWORD, draftOrder, patient, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let pam: Window;
beforeEach(async () => {
  office = await openOffice();
  pam = await office.person('pam', 'pharmacist');
});
afterEach(() => office.close());

const answer = (order: Awaited<ReturnType<typeof draftOrder>>) => ({
  kind: 'formulation' as const,
  contents: [{ drug: order.content.drug, concentration: order.report.preparation.concentration }],
  diluent: order.content.preparation.diluent,
  container: order.content.preparation.container,
  storage: order.content.preparation.storage,
  days: '14',
  reference: 'Handbook on Injectable Drugs, 22nd edition, page 800',
});
const reason = 'read and compared';

test('a formulation is answered once by two people, and then asked on no order', async () => {
  const order = await draftOrder(pam);
  const asks = (view: typeof order) =>
    view.report.findings.filter((f) => f.id === 'formulation-not-known').map((f) => f.outcome);
  expect(asks(order)).toEqual(['could-not-be-done']);
  const { id } = await pam.do('library.answer', { answer: answer(order), reason });
  const next = (mrn: string) => draftOrder(pam, {}, { ...patient, mrn, family: mrn });
  expect(asks(await next('MRN-2'))).toEqual(['could-not-be-done']);
  expect(await office.supervisor.do('library.approve', { id, password: PASSWORD })).toMatchObject({
    one: 'formulation',
    decision: { decision: 'approve', by: 'Ada Chief' },
  });
  expect(asks(await next('MRN-3'))).toEqual(['pass']);
  const { formulations } = await pam.do('library.answers', {});
  expect(formulations).toMatchObject([{ days: '14', diluent: order.content.preparation.diluent }]);
});

test('nobody approves an answer of their own, and a technician gives none', async () => {
  const order = await draftOrder(pam);
  const own = await office.supervisor.do('library.answer', { answer: answer(order), reason });
  const failure = await office.supervisor.no('library.approve', { id: own.id, password: PASSWORD });
  expect('issues' in failure && failure.issues[0]?.code).toBe('approver-is-proposer');
  const tess = await office.person('tess', 'technician');
  expect((await tess.no('library.answer', { answer: answer(order), reason })).code).toBe('not-allowed');
});

test('the figures of a pump hold from the approval on, beside those of before', async () => {
  const pump = { kind: 'pump' as const, pump: 'sapphire', reference: 'User manual of our pumps, page 40' };
  const asks = async () => (await pam.do('library.answers', {})).pumps.find((p) => p.id === 'sapphire')!;
  const before = await asks();
  const field = before.asks.find((f) => f.range && f.basis === 'volume')!;
  expect(before.reference).toBeNull();
  const { id } = await pam.do('library.answer', {
    answer: { ...pump, fields: [{ id: field.id, label: field.label, min: '0.1 mL', max: '500 mL' }] },
    reason,
  });
  await office.supervisor.do('library.approve', { id, password: PASSWORD });
  const after = await asks();
  expect(after.reference).toBe(pump.reference);
  expect(after.asks.find((f) => f.id === field.id)?.range ?? false).toBe(false);
});
