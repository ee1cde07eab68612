import { afterEach, beforeEach, expect, test } from 'vitest';
import { canHave, form, KINDS, type Paper, type PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import {
  draftOrder,
  ingredients,
  openOffice,
  PASSWORD,
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

const ask = (kind: PrintKind, paper: Paper, order: OrderView) =>
  ({ id: order.id, version: order.version, kind, paper, copies: 1, reprintReason: null }) as const;

/** Issues every form that was not printed yet, on its first paper; answers the kinds that were refused. */
async function issueAll(order: OrderView): Promise<PrintKind[]> {
  const refused: PrintKind[] = [];
  const { printOuts } = await tech.do('order.get', { id: order.id });
  for (const kind of KINDS.filter((k) => !printOuts.some((p) => p.kind === k))) {
    const made = await tech.ask('print.issue', ask(kind, form(kind).papers[0], order));
    if (made.ok) expect(made.value.printOut).toMatchObject({ kind, stale: false });
    else refused.push(kind);
  }
  return refused;
}

test('each form is had from the state on that it needs, from a real record, and all are stale after a change', async () => {
  const draft = await draftOrder(tech);
  const subject = { id: draft.id, version: 1 };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  expect(await issueAll(draft)).toEqual(KINDS);

  const verified = await one.do('order.verify', { ...subject, password: PASSWORD });
  expect(await issueAll(verified)).toEqual(KINDS.filter((kind) => !canHave(kind, 'verified')));

  const preparing = await tech.do('preparation.start', subject);
  expect(await issueAll(preparing)).toEqual(KINDS.filter((kind) => !canHave(kind, 'preparing')));
  const worksheet = (await tech.do('order.get', { id: draft.id })).printOuts.find(
    (p) => p.kind === 'worksheet',
  );
  expect(worksheet).toMatchObject({ code: null, stale: false });

  const prepared = await tech.do('preparation.record', { ...subject, ingredients, deviations: null });
  expect(await issueAll(prepared)).toEqual([]);
  const printed = (await tech.do('order.get', { id: draft.id })).printOuts;
  expect(new Set(printed.map((p) => p.kind))).toEqual(new Set(KINDS));
  expect(printed.filter((p) => p.stale)).toEqual([]);

  const changed = await tech.do('order.save', {
    id: draft.id,
    expectedVersion: 1,
    patientId: prepared.patient.id,
    prescriberId: prepared.prescriber.id,
    rx: prepared.rx,
    content: { ...prepared.content, note: 'as agreed by telephone' },
    reason: 'prescriber lowered the dose',
  });
  expect(changed.printOuts.length).toBe(printed.length);
  expect(changed.printOuts.filter((p) => !p.stale)).toEqual([]);
});

test('a label of the site’s own size waits until a supervisor has entered it', async () => {
  const draft = await draftOrder(tech);
  const subject = { id: draft.id, version: 1 };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, password: PASSWORD });
  await tech.do('preparation.start', subject);
  const order = await tech.do('preparation.record', { ...subject, ingredients, deviations: null });
  expect(await tech.no('print.issue', ask('label', 'own', order))).toMatchObject({
    issues: [{ code: 'own-label-size-missing' }],
  });
  const { ruleSet, site } = await office.supervisor.do('site.get', {});
  await office.supervisor.do('site.save', {
    expectedRuleSet: ruleSet,
    site: { ...site, ownLabel: { width: 400, height: 300 } },
    password: PASSWORD,
  });
  const made = await tech.do('print.issue', ask('label', 'own', order));
  expect(made.printOut).toMatchObject({ paper: 'own', template: 'label-own-400x300/1' });
});
