import { describe, expect, test } from 'vitest';
import { orderContent } from '../../engine/order/order.ts';
import {
  contentOf,
  draftOf,
  emptyDraft,
  withDrug,
  type OrderDraft,
} from '../../renderer/features/orders/draft.ts';
import { emptyRegimen } from '../../renderer/features/orders/draft-regimen.ts';
import { cardOf, missingFields, typedIssues } from '../../renderer/features/orders/fields.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import { asLast } from '../../renderer/features/orders/draft-last.ts';
import { originsOf } from '../../renderer/features/orders/started.ts';
import { askedAgain } from '../../renderer/features/orders/asked-again.ts';
import { amount } from '../../renderer/ui/amount.ts';

const zone = 'America/New_York';
const typed: OrderDraft = {
  ...emptyDraft('cadd-solis'),
  prescriberId: 'p1',
  rx: 'RX-1',
  drug: 'hydromorphone',
  route: 'IV',
  firstOrder: 'yes',
  naloxone: 'ordered',
  demand: amount('mg', '0.2'),
  lockout: amount('min', '10'),
  basal: amount('mg/h', '0'),
  limitKind: 'amount',
  limitAmount: amount('mg', '3'),
  limitWindow: amount('h', '4'),
  startDate: '2026-11-24',
  startTime: '20:00',
  duration: amount('h', '12'),
  every: amount('h', '24'),
  count: '3',
  method: 'exact-fill',
  strength: amount('mg/mL', '2'),
  vialVolume: amount('mL', '20'),
  drugAmount: amount('mg', '50'),
  finalVolume: amount('mL', '50'),
  diluent: 'ns09',
  container: 'cassette',
  containers: '1',
  storage: 'refrigerated',
};

/** the same order, with nothing typed of its regimen yet */
const blankRegimen: OrderDraft = { ...typed, ...emptyRegimen() };

