import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '../docs/testing.md');

/** Replaces one marked section of docs/testing.md: the figures there are those of the last run, never typed by hand. */
export function reportFigures(name: string, lines: readonly string[]): void {
  const [begin, end] = [`<!-- figures: ${name} -->`, `<!-- end: ${name} -->`];
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '# Testing\n';
  const section = `${begin}\n\n${lines.join('\n')}\n\n${end}`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  writeFileSync(
    FILE,
    from >= 0 && to > from
      ? text.slice(0, from) + section + text.slice(to + end.length)
      : `${text.trimEnd()}\n\n${section}\n`,
  );
}
