/** A name of a member, with its colon; a text that is none; what opens and closes an object or a list. */
const TOKENS = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/gs;

/**
 * A JSON text as a value. Refuses, as JSON.parse refuses what is no JSON, an object that names a member twice: of two doses
 * JSON.parse takes the last, a person reads the first, and RFC 8259 (4) leaves open which one is meant.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const named: Set<string>[] = [];
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') named.push(new Set());
    else if (token === '}' || token === ']') named.pop();
    else if (string !== undefined && colon !== undefined) {
      // As it reads: "d\u006fse" is another spelling of the same name.
      const name = JSON.parse(string) as string;
      const names = named.at(-1);
      if (names?.has(name))
        throw new SyntaxError(`the name ${JSON.stringify(name)} stands twice in one object`);
      names?.add(name);
    }
  }
  return value;
}
