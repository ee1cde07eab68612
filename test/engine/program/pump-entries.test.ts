import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { findPump } from '../../../engine/formulary/pumps-of-site.ts';
import { pumpEntries } from '../../../engine/program/pump-entries.ts';

const seed = seedLibrary();
const on = (pump: string, library: Library = seed) => pumpEntries(library, findPump(library, pump)!);
const naive = (pump: string, library?: Library) =>
  on(pump, library).entries.find((e) => e.protocol === 'published-hydromorphone-naive');
const rows = (pump: string) =>
  naive(pump)?.fields.map((f) =>
    [f.field, f.unit, f.start, f.softLeast, f.softMost, f.hardLeast, f.hardMost].join('|'),
  );

describe('a protocol as a pump has it', () => {
  test('stands in the order of its screens and in its words, in mg where the pump asks for the unit', () => {
    // UTD-PCA: 0.1 to 0.4 mg, lockout 10 min, no basal, 6 mg in 4 h; words of the CADD-Solis manual
    expect(rows('cadd-solis')).toEqual([
      'Units||mg||||',
      'Concentration|mg/mL|0.2||||',
      'Continuous Rate|mg/h|0||0||',
      'PCA Dose|mg|0.2|0.1|0.4||',
      'PCA Lockout|min|10|10|10||',
      'X Hour Limit|mg|||6||',
      'X (hours of the limit)|h|4||||',
    ]);
  });

  test('is in mL where the pump asks for no unit: 0.2 mg of 0.2 mg/mL are 1 mL', () => {
    const dose = naive('ambit-pib')?.fields.find((f) => f.start === '1' && f.unit === 'mL');
    expect(dose).toMatchObject({ softLeast: '0.5', softMost: '2' });
  });

  test('of a pump without such a way of delivery is named and not laid out', () => {
    const { entries, notOnPump } = on('infusor-lv10');
    expect(entries).toEqual([]);
    expect(notOnPump).toContain('published-hydromorphone-naive');
  });

  test('of another pump is left out', () => {
    const other: Library = {
      ...seed,
      protocols: seed.protocols.map((p) =>
        p.id === 'published-hydromorphone-naive' ? { ...p, pump: 'curlin-4000' } : p,
      ),
    };
    expect(naive('cadd-solis', other)).toBeUndefined();
    expect(naive('curlin-4000', other)?.protocol).toBe('published-hydromorphone-naive');
  });

  test('says what the pump has no field for', () => {
    const without: Library = {
      ...seed,
      protocols: seed.protocols.map((p) => ({
        ...p,
        fields: [...p.fields, { line: 'scheduled dose' as const, unit: 'mg', start: '1' }],
      })),
    };
    expect(naive('gemstar', without)?.withoutField).toEqual(['scheduled dose']);
  });
});
