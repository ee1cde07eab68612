/**
 * What an artefact says, apart from where it says it: named texts, each in one piece. A template lays them out and may
 * print nothing else; parse-back looks for exactly these. PDF and thermal printer share one content.
 */
export interface Part {
  readonly name: string;
  /** several strings are cells of one row, in reading order */
  readonly text: string | readonly string[];
  /** stands on every page */
  readonly every?: true;
}

/** One page's parts, or, for an artefact that flows, the parts of all its pages. */
export type Content = readonly Part[];

export const part = (name: string, ...text: readonly [string] | readonly string[]): Part => ({
  name,
  text: text.length === 1 && text[0] !== undefined ? text[0] : text,
});
export const everyPage = (name: string, text: string): Part => ({ name, text, every: true });
export const when = (condition: boolean, ...parts: readonly Part[]): readonly Part[] =>
  condition ? parts : [];

/** How a template gets at its content: by name, so that no string can come from anywhere else. */
export interface Texts {
  /** the text of that name; a template that asks for one that is not there is a defect */
  text(name: string): string;
  row(name: string): readonly string[];
  has(name: string): boolean;
  /** names that begin so, in order */
  names(prefix: string): readonly string[];
}

export function texts(content: Content): Texts {
  const byName = new Map(content.map((p) => [p.name, p.text]));
  const row = (name: string): readonly string[] => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`no printed element ${name}`);
    return typeof found === 'string' ? [found] : found;
  };
  return {
    row,
    text: (name) => row(name).join(' '),
    has: (name) => byName.has(name),
    names: (prefix) => [...byName.keys()].filter((n) => n.startsWith(prefix)),
  };
}
