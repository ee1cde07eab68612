/** The second figure beside a worst case, where no source says whether the pump's limit window rolls. */
export const ifFixedWords = (amount: string): string => `${amount} if the limit window does not roll`;

/** The second figures in a line of their own, beneath a table of worst cases; null where there are none. */
export function ifNotRollingWords(
  figures: readonly {
    readonly of?: string;
    readonly window: string;
    readonly amount: string | null | undefined;
  }[],
): string | null {
  const said = figures.flatMap((f) =>
    f.amount ? [`${f.of ? `${f.of} ` : ''}${f.amount} in ${f.window}`] : [],
  );
  return said.length === 0 ? null : `If the limit window does not roll: ${said.join(', ')}.`;
}

/** Both figures in one line: the worst case, and that of a limit window that does not roll where it is another one. */
export const worstWords = (worst: string, ifFixed: string | undefined): string =>
  ifFixed === undefined ? worst : `${worst} (${ifFixedWords(ifFixed)})`;

interface InContainer {
  readonly name: string;
  readonly drugAmount: string;
}

/** All that one container holds: the amount of its drug, or of several each by its name. */
export const containerWords = (first: InContainer, also: readonly InContainer[]): string =>
  also.length === 0 ? first.drugAmount : [first, ...also].map((x) => `${x.name} ${x.drugAmount}`).join(', ');
