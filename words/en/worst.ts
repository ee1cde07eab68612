/** The second figure beside a worst case, where no source says whether the pump's limit window rolls. */
export const ifFixedWords = (amount: string): string => `${amount} if the limit window does not roll`;

/** Both figures in one line: the worst case, and that of a limit window that does not roll where it is another one. */
export const worstWords = (worst: string, ifFixed: string | undefined): string =>
  ifFixed === undefined ? worst : `${worst} (${ifFixedWords(ifFixed)})`;
