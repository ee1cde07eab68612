/**
 * Does the last digit of a number fit the ones before it? In: digits only. Out: yes or no. Weights 3 and 1 from the right,
 * without the check digit. Source: GS1 General Specifications 7.9.1; the same for UPC, EAN and GTIN.
 */
export function checkDigitFits(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1)
    sum += parseInt(digits.charAt(digits.length - 1 - i), 10) * (i % 2 === 0 ? 1 : 3); // count: check digit
  return sum % 10 === 0;
}
