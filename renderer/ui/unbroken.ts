/** A number and its unit never part at the end of a line (ISMP: the two are read as one). For showing only. */
export const unbroken = (text: string): string => text.replace(/(\d) (?=[A-Za-z%×])/g, '$1\u00a0');
