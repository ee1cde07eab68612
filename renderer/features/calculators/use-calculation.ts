import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { CallFailure } from '../../api.ts';
import { failureIn, useRead } from '../../query.ts';
import { inputOf, type Answer, type Values } from './draft.ts';

interface Outcome {
  readonly asked: string;
  readonly source: unknown;
  readonly answer: Answer | null;
  readonly failure: CallFailure | null;
}

interface Calculation extends Omit<Outcome, 'asked' | 'source'> {
  /** what is shown belongs to an earlier input; the answer to this one is under way */
  readonly waiting: boolean;
}

/**
 * Calculates while it is typed. The key of the question is the very input that was sent: an answer that comes late
 * belongs to another key, and has nowhere to be shown. A refused input shows no numbers at all.
 */
export function useCalculation(id: string, values: Values, zone: string): Calculation {
  const now = JSON.stringify(inputOf(values, zone));
  const [settled] = useDebouncedValue(now, 150);
  const blank = now === '{}';
  const run = useRead(
    'calculator.run',
    { id, input: JSON.parse(settled) as Record<string, unknown> },
    { enabled: !blank && settled !== '{}' },
  );
  const [last, setLast] = useState<Outcome | null>(null);
  // Kept until the next outcome, so that nothing flickers between two keys; `waiting` says that it is an earlier one.
  const source = run.error ?? run.data;
  if (source && (last?.asked !== settled || last.source !== source)) {
    setLast({
      asked: settled,
      source,
      answer: run.error ? null : (run.data ?? null),
      failure: failureIn(run),
    });
  }
  if (blank) return { answer: null, failure: null, waiting: false };
  return { answer: last?.answer ?? null, failure: last?.failure ?? null, waiting: last?.asked !== now };
}
