import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OrderContent } from '../../engine/order/order.ts';
import {
  content,
  draftOrder,
  freshRx,
  openOffice,
  PASSWORD,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';

const signed = { password: PASSWORD };
const LINE = 'line-holds-another-drug';
let office: Office;
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

const recipe = {
  method: 'exact-fill',
  finalVolume: '100 mL',
  diluent: 'ns09',
  container: 'cassette',
  containers: '1',
  storage: 'refrigerated',
  priming: '2 mL',
} as const;
const bupivacaine = { drug: 'bupivacaine', vial: { strength: '2.5 mg/mL', volume: '30 mL' } };
const fentanyl = { drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '20 mL' } };
const epidural = (preparation: OrderContent['preparation'], drug: string): Partial<OrderContent> => ({
  drug,
  route: 'epidural',
  regimen: { kind: 'continuous', rate: '4.8 mL/h' },
  preparation,
});
/** bupivacaine 1.25 mg/mL with fentaNYL 4 mcg/mL, and the same two the other way round with 2 mcg/mL. */
const first = epidural(
  { ...recipe, vial: bupivacaine.vial, drugAmount: '125 mg', also: [{ ...fentanyl, amount: '400 mcg' }] },
  'bupivacaine',
);
const turned = epidural(
  { ...recipe, vial: fentanyl.vial, drugAmount: '200 mcg', also: [{ ...bupivacaine, amount: '125 mg' }] },
  'fentanyl',
);

async function verified(order: Partial<OrderContent>) {
  const draft = await draftOrder(tech, order);
  const subject = { id: draft.id, version: 1 };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, ...signed });
  return subject;
}
/** A draft for the patient of the order that was verified. */
async function found(of: { id: string }, order: Partial<OrderContent>, id: string) {
  const { patient, prescriber } = await tech.do('order.get', { id: of.id });
  const draft = await tech.do('order.save', {
    id: null,
    expectedVersion: null,
    patientId: patient.id,
    prescriberId: prescriber.id,
    rx: await freshRx(tech),
    content: { ...content, ...order },
    reason: null,
  });
  return draft.report.findings.filter((f) => f.id === id && f.outcome !== 'pass');
}

test('the order before of a mixture is found, whichever drug its container began with', async () => {
  const before = await verified(first);
  const subjects = (await found(before, turned, 'line-holds-stronger')).map((f) => f.subject);
  // 4 mcg/mL before, 2 mcg/mL now; bupivacaine as it was
  expect(subjects).toEqual([{ code: 'line at the change of container' }]);
});

test('a drug of an order that was ended is asked about in what takes its place by the same route', async () => {
  const before = await verified(first);
  // it still runs: the new order has a line of its own
  const other = { ...first, drug: 'ropivacaine', preparation: { ...first.preparation!, also: undefined } };
  const ropivacaine = {
    ...other,
    preparation: { ...other.preparation, vial: { strength: '2 mg/mL', volume: '100 mL' } },
  };
  expect(await found(before, ropivacaine as Partial<OrderContent>, LINE)).toEqual([]);
  await one.do('order.discontinue', { ...before, reason: 'other therapy', ...signed });
  expect((await found(before, ropivacaine as Partial<OrderContent>, LINE)).map((f) => f.observed)).toEqual([
    { code: 'left-in-line', amount: '2.5 mg' },
    { code: 'left-in-line', amount: '8 mcg' },
  ]);
  // by another route nothing of it is in the line
  expect(await found(before, content, LINE)).toEqual([]);
});
