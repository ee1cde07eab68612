import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call, failureOf, type CallFailure } from '../../api.ts';
import { today } from '../../ui/dates.ts';
import { factsOf, type Facts } from './patient-facts.ts';

/**
 * The patient at hand. Facts are read once, when somebody chooses: a reading in the background would write over what
 * was edited since. While they are read, and when that fails, no facts are at hand, so none of another person stay.
 */
export function usePatientAtHand(zone: string, onFacts: (facts: Facts | null) => void) {
  const client = useQueryClient();
  const [id, setId] = useState('');
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const wanted = useRef('');
  const choose = async (next: string): Promise<void> => {
    wanted.current = next;
    setId(next);
    setFailure(null);
    onFacts(null);
    if (next === '') return;
    try {
      const got = await client.fetchQuery({
        queryKey: ['patient.get', { id: next }],
        queryFn: ({ signal }) => call('patient.get', { id: next }, signal),
        staleTime: 0,
      });
      if (wanted.current === next) onFacts(factsOf(got.record, today(zone)));
    } catch (error) {
      if (wanted.current === next) setFailure(failureOf(error));
    }
  };
  return { id, failure, choose };
}
