import { describe, expect, test } from 'vitest';
import { beyondUse, knownLimits, stabilityRow } from '../../../engine/order/beyond-use-date.ts';
import { instantText, parseInstant, type Minute } from '../../../engine/time/calendar.ts';
import { preparationBud } from '../../../engine/checks/preparation-bud.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { quantity, quantityText } from '../../../engine/number/quantity.ts';
import { Refused, unwrap } from '../../../engine/number/result.ts';
import { factsWith, library, questionOf, type Changes } from '../base-order.ts';

const compounded = unwrap(parseInstant('2026-11-23T15:00Z')) as Minute;
const morphine: Changes = {
  'order.drug': 'morphine',
  'order.regimen.demand': '1 mg',
  'order.regimen.limit.amount': '20 mg',
  'order.preparation.drugAmount': '100 mg',
  'order.preparation.vial': { strength: '25 mg/mL', volume: '10 mL' },
};
const bud = (
  changes: Changes,
  concentration = '0.2 mg/mL',
  expiries: { name: string; expiry: string }[] = [],
  lib: Library = library,
) => {
  const found = beyondUse(
    questionOf(changes).order,
    { preparation: { concentration } },
    lib,
    compounded,
    expiries,
  );
  return [instantText(found.bud), found.binds];
};
const only = (drug: string, c: string) => [{ drug, concentration: quantity(c, 'mass/volume') }];
const storage = (s: string): Changes => ({ 'order.preparation.storage': s });

describe('the beyond-use date (compounding.md 2)', () => {
  test.each([
    // Category 2, aseptic, all sterile, no test: 4 days room, 10 refrigerated, 45 frozen
    ['room', '2026-11-27T15:00Z'],
    ['refrigerated', '2026-12-03T15:00Z'],
    ['frozen', '2027-01-07T15:00Z'],
  ])('%s: the <797> row alone gives %s', (where, wanted) => {
    expect(bud(storage(where))[0]).toBe(wanted);
  });
  test('Category 1 is 12 h at room temperature, 24 h refrigerated and not allowed frozen', () => {
    const site = {
      ...library.site,
      bud: {
        category: '1',
        method: 'aseptic or terminal',
        sterilityTest: 'not required',
        startingComponents: 'any',
      },
    };
    const lib = { ...library, site };
    expect(bud(storage('room'), '0.2 mg/mL', [], lib)[0]).toBe('2026-11-24T03:00Z');
    expect(bud(storage('refrigerated'), '0.2 mg/mL', [], lib)[0]).toBe('2026-11-24T15:00Z');
    expect(() => bud(storage('frozen'), '0.2 mg/mL', [], lib)).toThrow(Refused);
  });
  test('a longer stability row never extends it: morphine 1 mg/mL in a cassette, 16 days (STB-MOR3)', () => {
    expect(bud({ ...morphine, ...storage('room') }, '1 mg/mL')).toEqual([
      '2026-11-27T15:00Z',
      'USP <797> Category 2, aseptic processing, room: 4 days',
    ]);
  });
  test('a shorter stability row binds, and of two the shorter', () => {
    const [row] = library.stability.filter((r) => r.source.id === 'STB-MOR3');
    const lib = {
      ...library,
      stability: [
        { ...row!, days: '3' },
        { ...row!, days: '2' },
        { ...row!, days: '16' },
      ],
    };
    const [until, binds] = bud({ ...morphine, ...storage('room') }, '1 mg/mL', [], lib);
    expect(until).toBe('2026-11-25T15:00Z');
    expect(binds).toContain('2 days');
  });
  // New York: 30 November ends at 05:00 UTC, 2 August at 04:00; the day of the change to winter time has 25 hours
  test('a component that expires earlier binds, to the last minute of its day where the site is', () => {
    expect(bud({}, '0.2 mg/mL', [{ name: 'hydromorphone', expiry: '2026-11-30' }])).toEqual([
      '2026-12-01T04:59Z',
      'hydromorphone expires 2026-11-30',
    ]);
  });
  test('a component that expired yesterday is refused, one that expires today is not', () => {
    expect(() => bud({}, '0.2 mg/mL', [{ name: 'bag', expiry: '2026-11-22' }])).toThrow('ingredient-expired');
    expect(bud({}, '0.2 mg/mL', [{ name: 'bag', expiry: '2026-11-23' }])[0]).toBe('2026-11-24T04:59Z');
  });
  test('a concentration whose decimal does not end is read back from the record', () => {
    expect(bud({}, '20/117 mg/mL')[0]).toBe('2026-12-03T15:00Z');
  });
  test('a row is used only for just what was studied', () => {
    const at = (changes: Changes, c: string) =>
      stabilityRow(questionOf({ ...morphine, ...changes }).order, only('morphine', c), library)?.source.id;
    expect(at(storage('room'), '1 mg/mL')).toBe('STB-MOR3');
    expect(at(storage('refrigerated'), '1 mg/mL')).toBeUndefined();
    // between 1 and 10 mg/mL, both tested by one study; nothing from beyond its ends
    expect(at(storage('room'), '2 mg/mL')).toBe('STB-MOR3');
    expect(at(storage('room'), '0.9 mg/mL')).toBeUndefined();
    expect(at(storage('room'), '10.1 mg/mL')).toBeUndefined();
    expect(at({ ...storage('room'), 'order.pump': 'onq-fixed' }, '1 mg/mL')).toBeUndefined();
    expect(at({ ...storage('room'), 'order.preparation.diluent': 'd5w' }, '1 mg/mL')).toBeUndefined();
    expect(
      knownLimits(
        questionOf({ ...morphine, ...storage('room') }).order,
        only('morphine', '1 mg/mL'),
        library,
      ).map((l) => quantityText(l.within)),
    ).toEqual(['96 h', '16 day']);
  });
  // CJHP-62-2: HYDROmorphone 0.2 mg/mL with ketamine 0.2, 0.6 or 1 mg/mL in 0.9 % NaCl, syringe or bag, 25 C: 7 days
  test('a mixture has its own rows: those of one drug alone say nothing of it', () => {
    const { order } = questionOf({ ...storage('room'), 'order.preparation.container': 'bag' });
    const mixed = (ketamine: string) =>
      stabilityRow(order, [...only('hydromorphone', '0.2 mg/mL'), ...only('ketamine', ketamine)], library);
    expect(mixed('0.6 mg/mL')).toMatchObject({ days: '7', source: { id: 'STB-HK' } });
    expect(mixed('0.5 mg/mL')).toMatchObject({ days: '7' });
    expect(mixed('1.1 mg/mL')).toBeNull();
    expect(stabilityRow(order, only('hydromorphone', '0.2 mg/mL'), library)).toBeNull();
    const both = [{ id: 'ketamine', concentration: '1 mg/mL' }];
    const { binds } = beyondUse(
      order,
      { preparation: { concentration: '0.2 mg/mL', also: both } },
      {
        ...library,
        bud: library.bud.map((r) => ({ ...r, controlled_room_temperature: { value: '30', unit: 'days' } })),
      },
      compounded,
      [],
    );
    expect(binds).toBe('stability: hydromorphone 0.2 mg/mL with ketamine 0.2 mg/mL to 1 mg/mL, 25 C, 7 days');
  });
  // ROP-SIN: ropivacaine 1 to 3 mg/mL with fentaNYL 1 to 10 mcg/mL, ready bag, 24 h
  test('a studied range holds with both its ends and not beyond', () => {
    const { order } = questionOf({
      ...storage('room'),
      'order.preparation.container': 'bag',
      'order.preparation.diluent': 'none',
    });
    const mixed = (fentanyl: string) =>
      stabilityRow(order, [...only('ropivacaine', '2 mg/mL'), ...only('fentanyl', fentanyl)], library)?.days;
    expect(['0.9 mcg/mL', '1 mcg/mL', '10 mcg/mL', '10.1 mcg/mL'].map(mixed)).toEqual([
      undefined,
      '1',
      '1',
      undefined,
    ]);
  });
});

