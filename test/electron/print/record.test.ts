import { describe, expect, test } from 'vitest';
import type { OrderView } from '../../../bridge/records.ts';
import { printedAmount, printedDeviation, printedInstant } from '../../../electron/print/format.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { fentanyl, hydromorphone, library } from './fixture.ts';

const recordOf = (view: OrderView) => {
  const made = artefactRecord(view, library, 'prepared');
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
};
const refusal = (view: OrderView) => {
  const made = artefactRecord(view, library, 'prepared');
  return made.ok ? null : made.failure;
};

// ISMP List of Error-Prone Abbreviations: leading zero, no trailing zero, commas from 1,000 on.
test.each([
  ['0.2 mg', '0.2 mg'],
  ['1.0 mg', '1 mg'],
  ['4', '4'],
  ['1000 mcg', '1,000 mcg'],
  ['12345.5 mcg/h', '12,345.5 mcg/h'],
  ['1/2 mL', '0.5 mL'],
  ['100/3 mL', 'about 33.3333 mL'],
])('%s is printed as %s', (exact, printed) => expect(printedAmount(exact)).toBe(printed));

test.each(['.5 mg', '5 µg', '1e3 mg', 'mg', ''])('%j is not an amount of a record', (text) =>
  expect(() => printedAmount(text)).toThrow(/^(element-unreadable|unit-refused): /),
);

test.each([
  ['0', null],
  ['-3/8', '37.5% below order'],
  ['1/4', '25% above order'],
])('a deviation of %s', (exact, printed) => expect(printedDeviation(exact)).toBe(printed));

// US Eastern time is UTC−5 in December and UTC−4 in July (tz database).
test.each([
  ['2026-12-03T19:00Z', 'America/New_York', '2026-12-03 14:00 EST'],
  ['2026-07-03T19:00:59.999Z', 'America/New_York', '2026-07-03 15:00 EDT'],
  ['2026-12-04T04:30Z', 'America/New_York', '2026-12-03 23:30 EST'],
  ['2026-12-04T05:00Z', 'America/New_York', '2026-12-04 00:00 EST'],
  ['2026-12-03T19:00-07:00', 'America/Phoenix', '2026-12-03 19:00 MST'],
])('%s in %s', (instant, zone, printed) => expect(printedInstant(instant, zone)).toBe(printed));

describe('a record', () => {
  test('holds what is programmed, worst cases of the report, instants of the site', () => {
    expect(recordOf(hydromorphone())).toMatchObject({
      patient: 'Doe, Jane',
      drug: 'HYDROmorphone',
      total: '50 mg',
      volume: '50 mL',
      concentration: '1 mg/mL',
      route: 'INTRAVENOUS',
      demand: '0.2 mg',
      basal: '0 mg/h',
      lockout: '10 min',
      limit: { amount: '4 mg', window: '4 h' },
      bud: '2026-12-11 08:20 EST',
      checkedBy: null,
      containers: 1,
      exposure: [
        { window: '1 h', worst: '1.2 mg' },
        { window: '4 h', worst: '4 mg' },
        { window: '24 h', worst: '12 mg', mme: 'not computed' },
      ],
    });
  });

  test('says what a bound is, what is off the step, and that nobody confirmed a range', () => {
    const view = fentanyl();
    view.report.exposure.windows[0]!.kind = 'bound';
    const { exposure, program } = recordOf(view);
    expect(exposure[0]?.worst).toBe('at most 104.8 mcg');
    expect(program.find((f) => f.id === 'demand-dose')).toMatchObject({
      set: '11.6 mcg',
      equals: '1.45 mL',
      deviation: '3.33% below order',
      range: '0 to 50 mL; step 0.05 mL; ordered value is off the step; range not confirmed by the site',
    });
    expect(program.find((f) => f.id === 'limit-window')?.range).toBe('1 to 12 h');
    expect(program.find((f) => f.id === 'concentration')?.range).toBe('range not confirmed by the site');
    expect(program.find((f) => f.id === 'max-doses-per-hour')).toMatchObject({
      set: 'not set',
      used: false,
      range: '',
    });
  });

  test('no limit is not a limit of zero', () => {
    const view = hydromorphone();
    for (const f of view.report.program.fields)
      if (f.id === 'limit' || f.id === 'limit-window' || f.id === 'kvo-at-limit') f.programmed = null;
    expect(recordOf(view).limit).toBeNull();
    expect(recordOf(view).program.find((f) => f.id === 'limit')?.set).toBe('no pump limit ordered');
  });
});

describe('refusals', () => {
  test.each(['draft', 'submitted', 'verified', 'preparing', 'on-hold', 'discontinued', 'void'] as const)(
    'an order that is %s',
    (state) => {
      expect(refusal({ ...hydromorphone(), state })).toMatchObject({
        code: 'element-missing',
        given: `finished preparation (the order is ${state})`,
      });
    },
  );

  test('every missing element is named at once', () => {
    const view = hydromorphone();
    view.releaseCode = null;
    view.preparation!.bud = null;
    view.signatures = [];
    view.open = ['a finding'];
    const given = refusal(view)?.given ?? '';
    for (const name of [
      'beyond-use date',
      'release code',
      'verification by a pharmacist',
      'resolution of every finding',
    ])
      expect(given).toContain(name);
  });

  test('an amount or an instant that does not read', () => {
    const view = hydromorphone();
    view.report.preparation.drugAmount = '50mg';
    expect(refusal(view)).toMatchObject({ code: 'element-unreadable', given: '50mg' });
    const late = hydromorphone();
    late.preparation!.bud = 'tomorrow';
    expect(refusal(late)?.code).toBe('instant-not-read');
  });

  test('a time zone that does not exist', () => {
    const made = artefactRecord(
      hydromorphone(),
      { ...library, site: { ...library.site, timeZone: 'Mars/Olympus' } },
      'prepared',
    );
    expect(made).toMatchObject({ ok: false, failure: { code: 'time-zone-unknown' } });
  });
});
