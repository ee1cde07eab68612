import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import vialOfAnother from '../cases/field/vial-of-another-drug.json' with { type: 'json' };
import withoutDigits from '../cases/field/ndc-without-digits.json' with { type: 'json' };
import { readPdf, wordsOf } from '../../electron/print/read-pdf.ts';
import type { Input } from '../../bridge/contract.ts';
import { demoIngredients, demoOrder, demoPatient } from '../../electron/services/demo-order.ts';
import { parseInstant, dateText, dayOf } from '../../engine/time/calendar.ts';
import { unwrap } from '../../engine/number/result.ts';
import { begun, draftOrder, PASSWORD, resolveAll, START, type Office, type Window } from './office.ts';

type Ingredients = Input<'preparation.record'>['ingredients'];
type View = Awaited<ReturnType<typeof draftOrder>>;
const now = unwrap(parseInstant(START));
const inDays = (n: number) => dateText(dayOf(now) + n);

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
let order: View;
const beingPrepared = begun(async (first) => {
  const tess = await first.person('tess', 'technician');
  const pam = await first.person('pam', 'pharmacist');
  const paul = await first.person('paul', 'pharmacist');
  // 01:00 in New York, so that a session begins soon after a component's last day there has ended
  const demo = demoOrder(now);
  const sessions = { ...demo.sessions, start: `${inDays(1)}T06:00Z` };
  const draft = await draftOrder(tess, { ...demo, sessions }, demoPatient(now));
  const its = { id: draft.id, version: draft.version };
  await resolveAll(await tess.do('order.submit', its), pam, paul);
  await pam.do('order.verify', { ...its, password: PASSWORD });
  await tess.do('preparation.start', its);
  return draft;
});
beforeEach(async () => {
  ({ office, facts: order } = await beingPrepared());
  [tech, one, two] = [office.window('tess'), office.window('pam'), office.window('paul')];
});
afterEach(() => office.close());

const subject = () => ({ id: order.id, version: order.version });
/** What the demonstration puts in, with changes of the vial and of the diluent. */
const ingredients = (drug: Partial<Ingredients[number]>, diluent: Partial<Ingredients[number]> = {}) =>
  demoIngredients(now).map((x) => ({
    ...x,
    ...(x.role === 'drug' ? drug : x.role === 'diluent' ? diluent : {}),
  }));
const record = (drug: Partial<Ingredients[number]>, diluent?: Partial<Ingredients[number]>) =>
  tech.do('preparation.record', { ...subject(), ingredients: ingredients(drug, diluent), deviations: null });
const refused = async (drug: Partial<Ingredients[number]>, diluent?: Partial<Ingredients[number]>) => {
  const failure = await tech.no('preparation.record', {
    ...subject(),
    ingredients: ingredients(drug, diluent),
    deviations: null,
  });
  return failure.code === 'refused' || failure.code === 'invalid-input'
    ? failure.issues.map((i) => `${i.path} ${i.code}`)
    : [failure.code];
};
const signed = () => ({ ...subject(), password: PASSWORD });

test('what went in as it was ordered raises nothing, and its NDC is kept as eleven digits', async () => {
  const view = await record({ ndc: '0641234141' });
  expect(view.preparation).toMatchObject({ findings: [], resolutions: [], open: [] });
  expect(view.preparation?.ingredients[0]?.ndc).toBe('00641-2341-41');
  await two.do('order.final-check', signed());
  expect(await one.do('order.release', signed())).toMatchObject({ state: 'released' });
});

describe('a wrong vial is not recorded', () => {
  test('another drug', async () => {
    const { name } = { name: vialOfAnother.input['ingredients[0].name'] };
    expect(await refused({ name, ndc: null })).toEqual([
      'ingredients.0.name vial-of-another-drug',
      'ingredients.0.name vial-of-another-strength',
    ]);
    expect(await tech.do('order.get', { id: order.id })).toMatchObject({ state: 'preparing' });
  });
  test('an NDC of dashes', async () => {
    const ndc = withoutDigits.input['ingredients[0].ndc'];
    expect(await refused({ ndc })).toEqual(['ingredients.0.ndc ndc-not-read']);
  });
  test.each<[Partial<Ingredients[number]>, string]>([
    [{ ndc: '0409-1134-05' }, 'ndc vial-of-another-drug'],
    [{ ndc: '1234567890' }, 'ndc ndc-ambiguous'],
    [{ name: 'HYDROmorphone 10 mg/mL, 1 mL', ndc: null }, 'name vial-of-another-strength'],
    [{ lot: 'A\u200b1' }, 'lot lot-not-read'],
    [{ expiry: inDays(-1) }, 'expiry ingredient-expired'],
  ])('%j: %s', async (drug, code) => {
    expect(await refused(drug)).toEqual([`ingredients.0.${code}`]);
  });
  test('another diluent, and a draw that is far off', async () => {
    expect(await refused({}, { name: 'D5W' })).toEqual(['ingredients.1.name diluent-of-another-kind']);
    expect(await refused({ drawn: '8.9 mL' })).toEqual(['ingredients.0.drawn measured-far-off']);
    // all at once
    expect(await refused({ drawn: '8.9 mL', expiry: inDays(-1) }, { name: 'D5W' })).toEqual([
      'ingredients.0.expiry ingredient-expired',
      'ingredients.1.name diluent-of-another-kind',
      'ingredients.0.drawn measured-far-off',
    ]);
    // by hand: 8.9 of 10 mL is 11 % less, and the house rule stops at 10 %
    const input = { ...subject(), ingredients: ingredients({ drawn: '8.9 mL' }), deviations: null };
    expect(await tech.no('preparation.record', input)).toMatchObject({
      issues: [
        {
          given: '8.9 mL measured, 11 % off',
          accepted:
            '10 mL planned, ± 10 %. What was measured is too far off what was planned: discard it and make it anew',
        },
      ],
    });
  });
});

