import { parseQuantity, shownText, to } from '../../../engine/number/quantity.ts';

/** `154 lb = about 69.85 kg`, for the question; nothing where the number is not read. */
export function poundsWords(number: string): string {
  const pounds = parseQuantity(`${number} lb`, 'weight');
  return pounds.ok ? `${number} lb = ${shownText(to(pounds.value, 'kg'), 4)}` : `${number} lb`;
}
