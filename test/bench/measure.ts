/** What one bench file measured, as a table, and what was promised of it. */
export interface Bench {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly budgets?: readonly Budget[];
}

/** A figure and the bound that it has to keep. */
export interface Budget {
  readonly what: string;
  readonly measured: number;
  readonly most?: number;
  readonly least?: number;
}

/** What a missed budget says of itself; null of one that is kept. A figure that could not be measured is missed. */
export function missed({ what, measured, most = Infinity, least = -Infinity }: Budget): string | null {
  if (measured <= most && measured >= least) return null;
  const bound = most === Infinity ? `at least ${least}` : `at most ${most}`;
  return `${what}: ${Number.isFinite(measured) ? Number(measured.toPrecision(3)) : 'not measured'}, ${bound}`;
}

/** Milliseconds of the processor that a piece of work takes: what else the machine does is not counted. */
export function spent(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return sinceOf(before);
}
export async function spentBy(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return sinceOf(before);
}
function sinceOf(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

export function quantile(list: readonly number[], q: number): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}
