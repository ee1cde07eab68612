/** No letters or digits that are read for another (0 and O, 1 and I and L), and no vowels, so that no word comes out. */
const LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const GROUP = 4;
/** House rule: three days, so that one made on a Friday still opens on the Monday. */
const GOOD_FOR_MS = 3 * 86_400_000;

/** A password that is read out once and then changed: 16 of 28 letters, 76 bits. */
export function oneTimePassword(random: (bytes: number) => Uint8Array): string {
  const letters: string[] = [];
  while (letters.length < GROUPS * GROUP)
    for (const byte of random(32)) {
      // The rest of the division would make the first letters likelier.
      if (byte < 252 && letters.length < GROUPS * GROUP) letters.push(LETTERS.charAt(byte % LETTERS.length));
    }
  return Array.from({ length: GROUPS }, (_, i) => letters.slice(i * GROUP, (i + 1) * GROUP).join('')).join(
    '-',
  );
}

export const oneTimeUntil = (now: string): string => new Date(Date.parse(now) + GOOD_FOR_MS).toISOString();
