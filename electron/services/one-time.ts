/** No letters or digits that are read for another (0 and O, 1 and I and L), and no vowels, so that no word comes out. */
const LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
/** House rule: three days, so that one made on a Friday still opens on the Monday. */
const GOOD_FOR_MS = 3 * 86_400_000;

/** What is read out once and typed once: groups of four of 28 letters, 19 bits each. */
export function readOut(random: (bytes: number) => Uint8Array, groups: number): string {
  const letters: string[] = [];
  while (letters.length < groups * GROUP)
    for (const byte of random(32)) {
      // The rest of the division would make the first letters likelier.
      if (byte < 252 && letters.length < groups * GROUP) letters.push(LETTERS.charAt(byte % LETTERS.length));
    }
  return Array.from({ length: groups }, (_, i) => letters.slice(i * GROUP, (i + 1) * GROUP).join('')).join(
    '-',
  );
}

/** A password that is read out once and then changed: 76 bits. */
export const oneTimePassword = (random: (bytes: number) => Uint8Array): string => readOut(random, 4);

export const oneTimeUntil = (now: string): string => new Date(Date.parse(now) + GOOD_FOR_MS).toISOString();
