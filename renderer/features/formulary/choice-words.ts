/** Choices that the library names by codes, as a form says them; every other one is said as it stands. */
const CHOICES: Readonly<Record<string, string>> = {
  max: 'at most',
  min: 'at least',
  gt: 'by more than the amount',
  ge: 'by the amount and more',
  lt: 'by less than the amount',
  predicate: 'asks yes or no',
  none: 'not by weight',
  kg_actual: 'actual weight',
  kg_IBW: 'ideal weight',
  kg_LBW: 'lean weight',
  hourly: 'the amount in any hour',
  '4_hourly': 'the amount in any 4 h',
  '24h': 'the amount in any 24 h',
  qtc: 'QTc',
};
export const choiceWords = (code: string): string => CHOICES[code] ?? code.replaceAll('_', ' ');
