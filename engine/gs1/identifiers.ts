import { DICTIONARY } from './dictionary.ts';

export interface Component {
  readonly set: 'N' | 'X' | 'Y' | 'Z';
  readonly least: number;
  readonly most: number;
  readonly optional: boolean;
  readonly checks: readonly string[];
}

export interface Identifier {
  readonly ai: string;
  readonly title: string;
  /** its length is predefined: no separator follows */
  readonly fixed: boolean;
  readonly components: readonly Component[];
  /** of each group one alternative must be there; an alternative is one or more identifiers, `n` any last digit */
  readonly partners: readonly (readonly (readonly string[])[])[];
}

const COMPONENT = /^(\[?)([NXYZ])(\.\.)?(\d+)((?:,\w+)*)\]?$/;

function component(text: string): Component {
  const [, bracket, set, upTo, length = '', checks = ''] = COMPONENT.exec(text) ?? [];
  const most = parseInt(length, 10); // count: characters
  return {
    set: set as Component['set'],
    least: upTo === undefined ? most : 1,
    most,
    optional: bracket === '[',
    checks: checks.split(',').slice(1),
  };
}

function identifiersOf(line: string): Identifier[] {
  const [body = '', title = ''] = line.split('#');
  const [range = '', ...rest] = body.trim().split(' ');
  const [first = '', last = first] = range.split('-');
  const partners = rest
    .filter((t) => t.startsWith('req='))
    .map((t) =>
      t
        .slice(4)
        .split(',')
        .map((alternative) => alternative.split('+')),
    );
  const components = rest.filter((t) => COMPONENT.test(t)).map(component);
  const found: Identifier[] = [];
  for (let n = parseInt(first, 10); n <= parseInt(last, 10); n += 1)
    found.push({
      ai: String(n).padStart(first.length, '0'),
      title: title.trim(),
      fixed: rest[0] === '*',
      components,
      partners,
    });
  return found;
}

const ALL: ReadonlyMap<string, Identifier> = new Map(
  DICTIONARY.trim()
    .split('\n')
    .flatMap(identifiersOf)
    .map((i) => [i.ai, i]),
);

/** The identifier that a text begins with. No identifier is the beginning of another, so there is one at most. */
export function identifierAt(text: string): Identifier | undefined {
  for (const length of [2, 3, 4]) {
    const found = ALL.get(text.slice(0, length));
    if (found) return found;
  }
  return undefined;
}
