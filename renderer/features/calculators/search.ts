import type { CalculatorView } from './draft.ts';

export interface Group {
  readonly name: string;
  readonly entries: readonly CalculatorView[];
}

/** How well an entry answers one word: 0 title or id, 1 alias, 2 label of a field or a result, nothing if not at all. */
function rank(c: CalculatorView, word: string): number | null {
  const has = (text: string) => text.toLowerCase().includes(word);
  if (has(c.title) || c.id.includes(word)) return 0;
  if (c.aliases.some(has)) return 1;
  const labels = [...Object.values(c.inputs), ...Object.values(c.outputs)].map((f) => f.label);
  return has(c.group) || labels.some(has) ? 2 : null;
}

/**
 * Calculators that answer every word, by group; the best answers first: those that have all that was typed in one
 * place before those that have its words here and there. Without words all, in the registry's order.
 */
export function found(all: readonly CalculatorView[], search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = all.flatMap((entry) => {
    const whole = rank(entry, words.join(' '));
    if (whole !== null) return [{ entry, at: whole }];
    const ranks = words.map((w) => rank(entry, w));
    return ranks.includes(null) ? [] : [{ entry, at: 3 + Math.max(...ranks.map((r) => r ?? 0)) }];
  });
  ranked.sort((a, b) => a.at - b.at);
  const names = [...new Set(ranked.map((r) => r.entry.group))];
  return names.map((name) => ({
    name,
    entries: ranked.map((r) => r.entry).filter((c) => c.group === name),
  }));
}

export const flat = (groups: readonly Group[]): CalculatorView[] => groups.flatMap((g) => g.entries);
