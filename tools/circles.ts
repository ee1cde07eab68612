/**
 * The groups of files that reach each other by their imports (strongly connected components, by Tarjan), and each file
 * that imports itself. A file that is not a key of `imports` is of no interest. The files of a group, and the groups,
 * stand in the order of their names.
 */
export function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];

  const enter = (file: string): number => {
    const place = order.size;
    let low = place;
    order.set(file, place);
    open.push(file);
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue;
      if (!order.has(next)) low = Math.min(low, enter(next));
      else if (open.includes(next)) low = Math.min(low, order.get(next) ?? low);
    }
    if (low === place) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1 || imports.get(file)?.includes(file)) found.push(group.toSorted());
    }
    return low;
  };

  for (const file of imports.keys()) if (!order.has(file)) enter(file);
  return found.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
}
