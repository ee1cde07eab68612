import { limitChange } from './limit-change.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { bareOffice, openOffice, PASSWORD, type Office, type Window } from './office.ts';
import { openRaw } from '../raw.ts';

let office: Office & { supervisor: Window };
let pam: Window;
beforeEach(async () => {
  office = await openOffice();
  pam = await office.person('pam', 'pharmacist');
});
afterEach(() => office.close());

const code = (failure: Failure) => ('issues' in failure ? failure.issues[0]?.code : failure.code);
/** formulary.json: hydromorphone hm-04, PCA demand at most 0.4 mg, soft; hm-06, lockout at least 10 min, soft. */
const demand = { rule: 'hm-04', amount: '0.3', severity: null, reason: 'two near misses in October' };
const lockout = { rule: 'hm-06', amount: '15', severity: null, reason: 'as agreed in committee' };
const ruleNow = async (id: string) =>
  (await pam.do('library.rules', { drug: 'hydromorphone' })).find((r) => r.rule.id === id);
const ruleSet = async () => (await pam.do('site.get', {})).ruleSet;

describe('a change of the library', () => {
  test('is proposed by one and approved by another, and holds from then on under a rule set of its own', async () => {
    const before = await ruleSet();
    const proposed = await pam.do('library.propose', limitChange(demand));
    expect(proposed).toMatchObject({
      by: 'pam the pharmacist',
      decision: null,
      laxer: false,
      differences: [{ field: 'Amount', before: '0.4', after: '0.3' }],
    });
    expect((await ruleNow('hm-04'))?.rule).toMatchObject({ amount: '0.4', provenance: 'sourced' });
    expect(await ruleSet()).toBe(before);
    const { decision } = await office.supervisor.do('library.approve', {
      id: proposed.id,
      password: PASSWORD,
    });
    expect(decision).toMatchObject({ decision: 'approve', by: 'Ada Chief', ruleSet: await ruleSet() });
    expect(await ruleSet()).not.toBe(before);
    expect(await ruleNow('hm-04')).toMatchObject({
      rule: { amount: '0.3', severity: 'soft', provenance: 'of this pharmacy, approved by Ada Chief' },
      published: { amount: '0.4' },
    });
    expect((await ruleNow('hm-04'))?.rule.message).toContain('limit of this pharmacy: 0.3 mg');
    expect((await ruleNow('hm-05'))?.rule).toMatchObject({ amount: '0.2', provenance: 'sourced' });
    const { events } = await pam.do('log.list', { filter: { text: proposed.id }, before: null, limit: 5 });
    expect(events.map((e) => [e.user, e.command])).toEqual([
      ['ada', 'library.approve'],
      ['pam', 'library.propose'],
    ]);
  });

  test.each([
    ['what is in force already', { ...demand, amount: '0.4' }, 'record-unchanged'],
    ['a limit that has no figures', { ...demand, rule: 'hm-99' }, 'missing'],
    ['what is no number', { ...demand, amount: '0,3' }, 'number-has-comma'],
  ])('that is %s is refused by name', async (_, change, expected) => {
    expect(code(await pam.no('library.propose', limitChange(change)))).toBe(expected);
    expect(await pam.do('library.changes', {})).toEqual([]);
  });

  test('may raise the severity and the least lockout, one after the other', async () => {
    for (const change of [lockout, { ...demand, amount: null, severity: 'hard' as const }]) {
      const { id } = await pam.do('library.propose', limitChange(change));
      await office.supervisor.do('library.approve', { id, password: PASSWORD });
    }
    expect((await ruleNow('hm-06'))?.rule).toMatchObject({ amount: '15' });
    expect((await ruleNow('hm-04'))?.rule).toMatchObject({ amount: '0.4', severity: 'hard' });
  });

  test('goes back to what was published by two supervisors, since less is asked then', async () => {
    const { id } = await pam.do('library.propose', limitChange(demand));
    await office.supervisor.do('library.approve', { id, password: PASSWORD });
    const back = await pam.do('library.propose', limitChange({ ...demand, amount: '0.4' }));
    expect(back.laxer).toBe(true);
    const first = await office.supervisor.do('library.approve', { id: back.id, password: PASSWORD });
    expect(first).toMatchObject({ decision: null, endorsed: [{ by: 'Ada Chief' }] });
    expect((await ruleNow('hm-04'))?.rule.amount).toBe('0.3');
    const second = await office.person('sue', 'supervisor');
    await second.do('library.approve', { id: back.id, password: PASSWORD });
    expect((await ruleNow('hm-04'))?.rule).toMatchObject({ amount: '0.4', provenance: 'sourced' });
    expect((await office.context.library()).site.records).toEqual([]);
  });

  test('is not approved by the one who proposed it, in the dispatcher and in the database', async () => {
    const { id } = await office.supervisor.do('library.propose', limitChange(demand));
    const own = { id, password: PASSWORD };
    expect(code(await office.supervisor.no('library.approve', own))).toBe('approver-is-proposer');
    const second = await office.person('sue', 'supervisor');
    expect(code(await second.no('library.approve', { id, password: 'wrong' }))).toBe('password-wrong');
    const raw = openRaw(join(office.dir, 'meniscus.db'));
    raw.pragma('foreign_keys = ON');
    const self = `INSERT INTO library_decision
      SELECT c.id, 'approve', c.base, NULL, NULL, c.by_user, 'sig', '2026' FROM library_change c`;
    expect(() => raw.prepare(self).run()).toThrow('library-approver-is-proposer');
    raw.close();
    await second.do('library.approve', own);
    expect(code(await second.no('library.approve', own))).toBe('conflict');
  });

  test('that is declined changes nothing, and says why', async () => {
    const before = await ruleSet();
    const { id } = await pam.do('library.propose', limitChange(demand));
    const declined = await office.supervisor.do('library.decline', {
      id,
      reason: 'covered by training',
      password: PASSWORD,
    });
    expect(declined.decision).toMatchObject({
      decision: 'decline',
      reason: 'covered by training',
      ruleSet: null,
    });
    expect(await ruleSet()).toBe(before);
  });

  test('outlives a restart', async () => {
    const { id } = await pam.do('library.propose', limitChange(demand));
    await office.supervisor.do('library.approve', { id, password: PASSWORD });
    await office.context.store.close();
    const again = await bareOffice({ dataDir: office.dir });
    const rule = (await again.context.library()).formulary.drugs
      .flatMap((d) => d.rules)
      .find((r) => r.id === 'hm-04');
    expect(rule).toMatchObject({ amount: '0.3', provenance: 'of this pharmacy, approved by Ada Chief' });
    await again.context.store.close();
  });
});
