import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn } from '../../query.ts';
import type { Refusal } from '../../../words/refusal.ts';
import { issuesIn } from '../../messages.ts';
import { FieldIssues, fieldPath } from '../../ui/issues.ts';
import { contentOf, type OrderDraft } from './draft.ts';
import { missingFields, typedIssues } from './fields.ts';

interface LiveCheck {
  readonly report: OrderReport | null;
  /** what is shown belongs to an earlier input; the answer to this one is under way */
  readonly waiting: boolean;
  readonly issues: FieldIssues;
  readonly failure: ReturnType<typeof failureIn>;
}

/**
 * Checks the order while it is typed. The query's key is the very input that was sent: an answer that comes late
 * belongs to another key, and has nowhere to be shown. A refused input shows no numbers at all.
 */
export function useOrderCheck(
  patientId: string | null,
  draft: OrderDraft,
  zone: string,
  active: boolean,
  /** the saved order that is changed: it does not overlap itself */
  orderId: string | null,
): LiveCheck {
  const complete = missingFields(draft).length === 0;
  const content = contentOf(draft, zone);
  const now = JSON.stringify(content);
  const [settled] = useDebouncedValue(now, 150);
  const enabled = active && complete && patientId !== null;
  const query = useQuery<OrderReport, CallFailed>({
    queryKey: ['order.check', patientId, orderId, settled],
    queryFn: ({ signal }) =>
      call(
        'order.check',
        {
          patientId: patientId ?? '',
          content: JSON.parse(settled) as typeof content,
          ...(orderId === null ? {} : { orderId }),
        },
        signal,
      ),
    enabled: enabled && settled === now,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
  });
  const settling = settled !== now;
  const failure = enabled && !settling ? failureIn(query) : null;
  const typed = typedIssues(draft);
  const said = issuesIn(failure).filter((i) => !typed.some((t) => fieldPath(i.path) === t.path));
  return {
    report: enabled && typed.length === 0 && failure === null ? (query.data ?? null) : null,
    waiting: enabled && typed.length === 0 && (settling || query.isFetching),
    issues: new FieldIssues(typed, said as Refusal[]),
    failure,
  };
}
