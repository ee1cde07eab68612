import { limitChange } from './limit-change.ts';
import { messageWords } from '../../words/finding.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { hashOf } from '../../db/canonical.ts';
import { appendEvent } from '../../db/event-log.ts';
import { insertLibrary } from '../../db/libraries.ts';
import type { OrderReport } from '../../engine/checks/report.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import type { OrderContent } from '../../engine/order/order.ts';
import { issue, type Issue } from '../../engine/number/result.ts';
import {
  content,
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';

const signed = { password: PASSWORD };
let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
/** what the second computation of an order answers; nothing: it agrees */
let differs: Issue[];

beforeEach(async () => {
  differs = [];
  office = await openOffice({ secondOpinion: () => differs });
  tech = await office.person('tess', 'technician');
  one = await office.person('pam', 'pharmacist');
  two = await office.person('paul', 'pharmacist');
});
afterEach(() => office.close());

const told = (failure: Failure) =>
  'issues' in failure ? failure.issues.map((i) => [i.code, i.given]) : [[failure.code, null]];
const codes = (failure: Failure) => told(failure).map(([code]) => code);

/** formulary.json: hydromorphone hm-04, PCA demand at most 0.4 mg, soft. */
const HM04 = 'hm-04';
const drug = {
  drug: 'hydromorphone',
  regimen: { ...content.regimen, demand: '0.5 mg', limit: { kind: 'amount', amount: '4 mg', window: '4 h' } },
  preparation: {
    ...content.preparation,
    drugAmount: '20 mg',
    vial: { strength: '2 mg/mL', volume: '20 mL' },
  },
} as Partial<OrderContent>;
const naive = { ...patient, opioidStatus: 'naive' as const, opioidEvidence: undefined };

async function submitted() {
  const { id, version } = await draftOrder(tech, drug, naive);
  return tech.do('order.submit', { id, version });
}
const of = (order: { report: OrderReport }) => order.report.findings.find((f) => f.id === HM04)!;

/** A rule set of another version in force, as an update of the program would bring one. */
async function inForce(change: (next: Library) => void): Promise<void> {
  const { store, clock } = office.context;
  const library = await office.context.library();
  const next = { ...structuredClone(library), version: `${library.version}-changed` };
  change(next);
  const at = clock();
  await store.write(async (db) => {
    const { version } = next;
    await insertLibrary(db, {
      version,
      hash: hashOf(next),
      content: JSON.stringify(next),
      origin: 'test',
      at,
    });
    const by = { at, user: '-', station: '-', command: 'library.seed' };
    await appendEvent(db, { ...by, subject: 'library', subjectId: version, change: {} });
  });
}
const rule = (library: Library, id: string) =>
  library.formulary.drugs.flatMap((d) => d.rules).find((r) => r.id === id)!;

describe('an order is not verified', () => {
  test('when the second computation gives another amount', async () => {
    const { id, version } = await resolveAll(await submitted(), one, two);
    differs = [issue('second-opinion-differs', '96 mg and 90 mg', 'the same amount both ways', 'worst-24-h')];
    const failure = await one.no('order.verify', { id, version, ...signed });
    expect(told(failure)).toEqual([['second-opinion-differs', '96 mg and 90 mg']]);
    expect((await one.do('order.get', { id })).state).toBe('submitted');
    differs = [];
    expect((await one.do('order.verify', { id, version, ...signed })).state).toBe('verified');
  });

  test('when what was passed is held against a severity of today', async () => {
    const order = await resolveAll(await submitted(), one, two);
    const { id, version } = order;
    expect(order.resolutions.map((r) => r.key)).toContain(of(order).key);
    await inForce((next) => (rule(next, HM04).severity = 'absolute'));
    expect(told(await one.no('order.verify', { id, version, ...signed }))).toEqual([
      ['findings-changed', messageWords(of(order).message)],
    ]);
  });
});

describe('a finding that nobody may pass', () => {
  test('is made by two people of the pharmacy, and passed by neither, whatever the reason', async () => {
    const soft = await submitted();
    const [reason] = of(soft).reasons;
    const proposed = await one.do(
      'library.propose',
      limitChange({
        rule: HM04,
        amount: null,
        severity: 'absolute',
        reason: 'two near misses in October',
      }),
    );
    await office.supervisor.do('library.approve', { id: proposed.id, ...signed });

    const order = await tech.do('order.submit', { id: soft.id, version: soft.version });
    const { id, version } = order;
    expect(of(order)).toMatchObject({ severity: 'absolute', outcome: 'fail', reasons: [] });
    for (const by of [one, two])
      for (const given of [reason!.code, 'anything']) {
        const failure = await by.no('order.resolve', {
          id,
          version,
          key: of(order).key,
          reason: given,
          text: 'looked at for the test',
          prescriberContact: 'Dr. Lee by telephone, 14:50',
          ...signed,
        });
        expect(codes(failure)).toEqual(['finding-absolute']);
      }
    for (const f of order.report.findings.filter((x) => order.open.includes(x.key) && x.id !== HM04))
      await resolveAll({ ...order, open: [f.key] }, one, two);
    expect(told(await one.no('order.verify', { id, version, ...signed }))).toEqual([['findings-open', '1']]);
  });
});

describe('an order is not released', () => {
  test('under rules that let a published incident through', async () => {
    const prepared = await prepareOrder(await draftOrder(tech), tech, one, two);
    const subject = { id: prepared.id, version: prepared.version };
    const label = { ...subject, kind: 'label', paper: '4x2', copies: 1, reprintReason: null } as const;
    await tech.do('print.issue', label);
    await two.do('order.final-check', { ...subject, ...signed });
    // self-test.json: no case of a published overdose of hydromorphone is found without the rules for it
    await inForce((next) => {
      for (const d of next.formulary.drugs) if (d.id === 'hydromorphone') d.rules = [];
    });
    expect(codes(await one.no('order.release', { ...subject, ...signed }))).toEqual(['self-test-failed']);
    expect((await one.do('order.get', { id: subject.id })).state).toBe('checked');
  });
});
