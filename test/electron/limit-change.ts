import type { Severity } from '../../engine/formulary/formulary.ts';
import { limits } from '../../engine/formulary/records/limits.ts';
import { seedLibrary } from '../../db/seed/library.ts';

/** A published limit with another amount or severity, as a proposal; null: as it was published. */
export const limitChange = ({
  rule: id,
  amount,
  severity,
  ...rest
}: {
  readonly rule: string;
  readonly amount: string | null;
  readonly severity: Severity | null;
  readonly reason: string;
  readonly from?: string | null;
  readonly until?: string | null;
}) => ({
  collection: 'limits',
  id,
  op: 'put' as const,
  record: {
    ...(limits.rows(seedLibrary()).find((row) => row.key === id)?.record as object),
    ...(amount !== null && { amount }),
    ...(severity !== null && { severity }),
  },
  reference: 'Minutes of the pharmacy committee, November 2026',
  ...rest,
});
