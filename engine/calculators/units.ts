/** Pick lists that several calculators share: the first unit is the usual one, all others of its dimensions are read too. */
export const AMOUNT = ['mg', 'mcg', 'g', 'units', 'mEq', 'mmol'] as const;
/** `% w/v` last: an answer is in percent where the strengths given are. */
export const STRENGTH = ['mg/mL', 'mcg/mL', 'units/mL', 'mEq/mL', 'mmol/mL', '% w/v'] as const;
export const VOLUME = ['mL', 'L'] as const;
export const FLOW = ['mL/h', 'mL/min'] as const;
export const TIME = ['h', 'min', 'day'] as const;
export const WEIGHT = ['kg', 'lb'] as const;
export const HEIGHT = ['cm', 'in'] as const;
export const DOSE_RATE = [
  'mg/h',
  'mcg/h',
  'mcg/min',
  'mg/min',
  'mg/day',
  'units/h',
  'units/min',
  'mEq/h',
  'mmol/h',
] as const;
export const DOSE_PER_KG_TIME = [
  'mcg/kg/min',
  'mcg/kg/h',
  'mg/kg/h',
  'mg/kg/day',
  'units/kg/h',
  'mEq/kg/h',
  'mmol/kg/h',
] as const;
export const DOSE_PER_KG = [
  'mg/kg',
  'mcg/kg',
  'g/kg',
  'units/kg',
  'mEq/kg',
  'mmol/kg',
  'mL/kg',
  'kcal/kg',
  'mg/kg/dose',
  'mcg/kg/dose',
] as const;
export const DOSE_PER_M2 = ['mg/m2', 'mcg/m2', 'units/m2', 'mL/m2'] as const;
export const DOSE_PER_M2_TIME = ['mg/m2/day', 'mg/m2/h', 'units/m2/day', 'mL/m2/day'] as const;
