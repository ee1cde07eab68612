import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { instantOf, orderFile, type OrderFile } from '../../../engine/order/order.ts';
import type { Minute } from '../../../engine/time/calendar.ts';
import { checkOrder, told } from '../told.ts';

const library = seedLibrary();
const order = orderFile.parse(
  JSON.parse(
    readFileSync(new URL('../../cases/orders/s9327-curlin-4000.json', import.meta.url), 'utf8'),
    (key: string, value: unknown) => (key === '' ? (value as { file: unknown }).file : value),
  ),
);

/** What somebody has to look at because of this order or this patient: neither of the pump model nor of the formulation. */
const cassette = { ...order.order.preparation, container: 'cassette' } as const;
function raised(change: Partial<OrderFile['order']>, conditions: OrderFile['patient']['conditions']) {
  const file = { ...order, order: { ...order.order, ...change } };
  const question = {
    ...file,
    patient: {
      ...file.patient,
      conditions,
      noKnownConditions: conditions.length > 0 ? undefined : { by: 'R. Keller RN', on: '2026-11-20' },
    },
    at: instantOf(file, 0 as Minute),
    previous: null,
  };
  return checkOrder(question, library)
    .findings.filter((f) => f.outcome !== 'pass' && f.about === undefined)
    .map((f) => `${f.outcome} ${f.severity} ${f.id}: ${told(f).observed} of ${told(f).limit}`);
}

// the pumps of which a source says that they give doses by the clock over a time of their own: 510(k) summaries and manuals
const CAN = ['curlin-4000', 'sapphire', 'cadd-legacy-plus', 'cadd-prizm-vip', 'cadd-solis-vip'] as const;
// by their manuals a dose is given as fast as the pump can: CADD-Solis page 46, ambIT page 14, Avoset K213744
const NO_DURATION = ['cadd-solis', 'ambit-pib', 'avoset'] as const;

// a notice on the CADD-Solis VIP asks for a cassette where the pump stands still between doses
const on = (pump: string): Partial<OrderFile['order']> =>
  pump.startsWith('cadd') ? { pump, preparation: cassette } : { pump };

describe('HYDROmorphone IV 1 mg over 30 min every 4 h in a tolerant adult with a stated baseline', () => {
  test.each(CAN)('raises nothing about order or patient on %s', (pump) => {
    expect(raised(on(pump), ['cancer'])).toEqual([]);
  });
  // by hand: five doses of 1 mg in a session of 20 h, 20 MME for each mg; the line of CDC is lifted by condition alone
  test.each(CAN)('and outside cancer care the information on 50 MME alone on %s', (pump) => {
    expect(raised(on(pump), [])).toEqual(['fail info mme-50: 100 MME of 50 MME']);
  });
  test.each(NO_DURATION)('is stopped for its 30 min on %s, which has no such field', (pump) => {
    expect(raised({ pump }, ['cancer'])).toContainEqual(
      expect.stringContaining('fail hard pump-has-no-field: 30 min'),
    );
  });
  // CADD-MS 3 manual, page 32: a dose lasts 15 min at most, its cartridge holds 3 mL
  test('is stopped for its 30 min on a CADD-MS 3, whose doses last 15 min at most', () => {
    expect(raised({ pump: 'cadd-ms3' }, ['cancer'])).toContainEqual(
      expect.stringMatching(/^fail hard pump-range: 30 min/),
    );
  });
});