describe('what is typed and what is sent', () => {
  test('the production schema reads what the form sends', () => {
    expect(orderContent.parse(contentOf(typed, zone))).toMatchObject({
      regimen: {
        demand: '0.2 mg',
        lockout: '10 min',
        basal: '0 mg/h',
        limit: { kind: 'amount', amount: '3 mg', window: '4 h' },
      },
      sessions: { start: '2026-11-24T20:00-05:00' },
      preparation: { method: 'exact-fill', finalVolume: '50 mL', drugAmount: '50 mg' },
    });
  });

  test('a saved order opens as it was typed, whatever the method and the options', () => {
    const full: OrderDraft = {
      ...typed,
      method: 'remove-overfill',
      nominal: amount('mL', '100'),
      overfill: amount('mL', '7'),
      finalVolume: amount('mL'),
      loading: amount('mg', '0.4'),
      bolusDose: amount('mcg/kg', '2'),
      bolusInterval: amount('min', '15'),
      bolusMost: '3',
      bolusPer: amount('h', '4'),
      maxDosesPerHour: '6',
      capacity: amount('mL', '250'),
      priming: amount('mL', '3'),
      residual: amount('mL', '1'),
      note: 'call first',
      firstOrder: 'no',
    };
    const kinds: OrderDraft[] = [
      { ...typed, night: true, nightRate: amount('mg/h', '0.3'), nightFrom: '22:00', nightTo: '06:00' },
      { ...typed, limitKind: 'doses', limitAmount: amount('mg'), limitCount: '8' },
      {
        ...blankRegimen,
        kind: 'intermittent',
        dose: amount('mg', '1'),
        over: amount('min', '30'),
        doseEvery: amount('h', '6'),
        kvo: amount('mL/h', '0.5'),
        loading: amount('mg', '0.4'),
      },
      { ...blankRegimen, kind: 'continuous', rate: amount('mL/h', '2.5') },
      {
        ...blankRegimen,
        kind: 'taper',
        steps: [
          { rate: amount('mg/h', '1'), lasts: amount('h', '6') },
          { rate: amount('mg/h', '0.5'), lasts: amount('h', '6') },
        ],
      },
      {
        ...blankRegimen,
        kind: 'nerve-block',
        rate: amount('mL/h', '8'),
        demand: amount('mL', '2'),
        lockout: amount('min', '60'),
        through: 'elastomeric',
        tolerance: amount('%', '15'),
      },
      {
        ...typed,
        companions: [
          {
            drug: 'oxycodone',
            dose: amount('mg', '5'),
            route: 'oral',
            kind: 'prn',
            every: amount('h', '4'),
            mostPerDay: '6',
          },
        ],
        also: [
          {
            drug: 'ketamine',
            strength: amount('mg/mL', '10'),
            vialVolume: amount('mL', '20'),
            amount: amount('mg', '50'),
            inLine: amount('mg/mL', '0.2'),
          },
        ],
      },
    ];
    const course: OrderDraft = {
      ...typed,
      firstOrder: 'no',
      concentration: amount('mg/mL', '1'),
      indication: 'cancer-pain',
      dosesPerHour: '1.5',
      daysBefore: '3',
      amountBefore: amount('mg', '40'),
      changedDate: '2026-11-22',
      changedTime: '09:30',
      loadingOver: amount('min', '10'),
      taperOver: amount('day', '2'),
      preservativeFree: 'yes',
      epinephrine: 'no',
      lineVolume: amount('mL', '1.5'),
      lineConcentration: amount('mg/mL', '5'),
    };
    kinds.push(course);
    expect(contentOf(course, zone)).toMatchObject({
      concentration: '1 mg/mL',
      course: {
        dosesPerHour: '1.5',
        doseChangedAt: '2026-11-22T09:30-05:00',
        preservativeFree: true,
        epinephrine: false,
      },
      preparation: { lineHolds: { volume: '1.5 mL', concentration: '5 mg/mL' } },
    });
    const halfLine = { ...typed, lineVolume: amount('mL', '1.5') };
    expect(missingFields(halfLine).map((f) => f.path)).toEqual(['preparation.lineHolds.concentration']);
    for (const draft of kinds) expect(orderContent.safeParse(contentOf(draft, zone)).error).toBeUndefined();
    for (const draft of [typed, full, ...kinds])
      expect(draftOf(contentOf(draft, zone), 'p1', 'RX-1', zone)).toEqual(draft);
  });

  test('"no limit ordered" is a value of its own, and not a limit of zero', () => {
    const none = contentOf({ ...typed, limitKind: 'none' }, zone);
    const zero = contentOf({ ...typed, limitAmount: amount('mg', '0') }, zone);
    expect(none.regimen).toMatchObject({ limit: { kind: 'none' } });
    expect(zero.regimen).toMatchObject({ limit: { kind: 'amount', amount: '0 mg', window: '4 h' } });
    expect(missingFields({ ...typed, limitKind: '' }).map((f) => f.path)).toEqual(['regimen.limit.kind']);
  });

  // Golden case 7 of the field study, and the list of bad input of the main job: each is sent as typed, and refused.
  test.each([
    ['0,5', 'number-has-comma'],
    ['.5', 'number-without-leading-zero'],
    ['5.', 'number-ends-in-point'],
    ['1e3', 'number-has-exponent'],
    ['-5', 'number-has-sign'],
    ['1,000', 'number-has-comma'],
    [' 5', 'number-has-space'],
    ['5mg', 'number-has-other-characters'],
    ['0.50', 'number-has-trailing-zero'],
  ])('"%s" is not repaired: %s', (text, code) => {
    const draft = { ...typed, demand: amount('mg', text) };
    expect(contentOf(draft, zone).regimen).toMatchObject({ demand: `${text} mg` });
    const [refused] = typedIssues(draft);
    expect(refused?.path).toBe('regimen.demand');
    expect(refused?.given).toBe(text);
    expect(refused?.code).toBe(code);
  });

  test('an empty form names everything that is needed, and decides nothing clinical by itself', () => {
    const needed = missingFields(emptyDraft('')).map((f) => f.path);
    for (const path of [
      'drug',
      'route',
      'firstOrder',
      'naloxone',
      'regimen.demand',
      'regimen.lockout',
      'regimen.basal',
      'regimen.limit.kind',
      'sessions.start',
      'preparation.method',
      'preparation.diluent',
      'preparation.storage',
      'pump',
    ])
      expect(needed).toContain(path);
    expect(needed).not.toContain('regimen.loading');
  });

  test('another kind asks for its own fields, and what was typed for the first one comes back with it', () => {
    const block: OrderDraft = { ...typed, kind: 'nerve-block', lockout: amount('min'), demand: amount('mg') };
    expect(missingFields(block).map((f) => f.path)).toEqual(['regimen.rate', 'regimen.through.kind']);
    expect(missingFields({ ...block, through: 'elastomeric' }).map((f) => f.path)).toEqual([
      'regimen.rate',
      'regimen.through.tolerance',
    ]);
    expect(missingFields({ ...typed, kind: 'taper' }).map((f) => f.path)).toEqual([
      'regimen.steps.0.rate',
      'regimen.steps.0.lasts',
    ]);
    expect(contentOf({ ...typed, kind: 'taper' }, zone).regimen.kind).toBe('taper');
    expect(contentOf({ ...typed, kind: 'pca' }, zone)).toEqual(contentOf(typed, zone));
    // a bad number of a kind that is not chosen is neither sent nor in the way
    expect(typedIssues({ ...typed, dose: amount('mg', '0,5') })).toEqual([]);
  });

  test('half a clinician bolus is asked for the other half', () => {
    expect(missingFields({ ...typed, bolusDose: amount('mg', '1') }).map((f) => f.path)).toEqual([
      'regimen.clinicianBolus.interval',
      'regimen.clinicianBolus.most',
      'regimen.clinicianBolus.per',
    ]);
  });

  test('another drug brings its own unit, and the route of the last one is not kept', () => {
    const next = withDrug({ ...typed, demand: amount('mcg/kg', '2') }, 'fentanyl', 'mcg');
    expect([
      next.demand.unit,
      next.basal.unit,
      next.limitAmount.unit,
      next.drugAmount.unit,
      next.route,
    ]).toEqual(['mcg/kg', 'mcg/h', 'mcg', 'mcg', '']);
    expect(next.strength).toEqual({ number: '', unit: 'mcg/mL' });
  });

  test('a refusal finds the card that holds its field', () => {
    expect(cardOf('regimen.limit.amount')).toBe('order');
    expect(cardOf('preparation.vial.strength')).toBe('bag');
    expect(cardOf('pump')).toBe('pump');
    expect(cardOf('patient.weight.value')).toBeNull();
  });
});

