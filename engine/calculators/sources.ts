import type { Source } from '../derivation/derivation.ts';

/** Where the formulas come from. "Verify" marks what was not read in a primary document. */
const formula = (id: string, title: string): Source => ({ id, title });

export const USP1160 = formula(
  'USP-1160',
  'USP <1160> Pharmaceutical Calculations in Pharmacy Practice (from general knowledge, verify)',
);
export const USP1151 = formula(
  'USP-1151',
  'USP <1151> Pharmaceutical Dosage Forms, overfill as mass balance (from general knowledge, verify)',
);
export const REMINGTON = formula(
  'REMINGTON',
  'Remington: The Science and Practice of Pharmacy, metrology and pharmaceutical calculations (from general knowledge, verify)',
);
export const MOSTELLER = formula(
  'MOSTELLER-1987',
  'Mosteller RD. Simplified calculation of body-surface area. N Engl J Med 1987;317:1098 (from general knowledge, verify)',
);
export const DUBOIS = formula(
  'DUBOIS-1916',
  'DuBois D, DuBois EF. Arch Intern Med 1916;17:863 (from general knowledge, verify)',
);
export const PCA = formula(
  'CALC-7',
  'whole doses in a window: ceil(window ÷ lockout), half-open; limits as caps (house rule after the CADD-Solis and Curlin manuals)',
);
export const RESERVOIR = formula(
  'CALC-9-10',
  'fill = therapy × (1 + accuracy) + priming + residual; duration = usable ÷ use (house rule; accuracy from the pump manual)',
);
export const SESSIONS = formula('CALC-11', 'sessions per supply and refill date (house rule)');
export const ELASTOMERIC = formula(
  'CALC-18',
  'elastomeric run time; tolerance and temperature coefficient are device data (PMC6053879; ON-Q and Easypump directions)',
);
export const KVO = formula(
  'CALC-19',
  'daily volume = sessions × volume + KVO × the rest of the day (house rule)',
);
export const WINDOW = formula(
  'CALC-12',
  'total in a rolling window: sum of amounts given in it (house rule)',
);
export const LA = formula(
  'CALC-12-LA',
  'sum of shares of the 24 h maxima: bupivacaine 400 mg, ropivacaine 770 mg (labels); warning line 0.8 is a house rule',
);
export const APAP = formula(
  'APAP-LABEL',
  'acetaminophen injection label: 4,000 mg/day, under 50 kg 75 mg/kg/day and 15 mg/kg a dose',
);
export const GRAVIMETRIC = formula(
  'CALC-15',
  'volume = mass ÷ density; deviation = measured ÷ required − 1; tolerance 5 % is a house rule',
);
export const USP797 = formula(
  'USP-797-2023',
  'USP <797> 2023, beyond-use tables (read in secondary copies; Category 3 and nonsterile rows from general knowledge, verify)',
);
export const HCPCS = formula(
  'HCPCS-25',
  '2025 HCPCS level II list and 2026 Q1 crosswalk (read in secondary copies; load the CMS quarterly file for claims)',
);
export const LEDGER = formula(
  'CALC-17',
  'opened = used + wasted; on hand = previous + received − dispensed − wasted − destroyed − transferred (house rule)',
);
export const CALENDAR = formula('CIVIL', 'completed years, months and days, Gregorian calendar');
