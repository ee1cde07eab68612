import { parseSync } from 'vite';

type Node = { type: string; start: number; [key: string]: unknown };

export interface Export {
  readonly name: string;
  /** a function that has a name of its own, or an arrow that is given one */
  readonly isFunction: boolean;
  /** a docstring stands right before it */
  readonly isExplained: boolean;
}

/** What a file declares and exports, each name once: of an overloaded function what stands before the first. */
export function exportsOf(path: string, text: string): Export[] {
  const { program, comments } = parseSync(path, text);
  const found = new Map<string, Export>();
  for (const node of (program as unknown as { body: Node[] }).body) {
    if (node.type !== 'ExportNamedDeclaration' || !isNode(node.declaration)) continue;
    const isExplained = comments.some(
      (c) => c.type === 'Block' && c.value.startsWith('*') && text.slice(c.end, node.start).trim() === '',
    );
    for (const [name, value] of namesOf(node.declaration))
      if (!found.has(name)) found.set(name, { name, isFunction: FUNCTION.test(value), isExplained });
  }
  return [...found.values()];
}
const FUNCTION = /^(TSDeclareFunction|FunctionDeclaration|ArrowFunctionExpression|FunctionExpression)$/;

/** The names of a declaration, each with the kind of what it names. */
function namesOf(declaration: Node): [name: string, kind: string][] {
  const { id, declarations } = declaration;
  if (isNode(id)) return [[String(id.name), declaration.type]];
  return ((declarations ?? []) as Node[]).flatMap((d): [string, string][] => {
    const named = d.id as Node;
    return named.type === 'Identifier' ? [[String(named.name), isNode(d.init) ? d.init.type : '']] : [];
  });
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Exported functions of a file of the engine that do not say what they answer: no docstring stands before them. */
export const silent = (path: string, text: string): string[] =>
  exportsOf(path, text)
    .filter((e) => e.isFunction && !e.isExplained)
    .map((e) => `${path}  exports ${e.name}, which does not say what it answers`);

/**
 * Exports whose name stands in no other file, tests among them: private, or dead. By words and not by imports, so that
 * what is asked for in any way counts, and a name that two files share counts for both.
 */
export function unused(files: ReadonlyMap<string, string>, isAsked: (path: string) => boolean): string[] {
  const seen = new Map<string, number>();
  for (const text of files.values())
    for (const word of new Set(text.match(/[\w$]+/g))) seen.set(word, (seen.get(word) ?? 0) + 1);
  return [...files]
    .filter(([path]) => isAsked(path))
    .flatMap(([path, text]) =>
      exportsOf(path, text)
        .filter(({ name }) => seen.get(name) === 1)
        .map(({ name }) => `${path}  exports ${name}, which no other file asks for`),
    );
}
