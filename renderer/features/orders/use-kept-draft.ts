import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OrderDraft } from './draft.ts';

/**
 * What is typed outlives a look into another room: it is kept in memory until it is saved or cancelled, or until
 * somebody else signs in. Never on disk: it is patient data that nobody has saved.
 */
export function useKeptDraft(key: string, initial: OrderDraft) {
  const client = useQueryClient();
  const queryKey = ['draft', key];
  const [draft, set] = useState(() => client.getQueryData<OrderDraft>(queryKey) ?? initial);
  const setDraft = (change: (draft: OrderDraft) => OrderDraft) =>
    set((before) => {
      const next = change(before);
      client.setQueryDefaults(queryKey, { gcTime: Infinity });
      client.setQueryData(queryKey, next);
      return next;
    });
  const forget = () => client.removeQueries({ queryKey });
  const reset = () => {
    forget();
    set(initial);
  };
  return { draft, setDraft, forget, reset };
}
