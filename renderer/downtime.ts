import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DowntimeLine } from '../bridge/downtime.ts';
import type { Output } from '../bridge/contract.ts';
import { call, failureOf, type CallFailure } from './api.ts';
import { useRead } from './query.ts';
import { isSilent } from './site-silent.ts';

/** House rules: how often a window asks which programs are active, and how long it leaves the host alone between two sheets. */
const LIST_MS = 60_000;
const BETWEEN_MS = 1_000;

interface Kept {
  /** under which the host drew it; none was drawn where it was refused */
  readonly key: string | null;
  readonly pdf: string | null;
  /** the instant that stands on the sheet */
  readonly asOf: string | null;
  readonly refused: CallFailure | null;
}
const sheetKey = (id: string) => ['downtime.sheet', { id }] as const;

/**
 * Keeps the sheets of active programs in the memory of this window, for whoever sits here: with another person they go, like
 * everything else that was read. Only what changed is asked for again, one after the other.
 */
export function useDowntimeSheets(enabled: boolean): void {
  const client = useQueryClient();
  const lines = useRead(
    'downtime.list',
    {},
    { enabled, refetchInterval: LIST_MS, refetchIntervalInBackground: true },
  ).data?.sheets;
  useEffect(() => {
    if (lines === undefined) return undefined;
    const ids = new Set(lines.map(({ id }) => id));
    client.removeQueries({
      predicate: ({ queryKey: [name, input] }) =>
        name === 'downtime.sheet' && !ids.has((input as { id: string }).id),
    });
    const stop = new AbortController();
    void fetchSheets(client, lines, stop.signal);
    return () => stop.abort();
  }, [client, lines]);
}

async function fetchSheets(
  client: QueryClient,
  lines: readonly DowntimeLine[],
  stop: AbortSignal,
): Promise<void> {
  // What draws a page comes from the host too, and is not to be missing when it is needed.
  if (lines.length > 0)
    await import('./ui/pdf-draw.ts').then(({ keepWorker }) => keepWorker()).catch(() => undefined);
  for (const { id, key } of lines) {
    const kept = client.getQueryData<Kept>(sheetKey(id));
    if (kept?.key === key) continue;
    if (stop.aborted || isSilent()) return;
    try {
      client.setQueryData<Kept>(sheetKey(id), {
        ...(await call('downtime.sheet', { id }, stop)),
        refused: null,
      });
    } catch (error) {
      const failure = failureOf(error);
      // A window that is locked, or that nobody sits at any more, keeps what it has.
      if (stop.aborted || failure.code !== 'refused') return;
      // Better none than one that is known not to be so any more.
      client.setQueryData<Kept>(sheetKey(id), { key: null, asOf: null, pdf: null, refused: failure });
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
}

export interface DowntimeSheet extends DowntimeLine {
  /** null: it had not come yet */
  readonly pdf: string | null;
  /** the instant that stands on it */
  readonly drawnAt: string | null;
  readonly refused: CallFailure | null;
}

export interface Downtime {
  readonly sheets: readonly DowntimeSheet[];
  readonly left: number;
  /** when the host last said that these are the active programs, by this station's clock */
  readonly asOf: number;
}

/** What this window has for the time when the host does not answer; null: nothing came. */
export function downtimeIn(client: QueryClient): Downtime | null {
  const list = client.getQueryState<Output<'downtime.list'>>(['downtime.list', {}]);
  if (list?.data === undefined) return null;
  const sheets = list.data.sheets.map((line): DowntimeSheet => {
    const kept = client.getQueryData<Kept>(sheetKey(line.id));
    // One of before is not so any more.
    const pdf = kept?.key === line.key ? kept.pdf : null;
    return {
      ...line,
      pdf,
      drawnAt: pdf === null ? null : (kept?.asOf ?? null),
      refused: kept?.refused ?? null,
    };
  });
  return { sheets, left: list.data.left, asOf: list.dataUpdatedAt };
}
