import { describe, expect, test } from 'vitest';
import type { OrderView, UserView } from '../../bridge/records.ts';
import type { OrderState } from '../../bridge/order-state.ts';
import { buttonWords, nextAct } from '../../renderer/features/orders/next-act.ts';
import { printState } from '../../renderer/features/orders/print-state.ts';

const user = (role: UserView['role'], pharmacist = false): UserView => ({
  id: role,
  username: role,
  name: `A ${role}`,
  credentials: '',
  licence: null,
  role,
  pharmacist,
  active: true,
});
const order = (state: OrderState, part: Partial<OrderView> = {}) => ({
  state,
  open: [] as string[],
  preparation: null,
  doubleCheck: { asked: false, checks: [] },
  ...part,
});
type Asked = Parameters<typeof nextAct>;
const words = (of: Asked[0], by: Asked[1], holds = true) => {
  const next = nextAct(of, by, { holds });
  return next && buttonWords(next);
};

const seen = (doubleCheck: OrderView['doubleCheck']) =>
  words(order('submitted', { doubleCheck }), user('pharmacist', true));

// The table of who may do what stands in bridge/permissions.ts, from the design.
describe('the one next act, and what is in its way', () => {
  test.each([
    ['draft', 'coordinator', 'Submit'],
    ['submitted', 'technician', 'Verify: needs a pharmacist'],
    ['submitted', 'pharmacist', 'Verify'],
    ['verified', 'technician', 'Start preparation'],
    ['prepared', 'technician', 'Final check: needs a pharmacist'],
    ['prepared', 'supervisor', 'Final check: needs a pharmacist'],
    ['checked', 'pharmacist', 'Release'],
    ['released', 'nurse', 'Complete: needs a technician or pharmacist'],
  ] as const)('%s, seen by a %s: %s', (state, role, text) => {
    expect(words(order(state), user(role, role === 'pharmacist'))).toBe(text);
  });
  test('a double check that is left, or that differs, stands before verification', () => {
    const check = { firstBy: 'A', firstAt: '2026', by: 'B', at: '2026', fields: [] };
    expect(seen({ asked: true, checks: [] })).toBe('Verify: a double check is left');
    expect(seen({ asked: false, checks: [{ ...check, agrees: false }] })).toBe(
      'Verify: the double check differs',
    );
    expect(seen({ asked: true, checks: [{ ...check, agrees: true }] })).toBe('Verify');
  });

  test('what is otherwise than when it was checked comes before everything else, and leaves a begun preparation alone', () => {
    const by = user('pharmacist', true);
    const said = (state: OrderState) => words(order(state, { open: ['a'] }), by, false);
    expect(said('submitted')).toBe('Verify: check it again first');
    expect(said('verified')).toBe('Start preparation: check it again first');
    expect(said('preparing')).toBe('Record preparation');
    expect(said('prepared')).toBe('Final check: check it again first');
    expect(said('checked')).toBe('Release: check it again first');
  });

  test('findings that are left come before everything else', () => {
    expect(words(order('submitted', { open: ['a', 'b', 'c'] }), user('pharmacist', true))).toBe(
      'Verify: 3 findings left',
    );
    expect(words(order('submitted', { open: ['a'] }), user('technician'))).toBe('Verify: 1 finding left');
  });

  test('nobody checks what he prepared', () => {
    const preparation = {
      compoundedBy: 'A pharmacist',
      startedBy: 'A technician',
    } as OrderView['preparation'];
    expect(words(order('prepared', { preparation }), user('pharmacist', true))).toBe(
      'Final check: needs another person than the one who prepared it',
    );
  });

  test.each(['completed', 'discontinued', 'void'] as const)('%s is the end', (state) => {
    expect(nextAct(order(state), user('supervisor', true), { holds: true })).toBeNull();
  });
});

const printed = (stale: boolean) =>
  ({ version: 2, printOuts: [{ kind: 'label', version: 1, stale }] }) as unknown as OrderView;

test('what was printed agrees, is superseded, or is not there yet', () => {
  expect(printState(null, false).state).toBe('not-yet');
  expect(printState(printed(false), false).state).toBe('agrees');
  expect(printState(printed(false), true).state).toBe('fails');
  expect(printState(printed(true), false).why).toContain('label of version 1');
});