const outcome = (changes: Changes) =>
  preparationBud.run(factsWith(changes)).find((f) => f.id === 'sessions-beyond-bud')?.outcome;

const at = (start: string) =>
  outcome({ 'order.sessions': { start, duration: '8 h', every: '24 h', count: '1' } });

describe('sessions beyond the BUD (calculations.md 11)', () => {
  // every 4 h from tomorrow 08:00 for 7 days: 42 sessions; the last starts 6 days 20 h after the first
  const plan = {
    at: '2025-03-02T08:00Z',
    'patient.weight.on': '2025-03-01',
    'patient.height.on': '2025-03-01',
    'patient.creatinine.on': '2025-03-01',
    'patient.noKnownAllergies.on': '2025-03-01',
    'patient.noKnownConditions.on': '2025-03-01',
    'patient.noHomeMedicines.on': '2025-03-01',
    'order.sessions': { start: '2025-03-03T08:00Z', duration: '30 min', every: '4 h', count: '42' },
  };
  test('a refrigerated preparation covers the 7 days, one at room temperature does not', () => {
    expect(outcome(plan)).toBe('pass');
    expect(outcome({ ...plan, ...storage('room') })).toBe('fail');
  });
  test('the start at the BUD itself is still inside; a minute later is not', () => {
    expect(at('2026-12-03T15:00Z')).toBe('pass');
    expect(at('2026-12-03T15:01Z')).toBe('fail');
  });
  test('without a stability row the question stays open', () => {
    expect(preparationBud.run(factsWith()).find((f) => f.id === 'stability-row')).toMatchObject({
      outcome: 'could-not-be-done',
      severity: 'soft',
    });
  });
});
