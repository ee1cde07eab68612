import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const isMade = <T>(first: T | (() => T)): first is () => T => typeof first === 'function';
const isChange = <T>(change: T | ((draft: T) => T)): change is (draft: T) => T =>
  typeof change === 'function';

/** Lays what is typed under another key, for a form that is opened with it next. */
export function keepDraft<T>(client: QueryClient, key: string, draft: T): void {
  const queryKey = ['draft', key];
  client.setQueryDefaults(queryKey, { gcTime: Infinity });
  client.setQueryData(queryKey, draft);
}

/**
 * What is typed outlives a look into another room: it is kept in memory until it is saved or cancelled, or until
 * somebody else signs in; whom the host put out finds it again. Never on disk: it is patient data that nobody has saved. `key`: null where nothing is kept.
 */
export function useKeptDraft<T>(key: string | null, initial: T | (() => T)) {
  const client = useQueryClient();
  const queryKey = ['draft', key];
  const first = () => (isMade(initial) ? initial() : initial);
  const [draft, set] = useState(() =>
    key === null ? first() : (client.getQueryData<T>(queryKey) ?? first()),
  );
  const setDraft = (change: T | ((draft: T) => T)) =>
    set((before) => {
      const next = isChange(change) ? change(before) : change;
      if (key !== null) keepDraft(client, key, next);
      return next;
    });
  // Typed before this room was opened, when last: null once it is started anew, and where nothing was kept.
  const [keptSince, setKeptSince] = useState(() =>
    key === null ? null : (client.getQueryState(queryKey)?.dataUpdatedAt ?? null),
  );
  const forget = () => client.removeQueries({ queryKey });
  const reset = () => {
    forget();
    setKeptSince(null);
    set(first());
  };
  return { draft, setDraft, forget, reset, keptSince };
}
