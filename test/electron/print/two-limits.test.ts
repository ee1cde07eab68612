import { describe, expect, test } from 'vitest';
import type { OrderView } from '../../../bridge/records.ts';
import type { Paper, PrintKind } from '../../../bridge/forms.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { findTemplate } from '../../../electron/print/templates.ts';
import { checkOrder } from '../../../engine/checks/check-order.ts';
import { unwrap } from '../../../engine/number/result.ts';
import { pumpModels } from '../../../engine/pumps/models.ts';
import { library as shipped, questionOf } from '../../engine/base-order.ts';
import { hydromorphone, library } from './fixture.ts';

type Limit = readonly [amount: string, window: string];
const HOUR: Limit = ['1 mg', '1 h'];
const FOUR: Limit = ['3 mg', '4 h'];
const WIDE: Limit = ['6 mg', '4 h'];
const words = ([amount, window]: Limit) => `${amount} in ${window}`;

/** Everything that a nurse, a patient or a pharmacist reads; the label in its smallest size. */
const PAPERS: readonly (readonly [PrintKind, Paper])[] = [
  ['pump-sheet', 'letter'],
  ['label', '4x2'],
  ['patient-card', 'letter'],
  ['hand-off', 'letter'],
  ['verification', 'letter'],
];

const papersOf = (pump: string, limit: object, more: object = {}) => {
  const question = questionOf({ 'order.pump': pump, 'order.regimen.limit': limit, ...more });
  const report = checkOrder(question, shipped);
  const view: OrderView = { ...hydromorphone(), content: question.order, report, open: [] };
  const record = unwrap(artefactRecord(view, library, 'prepared'));
  return PAPERS.map(([kind, paper]) => {
    const pages = unwrap(findTemplate(kind, paper)).content(record);
    return [
      kind,
      pages
        .flat()
        .flatMap((part) => part.text)
        .join(' '),
    ] as const;
  });
};
const ordered = ([amount, window]: Limit, [andAmount, andWindow]: Limit) => ({
  kind: 'amount',
  amount,
  window,
  and: { amount: andAmount, window: andWindow },
});

const withButton = pumpModels.filter((p) => p.modes.pca && p.withdrawn?.kind !== 'removed');
const holdsLimit = (id: string) =>
  pumpModels.find((p) => p.id === id)?.modes.pca?.some((f) => f.id === 'limit') ?? false;

describe.each(withButton.map((p) => p.id))('two limits on %s', (pump) => {
  // by hand: 3 mg in 4 h are 0.75 mg/h, less than 1 mg in 1 h; 6 mg in 4 h are 1.5 mg/h, more than that
  test.each([
    [HOUR, FOUR, FOUR, HOUR],
    [FOUR, HOUR, FOUR, HOUR],
    [HOUR, WIDE, HOUR, WIDE],
    [WIDE, HOUR, HOUR, WIDE],
  ] as const)('%s and %s: the program holds %s, and people keep %s', (first, second, held, other) => {
    const one = holdsLimit(pump);
    for (const [kind, text] of papersOf(pump, ordered(first, second))) {
      const missing = kind === 'pump-sheet' || kind === 'hand-off' ? ': NOT programmed' : '';
      const before = { 'pump-sheet': 'max ', 'hand-off': 'max ', 'patient-card': 'at most ' };
      const lead = before[kind as keyof typeof before] ?? 'NOT on the pump: max ';
      expect([kind, text]).toEqual([kind, expect.stringContaining(`${lead}${words(other)}${missing}`)]);
      if (one) expect(text).not.toContain(`${lead}${words(held)}${missing}`);
      else expect(text).toContain(`${lead}${words(held)}${missing}`);
    }
  });
});

test('a limit on doses over four hours, which no pump holds, is named on every paper', () => {
  for (const [kind, text] of papersOf('cadd-solis', { kind: 'doses', count: '12', window: '4 h' }))
    expect([kind, text]).toEqual([kind, expect.stringMatching(/(max|at most) 12 doses in any 4 h/)]);
});

test('doses an hour are held by a pump that counts them, and by people on one that does not', () => {
  const limit = { kind: 'doses', count: '3', window: '60 min' };
  const [sheet] = papersOf('cadd-solis', limit);
  expect(sheet?.[1]).not.toContain('NOT programmed');
  const [other] = papersOf('gemstar', limit);
  expect(other?.[1]).toContain('max 3 doses in any 60 min: NOT programmed');
});

test('one limit that the pump holds is said once, and nothing is said to be left to people', () => {
  for (const [, text] of papersOf('cadd-solis', { kind: 'amount', amount: '3 mg', window: '240 min' }))
    expect(text).not.toMatch(/NOT programmed|NOT on the pump|does NOT stop/);
});
