import { dateText, dayOf, instantText, type Minute } from '../../engine/time/calendar.ts';
import type { OrderContent } from '../../engine/order/order.ts';
import type { Ingredient } from '../../engine/order/ingredient.ts';
import type { PatientRecord, PrescriberRecord, SiteSettings } from '../../bridge/records.ts';

/**
 * The order of the demonstration: HYDROmorphone PCA within the published opioid-naive range (demand 0.2 mg, lockout
 * 10 min; UTD-PCA, PL-PCA23), in sessions of 12 h on seven nights. Names, numbers and lots are made up.
 */
export const demoOrder = (now: Minute): OrderContent => ({
  drug: 'hydromorphone',
  route: 'IV',
  firstOrder: true,
  naloxone: 'ordered',
  regimen: {
    kind: 'pca',
    demand: '0.2 mg',
    lockout: '10 min',
    basal: '0 mg/h',
    limit: { kind: 'amount', amount: '4 mg', window: '4 h' },
  },
  sessions: { start: instantText((dayOf(now) + 1) * 1440 + 60), duration: '12 h', every: '24 h', count: '7' },
  preparation: {
    method: 'exact-fill',
    vial: { strength: '2 mg/mL', volume: '20 mL' },
    diluent: 'ns09',
    drugAmount: '20 mg',
    finalVolume: '100 mL',
    container: 'cassette',
    capacity: '100 mL',
    containers: '1',
    priming: '2 mL',
    residual: '3 mL',
    storage: 'refrigerated',
  },
  pump: 'cadd-solis',
});

export const demoPatient = (now: Minute): PatientRecord => {
  const day = dayOf(now);
  return {
    family: 'DOE',
    given: 'Jane',
    mrn: 'DEMO-0001',
    birthDate: '1974-02-14',
    sex: 'female',
    weight: { value: '70 kg', on: dateText(day - 2) },
    height: { value: '165 cm', on: dateText(day - 60) },
    creatinine: { value: '0.8 mg/dL', on: dateText(day - 3) },
    opioidStatus: 'naive',
    allergies: [],
    noKnownAllergies: { by: 'R. Keller RN', on: dateText(day - 2) },
    conditions: [],
    noKnownConditions: { by: 'R. Keller RN', on: dateText(day - 2) },
    medicines: [],
    noHomeMedicines: { by: 'R. Keller RN', on: dateText(day - 2) },
  };
};

export const demoPrescriber: PrescriberRecord = { name: 'Alex Rivera', credentials: 'MD', phone: '555-0100' };

export const demoIngredients = (now: Minute): Ingredient[] => {
  const expiry = dateText(dayOf(now) + 300);
  return [
    {
      role: 'drug',
      name: 'HYDROmorphone 2 mg/mL, 20 mL',
      ndc: '00641-2341-41',
      manufacturer: 'Hikma',
      lot: 'DEMO-A1',
      expiry,
    },
    {
      role: 'diluent',
      name: '0.9% sodium chloride injection',
      ndc: null,
      manufacturer: null,
      lot: 'DEMO-B2',
      expiry,
    },
    { role: 'container', name: 'cassette 100 mL', ndc: null, manufacturer: null, lot: 'DEMO-C3', expiry },
  ];
};

export const demoSite: SiteSettings = {
  pharmacy: {
    name: 'Riverside Home Infusion (demonstration)',
    address: '12 Mill Lane, Albany, NY',
    phone: '555-0142',
  },
  timeZone: 'America/New_York',
};