describe('as last time', () => {
  const last = {
    ...contentOf(
      {
        ...typed,
        loading: amount('mg', '1'),
        daysBefore: '3',
        note: 'as agreed by telephone',
        lineVolume: amount('mL', '3'),
        lineConcentration: amount('mg/mL', '1'),
        indication: 'cancer-pain',
      },
      zone,
    ),
  };
  const next = asLast(orderContent.parse(last), zone);

  test('what is of that day, that prescription or that bag is asked again', () => {
    expect(next).toMatchObject({
      prescriberId: '',
      rx: '',
      firstOrder: '',
      naloxone: '',
      startDate: '',
      startTime: '',
      daysBefore: '',
      note: '',
      lineVolume: { number: '' },
      lineConcentration: { number: '' },
      loading: { number: '' },
    });
  });

  test('all else stands as it did', () => {
    const again = { prescriberId: 'p1', rx: 'RX-1', firstOrder: 'yes', naloxone: 'ordered' } as const;
    const typedAgain: OrderDraft = { ...next, ...again, startDate: '2026-11-24', startTime: '20:00' };
    expect(contentOf(typedAgain, zone)).toEqual({
      ...contentOf(typed, zone),
      course: { indication: 'cancer-pain' },
    });
  });

  test('fields say where they are from until they are changed', () => {
    const started = { from: 'protocol' } as const;
    const origins = originsOf(started, next, { ...next, demand: amount('mg', '0.3') });
    expect([origins.get('regimen.demand'), origins.get('regimen.lockout'), origins.get('rx')]).toEqual([
      undefined,
      'protocol',
      undefined,
    ]);
    expect(originsOf(null, next, next).size).toBe(0);
  });

  test('opioid status and weight are asked again, and again where they changed', () => {
    const record = { opioidStatus: 'naive', weight: { value: '70 kg', on: '2026-11-20' } } as PatientRecord;
    const said = { status: 'naive', weight: '70 kg of 2026-11-20' };
    expect(askedAgain({ status: '', weight: '' }, record)).toEqual([
      'opioid status asked again',
      'weight asked again',
    ]);
    expect(askedAgain(said, record)).toEqual([]);
    expect(askedAgain(said, { ...record, opioidStatus: 'tolerant' })).toEqual(['opioid status asked again']);
    expect(askedAgain(said, { ...record, weight: { value: '64 kg', on: '2026-11-20' } })).toEqual([
      'weight asked again',
    ]);
  });
});
