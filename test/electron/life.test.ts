import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  content,
  draftOrder,
  ingredients,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
  type Office,
  type Window,
  staffed,
  withPreparedBag,
} from './office.ts';

const signed = { password: PASSWORD };
let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;

beforeEach(async () => {
  ({ office, tech, one, two } = await staffed());
});
afterEach(() => office.close());

/** In a pharmacy of its own from here on, the bag of `draftOrder` that Tess prepared. */
async function preparedBag() {
  await office.close();
  const { office: its, facts } = await withPreparedBag();
  office = its;
  [tech, one, two] = [office.window('tess'), office.window('pam'), office.window('paul')];
  return facts;
}

describe('the life of one order, three people, one data file', () => {
  test('from draft to completed, each step bound to what was signed', async () => {
    const draft = await draftOrder(tech);
    const subject = { id: draft.id, version: 1 };
    expect(draft).toMatchObject({ number: 'M000001', state: 'draft', version: 1, releaseCode: null });

    const submitted = await tech.do('order.submit', subject);
    expect(submitted.state).toBe('submitted');
    expect(submitted.open.length).toBeGreaterThan(0);
    const resolved = await resolveAll(submitted, one, two);
    expect(resolved.open).toEqual([]);

    const verified = await one.do('order.verify', { ...subject, ...signed });
    expect(verified.signatures.at(-1)).toMatchObject({ meaning: 'verify', user: 'pam the pharmacist' });

    const started = await tech.do('preparation.start', subject);
    // 15:00 UTC on 23 November is 10:00 in New York, the seed's time zone.
    expect(started.preparation?.lot).toBe('261123-01');
    const prepared = await tech.do('preparation.record', { ...subject, ingredients, deviations: null });
    expect(prepared).toMatchObject({
      state: 'prepared',
      releaseCode: expect.stringMatching(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/),
    });
    expect(prepared.preparation?.bud).toMatch(/Z$/);

    const label = await tech.do('print.issue', {
      ...subject,
      kind: 'label',
      paper: '4x2',
      copies: 1,
      reprintReason: null,
    });
    expect(Buffer.from(label.pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(label.printOut).toMatchObject({ reprint: 0, code: prepared.releaseCode, stale: false });

    const checked = await two.do('order.final-check', { ...subject, ...signed });
    expect(checked.state).toBe('checked');
    expect((await two.do('order.release', { ...subject, ...signed })).state).toBe('released');
    const done = await tech.do('order.complete', subject);
    expect(done.state).toBe('completed');
    expect(done.signatures.map((s) => s.meaning).filter((m) => m !== 'resolve')).toEqual([
      'verify',
      'final-check',
      'release',
    ]);

    const scanned = await tech.do('code.scan', {
      code: done.releaseCode ?? '',
    });
    expect(scanned).toMatchObject({
      status: 'completed',
      orderId: draft.id,
      version: 1,
      state: 'completed',
      ended: { what: 'order.complete' },
    });
    const log = await tech.do('log.list', { filter: { order: 'M000001' }, before: null, limit: 100 });
    expect(new Set(log.events.map((e) => e.name))).toEqual(new Set(['M000001']));
    expect(
      log.events
        .map((e) => e.command)
        .filter((c) => c !== 'order.resolve')
        .toReversed(),
    ).toEqual([
      'order.save',
      'order.submit',
      'order.verify',
      'preparation.start',
      'preparation.record',
      'print.issue',
      'order.final-check',
      'order.release',
      'order.complete',
    ]);
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('an order changed after printing starts again, and its old code says superseded', async () => {
    const prepared = await preparedBag();
    const { id } = prepared;
    await tech.do('print.issue', {
      id,
      version: 1,
      kind: 'label',
      paper: '4x2',
      copies: 1,
      reprintReason: null,
    });
    const change = {
      id,
      expectedVersion: 1,
      patientId: prepared.patient.id,
      prescriberId: prepared.prescriber.id,
      rx: 'RX-1',
      content: { ...prepared.content, regimen: { ...prepared.content.regimen, demand: '0.5 mg' } },
    };
    expect(await tech.no('order.save', { ...change, reason: null })).toMatchObject({
      code: 'refused',
      issues: [{ code: 'reason-missing' }],
    });
    const changed = await tech.do('order.save', { ...change, reason: 'prescriber lowered the dose' });
    expect(changed).toMatchObject({
      version: 2,
      state: 'draft',
      signatures: [],
      resolutions: [],
      preparation: null,
      releaseCode: null,
    });
    expect(changed.printOuts).toMatchObject([{ version: 1, stale: true }]);
    expect(await tech.do('code.scan', { code: prepared.releaseCode ?? '' })).toMatchObject({
      status: 'superseded',
      version: 1,
      currentVersion: 2,
      state: 'draft',
    });

    const again = await prepareOrder(changed, tech, one, two);
    expect(again.releaseCode).not.toBe(prepared.releaseCode);
    expect(again.preparation?.lot).toBe('261123-02');
    expect(await tech.do('code.scan', { code: again.releaseCode ?? '' })).toMatchObject({
      status: 'not-released',
      version: 2,
    });
  });

  test('on hold and back; discontinued and void end it, and the code says so', async () => {
    const prepared = await preparedBag();
    const subject = { id: prepared.id, version: 1 };
    expect(
      await one.do('order.hold', { ...subject, reason: 'patient in hospital', ...signed }),
    ).toMatchObject({
      state: 'on-hold',
      heldFrom: 'prepared',
    });
    expect(await two.no('order.final-check', { ...subject, ...signed })).toMatchObject({
      issues: [{ code: 'order-state', given: 'on-hold' }],
    });
    expect(await one.do('order.resume', { ...subject, reason: 'home again', ...signed })).toMatchObject({
      state: 'prepared',
      heldFrom: null,
    });
    expect(
      await one.do('order.discontinue', { ...subject, reason: 'other therapy', ...signed }),
    ).toMatchObject({
      state: 'discontinued',
    });
    expect(
      await one.do('order.void', { ...subject, reason: 'entered for the wrong patient', ...signed }),
    ).toMatchObject({
      state: 'void',
      signatures: expect.arrayContaining([expect.objectContaining({ meaning: 'void' })]),
    });
    expect(await tech.do('code.scan', { code: prepared.releaseCode ?? '' })).toMatchObject({
      status: 'void',
    });
    expect(await tech.no('order.submit', subject)).toMatchObject({
      issues: [{ code: 'order-state', given: 'void' }],
    });
  });

  test('who prepared it can not be its final checker: refused, and the database would refuse too', async () => {
    const order = await draftOrder(tech);
    const subject = { id: order.id, version: 1 };
    await prepareOrder(order, two, one, two);
    expect(await two.no('order.final-check', { ...subject, ...signed })).toMatchObject({
      code: 'refused',
      issues: [{ code: 'final-checker-is-preparer' }],
    });
    expect((await one.do('order.final-check', { ...subject, ...signed })).state).toBe('checked');
  });

  test('who only began the preparation can not be its final checker either', async () => {
    const order = await draftOrder(tech);
    const subject = { id: order.id, version: 1 };
    await resolveAll(await tech.do('order.submit', subject), one, two);
    await one.do('order.verify', { ...subject, ...signed });
    await two.do('preparation.start', subject);
    await tech.do('preparation.record', { ...subject, ingredients, deviations: null });
    expect(await two.no('order.final-check', { ...subject, ...signed })).toMatchObject({
      issues: [{ code: 'final-checker-is-preparer' }],
    });
  });

  test('a hard finding wants two pharmacists and the prescriber, and the second is another person', async () => {
    // Rule mor-12 of the seed: a basal rate for a patient who is not tolerant is a hard finding.
    const { opioidEvidence: _, ...rest } = patient;
    const regimen = { ...content.regimen, basal: '2 mg/h' };
    const draft = await draftOrder(tech, { regimen }, { ...rest, opioidStatus: 'naive' });
    const order = await tech.do('order.submit', { id: draft.id, version: 1 });
    const hard = order.report.findings.find((f) => f.id === 'mor-12');
    expect(hard).toMatchObject({ outcome: 'fail', severity: 'hard' });
    const input = {
      id: order.id,
      version: 1,
      key: hard!.key,
      reason: hard!.reasons[0]!.code,
      text: 'known to need it',
      prescriberContact: 'Dr. Lee by telephone',
      ...signed,
    };
    expect(await one.no('order.resolve', { ...input, prescriberContact: null })).toMatchObject({
      issues: [{ code: 'prescriber-contact-missing' }],
    });
    expect(await one.no('order.resolve', { ...input, reason: 'because' })).toMatchObject({
      issues: [{ code: 'reason-not-of-finding' }],
    });
    const first = await one.do('order.resolve', input);
    expect(first.open).toContain(hard!.key);
    expect(first.resolutions).toMatchObject([{ key: hard!.key, complete: false }]);
    expect(await one.no('order.resolve', input)).toMatchObject({
      issues: [{ code: 'second-signer-is-first' }],
    });
    const second = await two.do('order.resolve', input);
    expect(second.open).not.toContain(hard!.key);
    expect(second.resolutions.every((r) => r.complete)).toBe(true);
  });

  test('verification waits for every finding', async () => {
    const order = await tech.do('order.submit', { id: (await draftOrder(tech)).id, version: 1 });
    expect(await one.no('order.verify', { id: order.id, version: 1, ...signed })).toMatchObject({
      issues: [{ code: 'findings-open', given: String(order.open.length) }],
    });
  });

  test('a patient whose facts changed after verification stops the final check', async () => {
    const prepared = await preparedBag();
    const { id, version } = prepared.patient;
    const { noKnownAllergies: _, ...record } = prepared.patient.record;
    await tech.do('patient.save', {
      id,
      expectedVersion: version,
      record: { ...record, allergies: [{ substance: 'morphine', reaction: 'hives' }] },
    });
    expect(await two.no('order.final-check', { id: prepared.id, version: 1, ...signed })).toMatchObject({
      issues: [{ code: 'findings-changed' }],
    });
  });

  test('expired or missing ingredients are refused by name', async () => {
    const order = await draftOrder(tech);
    const subject = { id: order.id, version: 1 };
    await resolveAll(await tech.do('order.submit', subject), one, two);
    await one.do('order.verify', { ...subject, ...signed });
    await tech.do('preparation.start', subject);
    const expired = ingredients.map((i) => ({ ...i, expiry: '2026-11-22' }));
    expect(
      await tech.no('preparation.record', { ...subject, ingredients: expired, deviations: null }),
    ).toMatchObject({
      issues: [
        { code: 'ingredient-expired', path: 'ingredients.0.expiry' },
        { code: 'ingredient-expired', path: 'ingredients.1.expiry' },
      ],
    });
    expect(
      await tech.no('preparation.record', {
        ...subject,
        ingredients: ingredients.slice(1),
        deviations: null,
      }),
    ).toMatchObject({ issues: [{ code: 'ingredient-missing' }] });
  });

  test('a reprint needs a reason and counts', async () => {
    const { id } = await preparedBag();
    const print = { id, version: 1, kind: 'pump-sheet' as const, paper: 'letter' as const, copies: 1 };
    const first = await tech.do('print.issue', { ...print, reprintReason: null });
    expect(await tech.no('print.issue', { ...print, reprintReason: null })).toMatchObject({
      issues: [{ code: 'reprint-reason-missing' }],
    });
    const second = await tech.do('print.issue', { ...print, reprintReason: 'first was torn' });
    expect(second.printOut).toMatchObject({ reprint: 1, reason: 'first was torn' });
    // It says so on paper, so it is another file.
    expect(second.printOut.sha256).not.toBe(first.printOut.sha256);
  });
});
