import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { site } from '../../../engine/formulary/formulary.ts';
import { findPump, pumpsOf } from '../../../engine/formulary/pumps-of-site.ts';
import { pumpModels } from '../../../engine/pumps/models.ts';
import { THERAPIES } from '../../../engine/pumps/pump.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { issuesOf } from '../../../engine/number/fields.ts';
import { secondOpinion } from '../../../engine/checks/second-opinion.ts';
import { questionOf } from '../base-order.ts';

/** A pump of the site's own that keeps a number of doses over any window, and a night rate. */
const counting = {
  id: 'site-counting',
  model: 'Counting pump',
  maker: 'Nobody',
  manual: 'manual of the counting pump, edition 1',
  modes: {
    pca: [
      { id: 'concentration', label: 'Conc' },
      { id: 'continuous-rate', label: 'Basal', min: '0 mL/h', max: '30 mL/h', step: '0.1 mL/h' },
      { id: 'night-rate', label: 'Night basal', min: '0 mL/h', max: '30 mL/h', step: '0.1 mL/h' },
      { id: 'night-from', label: 'Night from' },
      { id: 'night-to', label: 'Night to' },
      { id: 'demand-dose', label: 'Dose', min: '0 mL', max: '10 mL', step: '0.05 mL' },
      { id: 'lockout', label: 'Lockout', min: '1 min', max: '4 h', step: '1 min' },
      { id: 'dose-limit', label: 'Doses', min: '1', max: '20' },
      { id: 'dose-limit-window', label: 'in hours', min: '1 h', max: '12 h' },
    ],
  },
  lockoutFrom: 'start',
  limit: { kind: 'none' },
  accuracy: { below: '5 %', above: '5 %', conditions: '10 mL/h' },
};
const withPumps = (...genericPumps: readonly object[]) => ({ ...seedLibrary().site, genericPumps });
const library = { ...seedLibrary(), site: site.parse(withPumps(counting)) };
const refused = (...pumps: readonly object[]) => {
  const raw = withPumps(...pumps);
  const answer = site.safeParse(raw);
  return answer.success ? [] : issuesOf(answer.error, raw).map((i) => `${i.path} ${i.code}`);
};
const session = {
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '24 h', every: '24 h', count: '1' },
};

describe('a pump that the site describes', () => {
  test('is one of the pumps an order can name', () => {
    expect(pumpsOf(library).map((p) => p.id)).toEqual([...pumpModels.map((p) => p.id), 'site-counting']);
    expect(findPump(library, 'site-counting')?.accuracy).toMatchObject({ low: '-0.05', high: '0.05' });
  });
  test('keeps 4 doses of 0.2 mg in any 6 h: 3.2 mg in a day, by hand', () => {
    const question = questionOf({
      ...session,
      'order.pump': 'site-counting',
      'order.regimen.limit': { kind: 'doses', count: '4', window: '6 h' },
    });
    const facts = factsOf(question, library);
    expect(facts.program.notSettable).toEqual([]);
    expect(quantityText(facts.worst.day.amount.result)).toBe('3.2 mg');
    expect(facts.worst.day.binding).toBe('dose-limit');
    expect(secondOpinion(question, library)).toEqual([]);
  });
  test('is set to a day and a night rate, each on its grid', () => {
    const basal = { day: '0.1 mg/h', night: '0.31 mg/h', nightFrom: '22:00', nightTo: '06:00' };
    const question = questionOf({
      ...session,
      'patient.opioidStatus': 'tolerant',
      'patient.opioidEvidence': 'oral morphine for weeks',
      'order.pump': 'site-counting',
      'order.regimen.basal': basal,
      'order.regimen.limit': { kind: 'none' },
    });
    const { fields } = factsOf(question, library).program;
    const of = (id: string) => fields.find((f) => f.id === id);
    expect([of('continuous-rate')?.volume, of('night-from')?.programmed, of('night-to')?.programmed]).toEqual(
      ['0.5 mL/h', '22:00', '06:00'],
    );
    // 0.31 mg/h at 0.2 mg/mL is 1.55 mL/h: between 1.5 and 1.6 mL/h
    expect([
      of('night-rate')?.onGrid,
      of('night-rate')?.below?.volume,
      of('night-rate')?.above?.volume,
    ]).toEqual(['off-grid', '1.5 mL/h', '1.6 mL/h']);
  });
  test.each([
    [{ ...counting, id: 'cadd-solis' }, ['genericPumps.0.id invalid-format']],
    [{ ...counting, limit: { kind: 'some' } }, ['genericPumps.0.limit.kind invalid-union']],
    [
      { ...counting, modes: { pca: [{ id: 'lockout', label: 'L', min: '1 mL' }] } },
      ['genericPumps.0.modes.pca.0.min figure-of-other-dimension'],
    ],
    [
      { ...counting, modes: { pca: [{ id: 'lockout', label: 'L', min: '9 min', max: '5 min' }] } },
      ['genericPumps.0.modes.pca.0.max range-upside-down'],
    ],
    [
      { ...counting, modes: { pca: [{ id: 'lockout', label: 'L', min: '1,5 min' }] } },
      ['genericPumps.0.modes.pca.0.min number-has-comma'],
    ],
    [
      {
        ...counting,
        modes: {
          pca: [
            { id: 'lockout', label: 'L' },
            { id: 'lockout', label: 'M' },
          ],
        },
      },
      ['genericPumps.0.modes.pca.1.id field-twice'],
    ],
  ])('what contradicts itself is refused', (pump, wanted) => {
    expect(refused(pump)).toEqual(wanted);
  });
  test('the same pump twice is refused', () => {
    expect(refused(counting, counting)).toEqual(['genericPumps.1.id pump-twice']);
  });
});

describe('every model', () => {
  test('has an id of its own, at least one way of delivery, and no field twice in one', () => {
    const ids = pumpModels.map((p) => p.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const p of pumpModels) {
      const modes = THERAPIES.flatMap((t) => (p.modes[t] ? [p.modes[t]] : []));
      expect(modes.length, p.id).toBeGreaterThan(0);
      for (const fields of modes) expect(new Set(fields.map((f) => f.id)).size, p.id).toBe(fields.length);
    }
  });
});
