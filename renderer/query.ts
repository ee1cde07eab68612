import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Command, Input, Output } from '../bridge/contract.ts';
import { call, failureOf, type CallFailed, type CallFailure } from './api.ts';

/** Whoever is no longer signed in sees the sign-in screen next, whatever was asked. */
function onFailure(error: unknown, client: () => QueryClient) {
  const { code } = failureOf(error);
  if (code === 'not-signed-in') setUser(client(), null);
  // The answer of `session.me` says that it is locked; the screen behind keeps what was typed.
  if (code === 'session-locked') void client().invalidateQueries({ queryKey: ['session.me', {}] });
}

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error')
      onFailure(event.action.error, () => client);
  });
  client.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error')
      onFailure(event.action.error, () => client);
  });
  return client;
}

/** A command that reads, as a query: key and request are the same two values, so a stale answer has nowhere to land. */
export function useRead<C extends Command>(
  name: C,
  input: Input<C>,
  {
    refetchWhile,
    ...options
  }: {
    enabled?: boolean;
    refetchInterval?: number;
    refetchIntervalInBackground?: boolean;
    /** asked again, twice a second, as long as this holds of the answer */
    refetchWhile?: (value: Output<C> | undefined) => boolean;
  } = {},
) {
  return useQuery<Output<C>, CallFailed>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    ...(refetchWhile && {
      refetchInterval: ({ state }: { state: { data?: Output<C> | undefined } }) =>
        refetchWhile(state.data) ? 500 : false,
    }),
    ...options,
  });
}

/** A command that changes something. What it answers replaces what is known of an order; lists are read again. */
export function useWrite<C extends Command>(name: C, done?: (value: Output<C>) => void) {
  const client = useQueryClient();
  return useMutation<Output<C>, CallFailed, Input<C>>({
    mutationFn: (input) => call(name, input),
    onSuccess: (value) => {
      if (isOrder(value)) client.setQueryData(['order.get', { id: value.id }], value);
      done?.(value);
      // Not awaited: what else is on the screen is read again meanwhile.
      void client.invalidateQueries({
        predicate: (query) =>
          !UNCHANGING.has(String(query.queryKey[0])) &&
          !(isOrder(value) && query.queryKey[0] === 'order.get'),
      });
    },
  });
}

/** Another person, or nobody: nothing that the last one saw stays in memory. */
export function setUser(client: QueryClient, user: Output<'session.me'>): void {
  client.removeQueries({
    predicate: (query) => query.queryKey[0] !== 'session.me' && query.queryKey[0] !== 'system.status',
  });
  client.setQueryData(['session.me', {}], user);
}

const UNCHANGING = new Set([
  'session.me',
  'system.status',
  'formulary.list',
  'order.check',
  'order.explain',
  'print.preview',
  'draft',
]);

const isOrder = (value: unknown): value is { id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && 'content' in value && 'report' in value;

export const failureIn = (state: { error: CallFailed | null }): CallFailure | null =>
  state.error ? failureOf(state.error) : null;
