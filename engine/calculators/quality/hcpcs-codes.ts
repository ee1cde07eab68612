/** A drug code with the amount of one billing unit and the days between which it holds; null: no date is known. */
export interface BillingCode {
  readonly code: string;
  readonly drug: string;
  readonly unitAmount: string;
  readonly counting: 'per' | 'up to';
  readonly first: string | null;
  readonly last: string | null;
  /** what is billed where this one has ended, or the amount of another drug form says which; null: no source names it */
  readonly instead: string | null;
}

const code = (
  id: string,
  drug: string,
  unitAmount: string,
  counting: BillingCode['counting'],
  first: string | null,
  last: string | null,
  instead: string | null = null,
): BillingCode => ({
  code: id,
  drug,
  unitAmount,
  counting,
  first,
  last,
  instead,
});

/** Source: HCPCS level II list of 2025 and crosswalk of 2026 Q1, read in secondary copies; claims need the CMS quarterly file. */
export const BILLING_CODES: readonly BillingCode[] = [
  code('J2270', 'morphine', '10 mg', 'up to', null, null),
  code('J2272', 'morphine (Fresenius Kabi)', '10 mg', 'up to', null, null),
  code('J2274', 'morphine PF', '10 mg', 'per', null, null),
  code('J2271', 'morphine', '100 mg', 'per', null, '2014-12-31'),
  code('J2275', 'morphine PF', '10 mg', 'per', null, '2014-12-31'),
  code('J1171', 'hydromorphone', '0.1 mg', 'per', '2024-10-01', null),
  code('J1170', 'hydromorphone', '4 mg', 'up to', null, '2024-09-30', 'J1171'),
  code('J3010', 'fentanyl', '0.1 mg', 'per', null, null),
  code('J2175', 'meperidine', '100 mg', 'per', null, null),
  code('J1230', 'methadone', '10 mg', 'up to', null, null),
  code('J0592', 'buprenorphine', '0.1 mg', 'per', null, null),
  code('J2300', 'nalbuphine', '10 mg', 'per', null, null),
  code('J2001', 'lidocaine IV', '10 mg', 'per', null, '2024-09-30', 'J2003, in 5 % dextrose J2002'),
  code('J2002', 'lidocaine in D5W', '1 mg', 'per', null, null),
  code('J2003', 'lidocaine', '1 mg', 'per', null, null),
  code('J2004', 'lidocaine with epinephrine', '1 mg', 'per', null, null),
  code('J0665', 'bupivacaine', '0.5 mg', 'per', null, null),
  code('S0020', 'bupivacaine', '30 mL', 'per', null, '2023-06-30'),
  code('J2795', 'ropivacaine', '1 mg', 'per', null, null),
  code('J1885', 'ketorolac', '15 mg', 'per', null, null),
  code('J0131', 'acetaminophen IV', '10 mg', 'per', null, null),
  code('J0134', 'acetaminophen IV (Fresenius Kabi)', '10 mg', 'per', null, null),
  code('J0136', 'acetaminophen IV (B. Braun)', '10 mg', 'per', null, null),
  code('J0137', 'acetaminophen IV (Hikma)', '10 mg', 'per', null, null),
  code('J0138', 'acetaminophen + ibuprofen', '10 mg', 'per', null, null),
  code('J0735', 'clonidine', '1 mg', 'per', null, null),
  code('J2405', 'ondansetron', '1 mg', 'per', null, null),
  code('J1200', 'diphenhydramine', '50 mg', 'up to', null, null),
  code('J2312', 'naloxone', '0.01 mg', 'per', null, null),
  code('J2313', 'naloxone (Zimhi)', '0.01 mg', 'per', null, null),
  code('J2278', 'ziconotide', '1 mcg', 'per', null, null),
  code('J7030', 'diluent', '1000 mL', 'per', null, null),
  code('J7040', 'diluent', '500 mL', 'per', null, null),
  code('J7050', 'diluent', '250 mL', 'per', null, null),
  code('J7060', 'diluent', '500 mL', 'per', null, null),
  code('J7070', 'diluent', '1000 mL', 'per', null, null),
];
