import type { PatientRecord } from '../../../bridge/records.ts';
import { instantAt, instantWords } from '../../ui/dates.ts';
import { amount, amountOf, amountText, isBlank, type Amount } from '../../ui/amount.ts';

export interface Measured {
  readonly value: Amount;
  readonly on: string;
  readonly confirmed: boolean;
}

/** A patient as it is being typed: text everywhere, and empty means "not known", which is never zero. */
export interface PatientDraft {
  readonly family: string;
  readonly given: string;
  readonly mrn: string;
  readonly phone: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly weight: Measured;
  readonly height: Measured;
  readonly creatinine: Measured;
  readonly qtc: Measured;
  readonly lastLocalAnaesthetic: string;
  readonly opioidStatus: string;
  readonly opioidEvidence: string;
  readonly baselineMme: string;
  readonly allergies: PatientRecord['allergies'];
  /** who stated that there is nothing to list, and when; null: nobody has; so of the other lists */
  readonly noKnownAllergies: PatientRecord['noKnownAllergies'] | null;
  readonly conditions: PatientRecord['conditions'];
  readonly noKnownConditions: PatientRecord['noKnownConditions'] | null;
  readonly medicines: PatientRecord['medicines'];
  readonly noHomeMedicines: PatientRecord['noHomeMedicines'] | null;
}

/** No date is taken for granted: a fact without the day on which it was measured is refused. */
const measured = (unit: string): Measured => ({ value: amount(unit), on: '', confirmed: false });

export const emptyPatient = (): PatientDraft => ({
  family: '',
  given: '',
  mrn: '',
  phone: '',
  birthDate: '',
  sex: '',
  weight: measured('kg'),
  height: measured('cm'),
  creatinine: measured('mg/dL'),
  qtc: measured('ms'),
  lastLocalAnaesthetic: '',
  opioidStatus: '',
  opioidEvidence: '',
  baselineMme: '',
  allergies: [],
  noKnownAllergies: null,
  conditions: [],
  noKnownConditions: null,
  medicines: [],
  noHomeMedicines: null,
});

/** As it is typed, on the clock of the pharmacy: `2026-11-30 14:05`. */
const WALL_CLOCK = /^(\S+) (\S+)$/;

export function draftOf(p: PatientRecord, zone: string): PatientDraft {
  const fact = (key: 'weight' | 'height' | 'creatinine' | 'qtc', unit: string): Measured => {
    const known = p[key];
    return known
      ? {
          value: amountOf(known.value, unit),
          on: known.on,
          confirmed: 'confirmed' in known && known.confirmed === true,
        }
      : measured(unit);
  };
  return {
    ...p,
    phone: p.phone ?? '',
    opioidEvidence: p.opioidEvidence ?? '',
    baselineMme: p.baselineMme ?? '',
    weight: fact('weight', 'kg'),
    height: fact('height', 'cm'),
    creatinine: fact('creatinine', 'mg/dL'),
    qtc: fact('qtc', 'ms'),
    lastLocalAnaesthetic: instantWords(p.lastLocalAnaesthetic ?? '', zone),
    noKnownAllergies: p.noKnownAllergies ?? null,
    noKnownConditions: p.noKnownConditions ?? null,
    noHomeMedicines: p.noHomeMedicines ?? null,
  };
}

/** What is sent. Choices not yet made go as they are, empty, and are refused by name at their field. */
export function recordOf(d: PatientDraft, zone: string): PatientRecord {
  const fact = (key: 'height' | 'creatinine' | 'qtc') =>
    isBlank(d[key].value)
      ? {}
      : {
          [key]: {
            value: amountText(d[key].value),
            on: d[key].on,
            ...(key === 'creatinine' && d[key].confirmed ? { confirmed: true } : {}),
          },
        };
  const weight = isBlank(d.weight.value)
    ? {}
    : {
        weight: {
          value: amountText(d.weight.value),
          on: d.weight.on,
          ...(d.weight.confirmed ? { confirmed: true } : {}),
        },
      };
  const [, day, time] = WALL_CLOCK.exec(d.lastLocalAnaesthetic) ?? [];
  const last = day === undefined || time === undefined ? d.lastLocalAnaesthetic : instantAt(day, time, zone);
  return {
    family: d.family,
    given: d.given,
    mrn: d.mrn,
    ...(d.phone === '' ? {} : { phone: d.phone }),
    birthDate: d.birthDate,
    sex: d.sex as PatientRecord['sex'],
    ...weight,
    ...fact('height'),
    ...fact('creatinine'),
    ...fact('qtc'),
    ...(last === '' ? {} : { lastLocalAnaesthetic: last }),
    opioidStatus: d.opioidStatus as PatientRecord['opioidStatus'],
    ...(d.opioidEvidence === '' ? {} : { opioidEvidence: d.opioidEvidence }),
    ...(d.baselineMme === '' ? {} : { baselineMme: d.baselineMme }),
    allergies: d.allergies,
    ...(d.noKnownAllergies ? { noKnownAllergies: d.noKnownAllergies } : {}),
    conditions: d.conditions,
    ...(d.conditions.length === 0 ? { noKnownConditions: d.noKnownConditions ?? null } : {}),
    medicines: d.medicines.map(({ dailyMme, stopped, ...m }) => ({
      ...m,
      ...(dailyMme === undefined || dailyMme === '' ? {} : { dailyMme }),
      ...(stopped === undefined || stopped === '' ? {} : { stopped }),
    })),
    ...(d.medicines.length === 0 ? { noHomeMedicines: d.noHomeMedicines ?? null } : {}),
  };
}