describe('what comes up of a container that was made', () => {
  const KEY = 'made:sessions-beyond-bud:last session';
  const answer = {
    key: KEY,
    reason: 'other',
    text: 'a second bag follows on Thursday',
    prescriberContact: 'Dr. Lee by telephone',
  };
  const reasonOf = (view: View) =>
    view.preparation?.findings.find((f) => f.key === KEY)?.reasons[0]?.code ?? '';

  test('stands in the record and holds the final check until a pharmacist has answered it', async () => {
    // The earliest component expires three days after the day of preparation: of seven sessions from tomorrow 01:00 in
    // New York on, the fourth is the first that starts after it.
    const made = await record({ expiry: inDays(3) });
    expect(made.preparation?.open).toEqual([KEY]);
    expect(made.preparation?.findings).toMatchObject([
      { key: KEY, outcome: 'fail', severity: 'hard', observed: { late: '4', of: '7' } },
    ]);
    expect(made.open).toEqual([]);
    expect(await two.no('order.final-check', signed())).toMatchObject({
      issues: [{ code: 'findings-open', given: KEY }],
    });
    // The container is labelled all the same: one without a label is the greater danger.
    await one.do('print.issue', {
      ...subject(),
      kind: 'label',
      paper: '4x2',
      copies: 1,
      reprintReason: null,
    });
    expect(await one.no('order.resolve', { ...signed(), ...answer, reason: 'none of its' })).toMatchObject({
      issues: [{ code: 'reason-not-of-finding' }],
    });
    const input = { ...signed(), ...answer, reason: reasonOf(made) };
    expect((await one.do('order.resolve', input)).preparation?.open).toEqual([KEY]);
    const answered = await two.do('order.resolve', input);
    expect(answered.preparation).toMatchObject({
      open: [],
      resolutions: [
        { key: KEY, by: 'pam the pharmacist', complete: true },
        { key: KEY, by: 'paul the pharmacist', complete: true },
      ],
    });
    expect(await one.no('order.resolve', input)).toMatchObject({
      issues: [{ code: 'finding-already-resolved' }],
    });
    await two.do('order.final-check', signed());
    expect(await one.do('order.release', signed())).toMatchObject({ state: 'released' });
  });

  test('a BUD before the first session takes two pharmacists and the prescriber', async () => {
    office.later(0);
    const made = await record({ expiry: inDays(0) });
    const key = 'made:bud-before-first-session:first session';
    expect(made.preparation?.open).toEqual([key]);
    const reason = made.preparation?.findings[0]?.reasons[0]?.code ?? '';
    const input = { ...signed(), key, reason, text: 'looked at for the test', prescriberContact: null };
    expect(await one.no('order.resolve', input)).toMatchObject({
      issues: [{ code: 'prescriber-contact-missing' }],
    });
    const told = { ...input, prescriberContact: 'Dr. Lee by telephone' };
    expect((await one.do('order.resolve', told)).preparation?.open).toEqual([key]);
    expect(await one.no('order.resolve', told)).toMatchObject({
      issues: [{ code: 'second-signer-is-first' }],
    });
    expect((await two.do('order.resolve', told)).preparation?.open).toEqual([]);
  });

  test('a vial that says neither drug nor strength', async () => {
    const made = await record({ name: 'vial', ndc: null });
    expect(made.preparation?.findings).toMatchObject([
      { id: 'vial-not-told', outcome: 'could-not-be-done', severity: 'hard' },
    ]);
  });

  test('the compounding record prints it with what was said of it', async () => {
    await record({ expiry: inDays(3), drawn: '10.4 mL' });
    const { pdf } = await one.do('print.preview', {
      ...subject(),
      kind: 'compounding-record',
      paper: 'letter',
    });
    const words = (await readPdf(Buffer.from(pdf, 'base64'))).flatMap(wordsOf).join(' ');
    expect(words).toContain('Checked again as it was made');
    expect(words).toContain('4 of 7 sessions start after the BUD');
    expect(words).toContain('not answered yet');
    // by hand: 0.4 of 10 mL is 4 %, and a vial of 20 mL then holds 9.6 mL
    expect(words).toContain('Deviations HYDROmorphone: 10.4 mL measured, 10 mL planned, 4% above plan');
    expect(words).toContain('Measured HYDROmorphone: 10.4 mL');
    expect(words).toContain('Left over, by what was measured HYDROmorphone: 9.6 mL');
  });
});
